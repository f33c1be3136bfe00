package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.JobId;
import java.util.List;

/**
 * What a plan changes against the one before it, over the half-hours that both cover.
 *
 * @param placed jobs that had no run before
 * @param moved jobs that run at other times, places or powers
 * @param dropped jobs that had runs and have none now
 * @param cost of this plan less that of the last, over all their half-hours
 * @param carbon likewise
 */
public record Difference(List<JobId> placed, List<JobId> moved, List<JobId> dropped, Money cost, CarbonMass carbon) {

    public Difference {
        placed = List.copyOf(placed);
        moved = List.copyOf(moved);
        dropped = List.copyOf(dropped);
    }
}
