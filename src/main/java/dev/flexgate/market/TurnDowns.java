package dev.flexgate.market;

import dev.flexgate.market.Capacity.PeriodCapacity;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The other side of the capacity rows: load that can be turned down for a grid operator, as IT power. A half-hour of a
 * site is sold in one direction only, by the code here and by an index of the database below it.
 */
public final class TurnDowns {

    private TurnDowns() {}

    /** Locks every half-hour of {@code window} at every site, so that nothing there is sold meanwhile. */
    public static void lock(Tx tx, Interval window) {
        Capacity.lockEverywhere(tx, window);
    }

    /**
     * One half-hour of a site.
     *
     * @param left what can still be turned down: nothing where compute slots are reserved or sold
     * @param reserved what open offers withhold
     * @param sold what orders have turned down
     */
    public record Row(Power left, Power reserved, Power sold) {}

    /** The half-hours of a site that any plan has reached so far. Locks the rows until {@code tx} ends. */
    public static SortedMap<Instant, Row> lock(Tx tx, SiteId site, Interval window) {
        return rows(Capacity.lock(tx, site, window, Direction.UP), Capacity.lock(tx, site, window, Direction.DOWN));
    }

    /** The same without a lock: news, not a promise. */
    public static SortedMap<Instant, Row> read(Database database, SiteId site, Interval window) {
        return rows(
                Capacity.read(database, site, window, Direction.UP),
                Capacity.read(database, site, window, Direction.DOWN));
    }

    private static SortedMap<Instant, Row> rows(Map<Instant, PeriodCapacity> up, Map<Instant, PeriodCapacity> down) {
        SortedMap<Instant, Row> rows = new TreeMap<>();
        down.forEach((start, each) -> {
            PeriodCapacity other = up.get(start);
            boolean taken = other != null && other.committed().isPositive();
            rows.put(start, new Row(taken ? Power.ZERO : each.left(), each.reserved(), each.sold()));
        });
        return rows;
    }

    /** Withholds {@code power} in every half-hour; lock first. */
    public static void reserve(Tx tx, SiteId site, Interval window, Power power) {
        Capacity.reserve(tx, site, window, Direction.DOWN, power);
    }

    /** Gives a reservation back. */
    public static void release(Tx tx, SiteId site, Interval window, Power power) {
        Capacity.release(tx, site, window, Direction.DOWN, power);
    }

    /** Turns a reservation into a sale. */
    public static void sell(Tx tx, SiteId site, Interval window, Power power) {
        Capacity.sell(tx, site, window, Direction.DOWN, power);
    }

    /** Takes a sale back: what was sold is free again. */
    public static void giveBack(Tx tx, SiteId site, Interval window, Power power) {
        Capacity.giveBack(tx, site, window, Direction.DOWN, power);
    }
}
