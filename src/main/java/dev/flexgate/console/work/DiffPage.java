package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Timeline;
import dev.flexgate.console.Times;
import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.Plan;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a plan changes against the one before.
 *
 * @param sentence all of it
 * @param changes one a job, at most {@link PlanPages#LINES_MAX}
 * @param changesInAll how many there are
 * @param gantt two lanes a job: as it was, as it is
 */
public record DiffPage(
        Plan plan,
        Optional<Plan> before,
        String sentence,
        List<Change> changes,
        int changesInAll,
        Timeline gantt,
        Mark mark,
        Times times) {

    private static final int JOBS_DRAWN_MAX = 20;

    /**
     * One job that changed.
     *
     * @param kind placed, moved or dropped
     */
    public record Change(JobId job, String name, String kind, String from, String to) {}

    private record Changed(JobId job, String kind) {}

    static DiffPage of(DeskRooms rooms, Plan plan, Optional<Plan> before, Instant now) {
        var difference = plan.difference();
        List<Changed> all = Stream.of(
                        difference.placed().stream().map(job -> new Changed(job, "placed")),
                        difference.moved().stream().map(job -> new Changed(job, "moved")),
                        difference.dropped().stream().map(job -> new Changed(job, "dropped")))
                .flatMap(each -> each)
                .toList();
        List<Changed> shown = all.stream().limit(PlanPages.LINES_MAX).toList();
        Map<JobId, String> names = JobNames.of(rooms.jobs(), shown.stream().map(Changed::job));
        Map<SiteId, String> sites = rooms.siteNames();
        List<Change> changes = shown.stream()
                .map(each -> new Change(
                        each.job(),
                        names.getOrDefault(each.job(), each.job().toString()),
                        each.kind(),
                        told(runs(before, each.job()), sites, rooms.times()),
                        told(plan.allocations(each.job()), sites, rooms.times())))
                .toList();
        return new DiffPage(
                plan,
                before,
                sentence(plan),
                changes,
                all.size(),
                gantt(rooms, plan, before, changes, now),
                JobPages.mark(plan.quality(), plan.asOf()),
                rooms.times());
    }

    private static List<Allocation> runs(Optional<Plan> plan, JobId job) {
        return plan.map(each -> each.allocations(job)).orElse(List.of());
    }

    private static String told(List<Allocation> runs, Map<SiteId, String> sites, Times times) {
        return runs.isEmpty()
                ? "nothing"
                : Words.runs(runs, times) + " at "
                        + sites.getOrDefault(
                                runs.getFirst().site(), runs.getFirst().site().value());
    }

    private static String sentence(Plan plan) {
        var difference = plan.difference();
        var cost = difference.cost();
        return "Plan " + plan.version() + " places " + difference.placed().size() + " jobs that had no run, moves "
                + difference.moved().size() + " and drops "
                + difference.dropped().size() + ". Over all its half-hours it costs "
                + PlanPages.signed(Amount.money(cost), cost.amount()) + " and causes "
                + PlanPages.signed(
                        Words.kilograms(difference.carbon()),
                        difference.carbon().kilograms())
                + " kg CO₂e against the one before, which covered other half-hours.";
    }

    private static Timeline gantt(
            DeskRooms rooms, Plan plan, Optional<Plan> before, List<Change> changes, Instant now) {
        Interval axis = plan.grid().span();
        var charts = new PlanCharts(rooms);
        List<Timeline.Lane> lanes = new ArrayList<>();
        for (Change each : changes.stream().limit(JOBS_DRAWN_MAX).toList()) {
            String path = "/explain/" + each.job() + "?plan=" + plan.version();
            before.ifPresent(was -> lanes.add(new Timeline.Lane(
                    each.name(), "as it was", charts.bars(was.allocations(each.job()), axis, path, "bar-sold"))));
            lanes.add(new Timeline.Lane(
                    each.name(), "as it is", charts.bars(plan.allocations(each.job()), axis, path, "")));
        }
        return Timeline.of("Changed jobs", "hollow: before; solid: now", axis, lanes, now, rooms.times());
    }
}
