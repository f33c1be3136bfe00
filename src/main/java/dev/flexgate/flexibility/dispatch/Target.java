package dev.flexgate.flexibility.dispatch;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;

/**
 * What a site shall draw in one half-hour: the absolute powers bind; the reduction says how they came about.
 *
 * @param period one half-hour
 * @param itPower of the computing that can flex, W; at most this in a turn-down, at least this in a turn-up
 * @param facilityPower of the whole site at its meter, cooling included, W; likewise
 * @param reduction at the meter against the plan that was frozen, W; turn-down positive, turn-up negative
 */
public record Target(Interval period, Power itPower, Power facilityPower, Power reduction) {

    public Target {
        if (!HalfHours.isAligned(period.start()) || !period.length().equals(HalfHours.STEP)) {
            throw new IllegalArgumentException("a target is for one half-hour: " + period);
        }
        if (itPower.watts() < 0 || facilityPower.watts() < 0) {
            throw new IllegalArgumentException("a site cannot be told to draw less than nothing");
        }
    }

    /** What the site would have drawn at its meter without the instruction. */
    public Power planned() {
        return facilityPower.plus(reduction);
    }
}
