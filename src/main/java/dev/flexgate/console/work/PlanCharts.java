package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Chart;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Timeline;
import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Draws a plan: the load of each site, and when each job runs. */
final class PlanCharts {

    static final int LANES_MAX = 40;

    private final DeskRooms rooms;

    PlanCharts(DeskRooms rooms) {
        this.rooms = rooms;
    }

    /** One chart a site: planned, sold, and the limit over both. */
    List<Chart> loads(Plan plan, Map<SiteId, String> sites, Instant now, Mark mark) {
        var bySite = new TreeMap<SiteId, List<SitePeriod>>();
        rooms.planning()
                .periods(plan.version())
                .forEach(each -> bySite.computeIfAbsent(each.site(), _ -> new ArrayList<>())
                        .add(each));
        List<Chart> charts = new ArrayList<>();
        bySite.forEach((site, periods) ->
                charts.add(load(plan, site, sites.getOrDefault(site, site.value()), periods, now, mark)));
        return charts;
    }

    private Chart load(Plan plan, SiteId site, String name, List<SitePeriod> periods, Instant now, Mark mark) {
        SitePeriod fullest = periods.stream()
                .reduce((one, other) -> one.remaining().compareTo(other.remaining()) <= 0 ? one : other)
                .orElseThrow();
        String sentence = "Least is free " + rooms.times().utcSpan(fullest.period()) + " UTC: "
                + Words.power(fullest.remaining()) + " of " + Words.power(fullest.flexible()) + ".";
        return new Chart(
                "load-" + site,
                name,
                sentence,
                "kW of IT power",
                plan.grid().span(),
                List.of(
                        series("planned", Chart.Style.PLANNED, 3, periods, SitePeriod::planned),
                        series("reserved and sold", Chart.Style.MEASURED, 2, periods, SitePeriod::committed),
                        series("limit", Chart.Style.LIMIT, 4, periods, SitePeriod::flexible)),
                Optional.of(now),
                true,
                mark,
                rooms.times());
    }

    static Chart.Series series(
            String name, Chart.Style style, int colour, List<SitePeriod> periods, Function<SitePeriod, Power> power) {
        return new Chart.Series(
                name,
                style,
                colour,
                periods.stream()
                        .map(each -> Chart.Point.of(
                                each.period(), power.apply(each).kilowatts().doubleValue()))
                        .toList());
    }

    /** One lane a job, the first {@link #LANES_MAX}. */
    Timeline gantt(Plan plan, Map<JobId, String> names, Map<SiteId, String> sites, Instant now) {
        Interval axis = plan.grid().span();
        List<Timeline.Lane> lanes = new ArrayList<>();
        for (Map.Entry<JobId, String> job :
                names.entrySet().stream().limit(LANES_MAX).toList()) {
            List<Allocation> runs = plan.allocations(job.getKey());
            String at = runs.isEmpty()
                    ? "waits"
                    : String.join(
                            ", ",
                            runs.stream()
                                    .map(run -> sites.getOrDefault(
                                            run.site(), run.site().value()))
                                    .distinct()
                                    .toList());
            String path = "/explain/" + job.getKey() + "?plan=" + plan.version();
            lanes.add(new Timeline.Lane(job.getValue(), at, bars(runs, axis, path, "")));
        }
        return Timeline.of("Jobs", "height is power; a bar leads to its explanation", axis, lanes, now, rooms.times());
    }

    /** Bars as high as their share of the job's highest power. */
    List<Timeline.Bar> bars(List<Allocation> runs, Interval axis, String path, String css) {
        long most = runs.stream().mapToLong(run -> run.itPower().watts()).max().orElse(1);
        return runs.stream()
                .filter(run -> run.interval().overlaps(axis))
                .map(run -> Timeline.Bar.of(
                        axis,
                        run.interval(),
                        (double) run.itPower().watts() / most,
                        path,
                        rooms.times().utcSpan(run.interval()) + " UTC, " + Amount.kilowatts(run.itPower()) + " kW at "
                                + run.site(),
                        css))
                .toList();
    }
}
