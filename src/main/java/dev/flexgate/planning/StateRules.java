package dev.flexgate.planning;

import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.TrackedJob;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a new plan makes of its jobs. */
final class StateRules {

    private StateRules() {}

    /**
     * The jobs whose state changes. A job that stays as it was keeps the version of the plan that put it there.
     *
     * @param begun jobs that had runs before the plan begins
     */
    static List<TrackedJob> changed(Gathered gathered, Set<JobId> begun, Plan plan) {
        List<TrackedJob> changed = new ArrayList<>();
        gathered.closed().forEach(each -> changed.add(new TrackedJob(each.job().job(), each.end())));
        Set<JobId> closed =
                gathered.closed().stream().map(each -> each.job().job().id()).collect(Collectors.toSet());
        Set<JobId> placed = plan.allocations().stream().map(Allocation::job).collect(Collectors.toSet());
        Set<JobId> moved = new HashSet<>(plan.difference().moved());
        Map<JobId, Deferred> deferred =
                plan.deferred().stream().collect(Collectors.toMap(Deferred::job, Function.identity()));
        for (TrackedJob each : gathered.open()) {
            JobId id = each.job().id();
            Deferred waits = deferred.get(id);
            if (waits != null) {
                var state = new JobState.Deferred(plan.version(), waits.reason() + ": " + waits.detail());
                addIfChanged(changed, each, state, false);
            } else if (placed.contains(id) && !closed.contains(id)) {
                JobState state =
                        begun.contains(id) ? new JobState.Running(plan.version()) : new JobState.Placed(plan.version());
                addIfChanged(changed, each, state, moved.contains(id));
            }
        }
        return changed;
    }

    private static void addIfChanged(List<TrackedJob> changed, TrackedJob before, JobState state, boolean moved) {
        if (moved || !saysTheSame(before.state(), state)) {
            changed.add(new TrackedJob(before.job(), state));
        }
    }

    private static boolean saysTheSame(JobState before, JobState after) {
        return switch (after) {
            case JobState.Deferred deferred ->
                before instanceof JobState.Deferred earlier && earlier.reason().equals(deferred.reason());
            case JobState.Queued _,
                    JobState.Placed _,
                    JobState.Running _,
                    JobState.Done _,
                    JobState.Missed _,
                    JobState.Cancelled _ -> before.getClass() == after.getClass();
        };
    }
}
