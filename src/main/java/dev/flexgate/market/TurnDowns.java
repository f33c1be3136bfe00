package dev.flexgate.market;

import dev.flexgate.market.Capacity.PeriodCapacity;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Map;
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
     * What is left to be turned down, by half-hour; nothing where compute slots are reserved or sold. Locks the rows
     * until {@code tx} ends.
     */
    public static Map<Instant, Power> left(Tx tx, SiteId site, Interval window) {
        Map<Instant, Power> left = new TreeMap<>();
        Map<Instant, PeriodCapacity> up = Capacity.lock(tx, site, window, Direction.UP);
        Capacity.lock(tx, site, window, Direction.DOWN).forEach((start, down) -> {
            PeriodCapacity other = up.get(start);
            boolean taken = other != null && other.committed().isPositive();
            left.put(start, taken ? Power.ZERO : down.left());
        });
        return left;
    }

    /** Withholds {@code power} in every half-hour; call {@link #left} first. */
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
