package dev.flexgate.settlement.rule;

import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.time.Instant;

/**
 * What was ordered for one half-hour.
 *
 * @param start of the half-hour
 * @param ordered how much load is to move in the contract's direction; positive
 * @param price for what is delivered
 * @param penalty on what is short; zero for none
 */
public record ContractLine(Instant start, Power ordered, EnergyPrice price, EnergyPrice penalty)
        implements Comparable<ContractLine> {

    public ContractLine {
        if (!HalfHours.floor(start).equals(start)) {
            throw new IllegalArgumentException("a line begins on the half-hour, not at " + start);
        }
        if (!ordered.isPositive()) {
            throw new IllegalArgumentException("what is ordered is positive: " + ordered);
        }
        if (penalty.perKilowattHour().signum() < 0) {
            throw new IllegalArgumentException("a penalty is not negative: " + penalty);
        }
        if (!price.currency().equals(penalty.currency())) {
            throw new IllegalArgumentException("price and penalty are of one currency");
        }
    }

    public Interval interval() {
        return Interval.from(start, HalfHours.STEP);
    }

    /** What was ordered, as energy over the half-hour. */
    public Volume orderedVolume() {
        return Volume.of(ordered, interval());
    }

    @Override
    public int compareTo(ContractLine other) {
        return start.compareTo(other.start);
    }
}
