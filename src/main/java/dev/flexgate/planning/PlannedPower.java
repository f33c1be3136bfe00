package dev.flexgate.planning;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.util.List;
import java.util.stream.LongStream;

/** Adds up what allocations draw at a site. */
final class PlannedPower {

    private PlannedPower() {}

    /** IT power of all runs at {@code site}, a half-hour of {@code grid} each. */
    static List<Power> at(SiteId site, HalfHours grid, List<Allocation> allocations) {
        long[] watts = new long[grid.count()];
        for (Allocation run : allocations) {
            if (run.site().equals(site)) {
                int from = Math.max(0, grid.indexOf(run.interval().start()));
                int until = Math.min(grid.count(), grid.indexOf(run.interval().end()));
                for (int period = from; period < until; period++) {
                    watts[period] += run.itPower().watts();
                }
            }
        }
        return LongStream.of(watts).mapToObj(Power::new).toList();
    }
}
