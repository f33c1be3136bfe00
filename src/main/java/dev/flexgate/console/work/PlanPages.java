package dev.flexgate.console.work;

import dev.flexgate.audit.RecordId;
import dev.flexgate.console.Amount;
import dev.flexgate.console.Chart;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Timeline;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.planning.Certificate;
import dev.flexgate.planning.Deferred;
import dev.flexgate.planning.ForecastUsed;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.PlanHead;
import dev.flexgate.planning.Replayed;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /plans}: what stands, what stood before, and what each is made of. */
public final class PlanPages {

    static final int PAGE = 30;
    /** Lines of one table; the whole plan is at {@code /api/v1/plans/{version}}. */
    static final int LINES_MAX = 200;
    /** Runs of one page: what a person looks through at a time. */
    private static final int RUNS = 50;

    private final DeskRooms rooms;
    private final PlanCharts charts;

    PlanPages(DeskRooms rooms) {
        this.rooms = rooms;
        this.charts = new PlanCharts(rooms);
    }

    void addTo(Router router, Pages pages) {
        router.get("/plans").handler(pages.show(this::list));
        router.get("/plans/:version").handler(pages.show(visit -> plan(visit, Optional.empty())));
        router.get("/plans/:version/diff").handler(pages.show(this::diff));
        router.post("/plans/:version/replay").handler(pages.show(this::replay));
    }

    /**
     * Versions, the newest first.
     *
     * @param next address of the next page
     * @param mayPropose whether the reader may propose plans
     */
    public record PlanList(List<Line> plans, Optional<String> next, boolean mayPropose, Times times) {}

    /** One version in the list. */
    public record Line(PlanHead plan, String gap, String costChange, String carbonChange, String moves, Mark mark) {}

    /**
     * One plan.
     *
     * @param loads power of each site, planned and sold, under its limit
     * @param gantt one lane a job
     * @param runs lines of the plan, a page of them
     * @param runsFrom which of all is the first of them, from 1
     * @param earlier address of the page of runs before
     * @param later address of the page of runs behind
     * @param runsInAll how many there are
     * @param mayPropose whether the reader may propose to roll back to it
     * @param replayed what a replay has just shown
     */
    public record PlanPage(
            Plan plan,
            boolean stands,
            Mark mark,
            List<Amount> figures,
            String gap,
            String moves,
            List<Chart> loads,
            Timeline gantt,
            int lanesInAll,
            List<RunLine> runs,
            int runsFrom,
            int runsInAll,
            Optional<String> earlier,
            Optional<String> later,
            List<DeferredLine> deferred,
            List<ScarcityLine> scarcity,
            List<ForecastUsed> forecasts,
            boolean mayPropose,
            Optional<RecordId> record,
            Optional<Replayed> replayed,
            Times times) {}

    /** One stretch of one job. */
    public record RunLine(JobId job, String name, JobPages.Run run) {}

    /** Work that waits. */
    public record DeferredLine(Deferred deferred, String name) {}

    /** Where room was short. */
    public record ScarcityLine(String site, String when, String price) {}

    private View list(Visit visit) {
        long before = visit.query("before").map(PlanPages::number).orElse(Long.MAX_VALUE);
        List<PlanHead> plans = rooms.planning().page(before, PAGE);
        Optional<String> next = plans.size() < PAGE
                ? Optional.empty()
                : Optional.of("/plans?before=" + plans.getLast().version());
        var page = new PlanList(
                plans.stream().map(PlanPages::line).toList(),
                next,
                Caller.of(visit.context()).may(Scope.PLANS_WRITE),
                rooms.times());
        return View.page(Section.PLANS, "Plans", "page/plans.jte", page);
    }

    private static Line line(PlanHead plan) {
        var difference = plan.difference();
        return new Line(
                plan,
                gap(plan.certificate()),
                signed(Amount.money(difference.cost()), difference.cost().amount()),
                signed(Words.kilograms(difference.carbon()), difference.carbon().kilograms()),
                moves(
                        difference.placed().size(),
                        difference.moved().size(),
                        difference.dropped().size()),
                JobPages.mark(plan.quality(), plan.asOf()));
    }

    static String signed(String text, BigDecimal value) {
        return value.signum() > 0 ? "+" + text : text;
    }

    static String moves(int placed, int moved, int dropped) {
        return placed + " placed, " + moved + " moved, " + dropped + " dropped";
    }

    static String gap(Certificate certificate) {
        return certificate.gap().compareTo(Certificate.GAP_MAX) >= 0
                ? "not certified"
                : Amount.digits(certificate.gap().movePointRight(2), 3) + " %";
    }

    static long number(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("a version is a whole number from 1");
        }
        return Long.parseLong(text);
    }

    private View plan(Visit visit, Optional<Replayed> replayed) {
        long version = number(visit.path("version"));
        Optional<Plan> found = rooms.planning().find(version);
        if (found.isEmpty()) {
            return View.notFound("No plan has this version.");
        }
        Plan plan = found.get();
        Mark mark = JobPages.mark(plan.quality(), plan.asOf());
        Map<SiteId, String> sites = rooms.siteNames();
        Map<JobId, String> names = JobNames.of(rooms.jobs(), plan);
        int all = plan.allocations().size();
        long pages = Math.max(1, (all + RUNS - 1) / RUNS);
        long at = Math.min(pages, visit.query("runs").map(PlanPages::number).orElse(1L));
        int from = (int) (at - 1) * RUNS;
        var page = new PlanPage(
                plan,
                rooms.planning().standing().filter(plan::equals).isPresent(),
                mark,
                List.of(
                        Amount.of(plan.certificate().cost(), mark),
                        Amount.of(plan.certificate().carbon(), mark),
                        Amount.of(plan.certificate().carbonPerTonne(), mark)),
                gap(plan.certificate()),
                moves(
                        plan.difference().placed().size(),
                        plan.difference().moved().size(),
                        plan.difference().dropped().size()),
                charts.loads(plan, sites, visit.now(), mark),
                charts.gantt(plan, names, sites, visit.now()),
                names.size(),
                plan.allocations().stream()
                        .skip(from)
                        .limit(RUNS)
                        .map(run -> new RunLine(
                                run.job(),
                                names.getOrDefault(run.job(), run.job().toString()),
                                JobPages.run(run, sites)))
                        .toList(),
                from + 1,
                all,
                runs(version, at - 1, pages),
                runs(version, at + 1, pages),
                plan.deferred().stream()
                        .limit(LINES_MAX)
                        .map(each -> new DeferredLine(
                                each, names.getOrDefault(each.job(), each.job().toString())))
                        .toList(),
                plan.scarcity().stream()
                        .limit(LINES_MAX)
                        .map(each -> new ScarcityLine(
                                sites.getOrDefault(each.site(), each.site().value()),
                                rooms.times().utcSpan(each.period()),
                                Amount.perKilowattHour(each.perItKwh()) + " "
                                        + Amount.priceUnit(each.perItKwh().currency())))
                        .toList(),
                plan.forecasts(),
                Caller.of(visit.context()).may(Scope.PLANS_WRITE),
                rooms.planning().record(version),
                replayed,
                rooms.times());
        return View.page(Section.PLANS, "Plan " + version, "page/plan.jte", page);
    }

    private static Optional<String> runs(long version, long page, long pages) {
        return page < 1 || page > pages
                ? Optional.empty()
                : Optional.of("/plans/" + version + "?runs=" + page + "#runs");
    }

    private View replay(Visit visit) {
        Optional<Plan> plan = rooms.planning().find(number(visit.path("version")));
        return plan.isEmpty()
                ? View.notFound("No plan has this version.")
                : plan(visit, rooms.planning().replay(plan.get().id()));
    }

    private View diff(Visit visit) {
        long version = number(visit.path("version"));
        long against = visit.query("against").map(PlanPages::number).orElse(version - 1);
        Optional<Plan> found = rooms.planning().find(version);
        if (found.isEmpty()) {
            return View.notFound("No plan has this version.");
        }
        Mark mark = JobPages.mark(found.get().quality(), found.get().asOf());
        Optional<DiffView> view = rooms.planning()
                .diff(against, version)
                .map(diff -> DiffView.of(rooms, diff, "Plan " + version, "?plan=" + version, mark, visit.now()));
        return View.page(
                Section.PLANS,
                "Plan " + version + " against plan " + against,
                "page/diff.jte",
                new DiffPage(found.get(), view.isPresent() ? against : 0, mark, view));
    }
}
