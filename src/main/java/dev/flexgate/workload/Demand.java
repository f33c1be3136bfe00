package dev.flexgate.workload;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;

/**
 * How much a job needs, at the IT equipment; cooling and losses come on top by the site's PUE.
 *
 * @param itPower its power when it runs, for malleable work its largest
 * @param work energy from start to end
 */
public record Demand(Power itPower, Energy work) {

    /** The least energy that whole watts over half-hours can give. */
    static final long JOULES_MIN = HalfHours.STEP.toSeconds();

    public Demand {
        if (!itPower.isPositive() || work.joules() <= 0) {
            throw new IllegalArgumentException("power and work must be positive: " + itPower + ", " + work);
        }
    }

    /** Half-hours at full power that the work takes, a begun one counted whole. */
    public int halfHours() {
        return Math.toIntExact(Math.ceilDiv(work.joules(), joulesPerHalfHour()));
    }

    /** Whether full power over a whole number of half-hours gives exactly the work. */
    public boolean isWhole() {
        return work.joules() % joulesPerHalfHour() == 0;
    }

    /** The least work of whole half-hours that includes this one. */
    Energy roundedUp() {
        return new Energy(Math.multiplyExact(halfHours(), joulesPerHalfHour()));
    }

    private long joulesPerHalfHour() {
        return Math.multiplyExact(itPower.watts(), HalfHours.STEP.toSeconds());
    }
}
