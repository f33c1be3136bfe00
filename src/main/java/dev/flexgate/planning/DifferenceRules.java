package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a new plan changes against the one before it. */
final class DifferenceRules {

    private DifferenceRules() {}

    static Difference between(Optional<Plan> before, Instant gridStart, Outcome now) {
        Map<JobId, List<Allocation>> was = byJob(before.map(Plan::allocations).orElse(List.of()), gridStart);
        Map<JobId, List<Allocation>> is = byJob(now.allocations(), gridStart);
        List<JobId> placed = new ArrayList<>();
        List<JobId> moved = new ArrayList<>();
        List<JobId> dropped = new ArrayList<>();
        Set<JobId> all = new TreeSet<>(was.keySet());
        all.addAll(is.keySet());
        for (JobId job : all) {
            if (!was.containsKey(job)) {
                placed.add(job);
            } else if (!is.containsKey(job)) {
                dropped.add(job);
            } else if (!List.copyOf(was.getOrDefault(job, List.of())).equals(is.getOrDefault(job, List.of()))) {
                moved.add(job);
            }
        }
        Money cost = before.map(plan -> plan.certificate().cost()).orElse(Money.zero(PlanCase.CURRENCY));
        CarbonMass carbon = before.map(plan -> plan.certificate().carbon()).orElse(CarbonMass.ZERO);
        return new Difference(
                placed,
                moved,
                dropped,
                now.certificate().cost().minus(cost),
                now.certificate().carbon().minus(carbon));
    }

    /** Runs from {@code start} on; what lies before is history and no change. */
    private static Map<JobId, List<Allocation>> byJob(List<Allocation> runs, Instant start) {
        Map<JobId, List<Allocation>> byJob = new TreeMap<>();
        for (Allocation run : runs) {
            if (run.interval().end().isAfter(start)) {
                byJob.computeIfAbsent(run.job(), _ -> new ArrayList<>()).add(from(run, start));
            }
        }
        byJob.values()
                .forEach(each -> each.sort(
                        Comparator.comparing((Allocation run) -> run.interval().start())
                                .thenComparing(Allocation::site)));
        return byJob;
    }

    private static Allocation from(Allocation run, Instant start) {
        return run.interval().start().isBefore(start)
                ? new Allocation(
                        run.job(),
                        run.site(),
                        new Interval(start, run.interval().end()),
                        run.itPower())
                : run;
    }
}
