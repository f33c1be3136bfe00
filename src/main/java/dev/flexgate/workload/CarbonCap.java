package dev.flexgate.workload;

import dev.flexgate.quantity.CarbonMass;

/** How much carbon a tenant's jobs may cause over one planning horizon. */
public sealed interface CarbonCap {

    /** As much as the prices bring. */
    record None() implements CarbonCap {}

    /** At most {@code mass}, facility emissions, location based. */
    record AtMost(CarbonMass mass) implements CarbonCap {

        public AtMost {
            if (mass.milligrams() < 0) {
                throw new IllegalArgumentException("a carbon cap cannot be negative: " + mass);
            }
        }
    }
}
