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
 * What grid operators buy of a site: less load than planned, or more. Kept in the same rows as compute slots, so that
 * no kilowatt is sold twice over both markets. Nothing is turned down where slots are sold, and no slot is sold where
 * load is turned up: what its buyer drew would count as delivered. Slots sold before stay sold.
 */
public final class Turns {

    private Turns() {}

    /** Locks every half-hour of {@code window} at every site, so that nothing there is sold meanwhile. */
    public static void lock(Tx tx, Interval window) {
        Capacity.lockEverywhere(tx, window);
    }

    /**
     * One half-hour of a site in one direction.
     *
     * @param left what can still be turned
     * @param reserved what open offers withhold
     * @param sold what orders have turned
     */
    public record Row(Power left, Power reserved, Power sold) {}

    /** The half-hours of a site that any plan has reached so far. Locks the rows until {@code tx} ends. */
    public static SortedMap<Instant, Row> lock(Tx tx, SiteId site, Interval window, Direction direction) {
        return rows(
                Capacity.lock(tx, site, window, Direction.UP),
                Capacity.lock(tx, site, window, Direction.DOWN),
                direction);
    }

    /** The same without a lock: news, not a promise. */
    public static SortedMap<Instant, Row> read(Database database, SiteId site, Interval window, Direction direction) {
        return rows(
                Capacity.read(database, site, window, Direction.UP),
                Capacity.read(database, site, window, Direction.DOWN),
                direction);
    }

    private static SortedMap<Instant, Row> rows(
            Map<Instant, PeriodCapacity> up, Map<Instant, PeriodCapacity> down, Direction direction) {
        Map<Instant, PeriodCapacity> here = switch (direction) {
            case DOWN -> down;
            case UP -> up;
        };
        Map<Instant, PeriodCapacity> there = direction == Direction.UP ? down : up;
        SortedMap<Instant, Row> rows = new TreeMap<>();
        here.forEach((start, each) -> {
            PeriodCapacity other = there.get(start);
            boolean taken = other != null && other.committed().isPositive();
            Power left = taken ? Power.ZERO : each.left();
            rows.put(
                    start,
                    switch (direction) {
                        case DOWN -> new Row(left, each.reserved(), each.sold());
                        case UP -> new Row(left, each.raising(), each.raised());
                    });
        });
        return rows;
    }

    /** Withholds {@code power} in every half-hour; lock first. */
    public static void reserve(Tx tx, SiteId site, Interval window, Direction direction, Power power) {
        switch (direction) {
            case DOWN -> Capacity.reserve(tx, site, window, Direction.DOWN, power);
            case UP -> Capacity.reserveRaise(tx, site, window, power);
        }
    }

    /** Gives a reservation back. */
    public static void release(Tx tx, SiteId site, Interval window, Direction direction, Power power) {
        switch (direction) {
            case DOWN -> Capacity.release(tx, site, window, Direction.DOWN, power);
            case UP -> Capacity.releaseRaise(tx, site, window, power);
        }
    }

    /** Turns a reservation into a sale. */
    public static void sell(Tx tx, SiteId site, Interval window, Direction direction, Power power) {
        switch (direction) {
            case DOWN -> Capacity.sell(tx, site, window, Direction.DOWN, power);
            case UP -> Capacity.sellRaise(tx, site, window, power);
        }
    }

    /** Takes a sale back: what was sold is free again. */
    public static void giveBack(Tx tx, SiteId site, Interval window, Direction direction, Power power) {
        switch (direction) {
            case DOWN -> Capacity.giveBack(tx, site, window, Direction.DOWN, power);
            case UP -> Capacity.giveBackRaise(tx, site, window, power);
        }
    }
}
