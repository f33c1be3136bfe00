package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The plan that holds while the next one waits for a person. */
final class WaitingRules {

    /** Named reason of work that is not placed before a person has said yes. */
    static final String APPROVAL_WAITING = "APPROVAL_WAITING";

    private static final String DETAIL = "the plan that places it waits for somebody to apply it";

    private WaitingRules() {}

    /**
     * The case in which nothing is negotiated: the runs ahead of the plan before stay, as far as there still is room for
     * them, and everything else waits.
     */
    static PlanCase holding(PlanCase free) {
        Map<JobId, Energy> ahead = ahead(free);
        List<JobInput> asPlaced = free.jobInputs().stream()
                .filter(job -> ahead.containsKey(job.job()))
                .map(job -> new JobInput(job.job(), least(ahead, job), job.shape(), job.sites(), job.begun()))
                .toList();
        PlanInputs pinned = HoldRules.pin(free.with(free.inputs().withJobs(asPlaced)), within(free), _ -> {})
                .inputs();
        Set<JobId> stay = pinned.held().stream().map(Allocation::job).collect(Collectors.toSet());
        List<Deferred> wait = new ArrayList<>();
        for (JobInput job : free.jobInputs()) {
            Energy placed = stay.contains(job.job()) ? least(ahead, job) : Energy.ZERO;
            Energy rest = job.remaining().minus(placed);
            if (rest.joules() > 0) {
                wait.add(new Deferred(job.job(), rest, APPROVAL_WAITING, DETAIL));
            }
        }
        return free.with(free.inputs().waiting(pinned.held(), wait));
    }

    /** The case as it was gathered, to follow {@code held}. */
    static PlanCase following(PlanCase free, Plan held) {
        List<Allocation> runs = held.allocations();
        PlanInputs inputs = free.inputs();
        return new PlanCase(
                inputs.following(held.version(), InputsJson.sha256(runs), inputs.sites(), inputs.ceilings()),
                free.sites(),
                free.jobs(),
                free.policies(),
                runs);
    }

    /** Where one of two plans runs anything that the other does not, or not so. */
    static Set<SiteId> touched(List<Allocation> before, List<Allocation> after) {
        Set<Allocation> was = new HashSet<>(before);
        Set<Allocation> is = new HashSet<>(after);
        return Stream.concat(
                        before.stream().filter(run -> !is.contains(run)),
                        after.stream().filter(run -> !was.contains(run)))
                .map(Allocation::site)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Energy least(Map<JobId, Energy> ahead, JobInput job) {
        Energy placed = ahead.getOrDefault(job.job(), Energy.ZERO);
        return placed.compareTo(job.remaining()) > 0 ? job.remaining() : placed;
    }

    private static Map<JobId, Energy> ahead(PlanCase free) {
        Map<JobId, Energy> ahead = new HashMap<>();
        within(free).forEach(run -> ahead.merge(run.job(), run.energy(), Energy::plus));
        return ahead;
    }

    private static List<Allocation> within(PlanCase free) {
        Instant from = free.grid().start();
        return free.standing().stream()
                .filter(run -> run.interval().end().isAfter(from))
                .map(run -> run.interval().start().isBefore(from)
                        ? new Allocation(
                                run.job(),
                                run.site(),
                                new Interval(from, run.interval().end()),
                                run.itPower())
                        : run)
                .sorted(Comparator.comparing(Allocation::job)
                        .thenComparing(run -> run.interval().start()))
                .toList();
    }
}
