package dev.flexgate.planning;

import dev.flexgate.planning.Migration.Order;
import dev.flexgate.planning.PlanInputs.Begun;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which jobs that have begun a plan moves. Work that divides has no one place, and is told by its power alone. */
final class MigrationRules {

    private MigrationRules() {}

    /** By job, in order. */
    static Map<JobId, Order> wanted(PlanCase aCase, Plan plan) {
        Map<JobId, List<Allocation>> runs = plan.allocations().stream().collect(Collectors.groupingBy(Allocation::job));
        Map<JobId, Order> wanted = new TreeMap<>();
        Stream.concat(aCase.jobInputs().stream(), aCase.inputs().awaiting().stream())
                .forEach(input -> input.begun()
                        .ifPresent(begun -> first(runs.getOrDefault(input.job(), List.of()))
                                .filter(run -> !run.site().equals(begun.at()))
                                .ifPresent(run -> wanted.put(input.job(), order(aCase, plan, input, begun, run)))));
        return wanted;
    }

    private static Order order(PlanCase aCase, Plan plan, JobInput input, Begun begun, Allocation run) {
        Job job = aCase.job(input.job());
        return new Order(
                job.id(),
                job.tenant(),
                begun.at(),
                run.site(),
                aCase.grid().start(),
                run.interval().start(),
                run.itPower(),
                input.remaining(),
                plan.version());
    }

    /** The first of runs. */
    static Optional<Allocation> first(List<Allocation> runs) {
        return runs.stream().min(Comparator.comparing(run -> run.interval().start()));
    }

    /** The same stance, without what sites have refused: a job whose site would not let it go stays there. */
    static ProgressRules.Stance allowed(ProgressRules.Stance stance, Map<JobId, Set<SiteId>> refused) {
        return stance instanceof ProgressRules.Stance.Open(JobInput input)
                ? new ProgressRules.Stance.Open(allowed(input, refused))
                : stance;
    }

    private static JobInput allowed(JobInput input, Map<JobId, Set<SiteId>> refused) {
        Set<SiteId> not = refused.getOrDefault(input.job(), Set.of());
        if (not.isEmpty() || input.begun().isEmpty()) {
            return input;
        }
        SiteId here = input.begun().get().at();
        List<SiteId> left = input.sites().stream()
                .filter(site -> site.equals(here) || !not.contains(site))
                .filter(site -> site.equals(here) || !not.contains(here))
                .toList();
        return new JobInput(input.job(), input.remaining(), input.shape(), left, input.begun());
    }
}
