package dev.flexgate.console.work;

import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.Deferred;
import dev.flexgate.planning.Plan;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.Jobs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The names of a plan's jobs, as many as a page shows. */
final class JobNames {

    private JobNames() {}

    /** In the order of the plan; at most {@value PlanPages#LINES_MAX}, the rest go by their ids. */
    static Map<JobId, String> of(Jobs jobs, Plan plan) {
        return of(
                jobs,
                Stream.concat(
                        plan.allocations().stream().map(Allocation::job),
                        plan.deferred().stream().map(Deferred::job)));
    }

    static Map<JobId, String> of(Jobs jobs, Stream<JobId> ids) {
        Map<JobId, String> names = new LinkedHashMap<>();
        ids.distinct()
                .limit(PlanPages.LINES_MAX)
                .forEach(id -> jobs.find(id)
                        .ifPresent(tracked -> names.put(id, tracked.job().name())));
        return names;
    }
}
