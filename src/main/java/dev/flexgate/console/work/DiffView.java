package dev.flexgate.console.work;

import dev.flexgate.console.Mark;
import dev.flexgate.console.Timeline;
import dev.flexgate.console.Times;
import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.Cost;
import dev.flexgate.planning.PlanDiff;
import dev.flexgate.planning.PlanDiff.Kind;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two plans side by side, for people.
 *
 * @param sentence all of it
 * @param changes one a job, at most {@link PlanPages#LINES_MAX}
 * @param changesInAll how many there are
 * @param gantt two lanes a job: as it was, as it is
 */
public record DiffView(
        String sentence,
        List<Change> changes,
        int changesInAll,
        List<Peak> peaks,
        List<Undone> undone,
        Timeline gantt,
        Mark mark) {

    private static final int JOBS_DRAWN_MAX = 20;

    /**
     * One job that changed.
     *
     * @param kind placed, moved or dropped
     * @param money what it costs more
     * @param carbon what it causes more, in kg
     */
    public record Change(JobId job, String name, String kind, String from, String to, String money, String carbon) {}

    /** The highest power of jobs at a site. */
    public record Peak(String site, String before, String after, String limit) {}

    /** Work that is left undone. */
    public record Undone(JobId job, String name, String before, String after) {}

    /**
     * Words for a comparison.
     *
     * @param who what is compared with the first of the two, such as {@code Plan 118}
     * @param query of the path that explains a job, such as {@code ?plan=118}
     */
    static DiffView of(DeskRooms rooms, PlanDiff diff, String who, String query, Mark mark, Instant now) {
        List<PlanDiff.Change> shown =
                diff.changes().stream().limit(PlanPages.LINES_MAX).toList();
        Map<JobId, String> names = JobNames.of(
                rooms.jobs(),
                Stream.concat(
                        shown.stream().map(PlanDiff.Change::job),
                        diff.undone().stream().map(PlanDiff.Undone::job)));
        Map<SiteId, String> sites = rooms.siteNames();
        List<Change> changes =
                shown.stream().map(each -> change(rooms, each, names, sites)).toList();
        return new DiffView(
                sentence(diff, who),
                changes,
                diff.changes().size(),
                diff.peaks().stream()
                        .map(each -> new Peak(
                                sites.getOrDefault(each.site(), each.site().value()),
                                Words.power(each.before()),
                                Words.power(each.after()),
                                Words.power(each.limit())))
                        .toList(),
                diff.undone().stream()
                        .limit(PlanPages.LINES_MAX)
                        .map(each -> new Undone(
                                each.job(),
                                names.getOrDefault(each.job(), each.job().toString()),
                                Words.kilowattHours(each.before()) + " kWh",
                                Words.kilowattHours(each.after()) + " kWh"))
                        .toList(),
                gantt(rooms, diff, shown, names, query, now),
                mark);
    }

    private static Change change(
            DeskRooms rooms, PlanDiff.Change change, Map<JobId, String> names, Map<SiteId, String> sites) {
        Cost effect = change.effect();
        return new Change(
                change.job(),
                names.getOrDefault(change.job(), change.job().toString()),
                change.kind().name().toLowerCase(Locale.ROOT),
                told(change.before(), sites, rooms.times()),
                told(change.after(), sites, rooms.times()),
                money(effect),
                carbon(effect));
    }

    private static String money(Cost effect) {
        return PlanPages.signed(Words.exact(effect.money()), effect.money().amount());
    }

    private static String carbon(Cost effect) {
        return PlanPages.signed(
                Words.kilograms(effect.carbon()), effect.carbon().kilograms());
    }

    private static String told(List<Allocation> runs, Map<SiteId, String> sites, Times times) {
        return runs.isEmpty()
                ? "nothing"
                : Words.runs(runs, times) + " at "
                        + sites.getOrDefault(
                                runs.getFirst().site(), runs.getFirst().site().value());
    }

    private static String sentence(PlanDiff diff, String who) {
        return who + " places " + jobs(diff.count(Kind.PLACED)) + " that had no run, moves " + diff.count(Kind.MOVED)
                + " and drops " + diff.count(Kind.DROPPED) + ". Over the half-hours that both cover, and by the newer"
                + " forecasts, it costs " + money(diff.effect()) + " and causes " + carbon(diff.effect())
                + " kg CO₂e against plan " + diff.from()
                + (diff.undone().isEmpty()
                        ? "; no work is left undone that was not before."
                        : "; how much is left undone differs for "
                                + jobs(diff.undone().size()) + ", listed below.");
    }

    private static String jobs(long count) {
        return count == 1 ? "1 job" : count + " jobs";
    }

    private static Timeline gantt(
            DeskRooms rooms,
            PlanDiff diff,
            List<PlanDiff.Change> changes,
            Map<JobId, String> names,
            String query,
            Instant now) {
        Interval axis = diff.over();
        var charts = new PlanCharts(rooms);
        List<Timeline.Lane> lanes = new ArrayList<>();
        for (PlanDiff.Change each : changes.stream().limit(JOBS_DRAWN_MAX).toList()) {
            String name = names.getOrDefault(each.job(), each.job().toString());
            String path = "/explain/" + each.job() + query;
            lanes.add(new Timeline.Lane(name, "as it was", charts.bars(each.before(), axis, path, "bar-sold")));
            lanes.add(new Timeline.Lane(name, "as it is", charts.bars(each.after(), axis, path, "")));
        }
        return Timeline.of("Changed jobs", "hollow: before; solid: now", axis, lanes, now, rooms.times());
    }
}
