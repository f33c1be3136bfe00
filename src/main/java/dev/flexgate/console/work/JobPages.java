package dev.flexgate.console.work;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Timeline;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.planning.Allocation;
import dev.flexgate.planning.Explanation;
import dev.flexgate.planning.Migration;
import dev.flexgate.planning.Placement;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Cancellation;
import dev.flexgate.workload.Handling;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobFilter;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import dev.flexgate.workload.TrackedJob;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code /jobs} and {@code /jobs/{id}}: what waits, runs or is at risk, and what becomes of one. */
public final class JobPages {

    static final int PAGE = 50;

    private static final JobId FIRST = new JobId(new UUID(0, 0));
    private static final List<String> OPEN = List.of("QUEUED", "PLACED", "RUNNING", "DEFERRED");
    /** Less than this left before the deadline is worth a look. */
    private static final Duration TIGHT = Duration.ofHours(1);

    private final DeskRooms rooms;

    JobPages(DeskRooms rooms) {
        this.rooms = rooms;
    }

    void addTo(Router router, Pages pages) {
        router.get("/jobs").handler(pages.show(this::list));
        router.get("/jobs/:jobId").handler(pages.show(this::job));
        router.get("/jobs/:jobId/cancel").handler(pages.show(visit -> confirm(visit, "", 200)));
        router.post("/jobs/:jobId/cancel").handler(pages.show(this::cancel));
    }

    /**
     * A list of jobs.
     *
     * @param state the chosen tab: {@code open}, {@code all} or the name of a state
     * @param next address of the next page; empty on the last
     */
    public record JobList(List<Tab> tabs, String state, List<Row> rows, Optional<String> next) {}

    /** One choice of the filter. */
    public record Tab(String name, String path, boolean chosen) {}

    /**
     * One job in the list.
     *
     * @param why its state, with the numbers that made it so
     * @param expected when it runs; empty where nothing is planned
     * @param tight whether little is left before the deadline
     */
    public record Row(
            Job job,
            String state,
            String stateCss,
            String why,
            Optional<Interval> expected,
            Optional<String> slack,
            boolean tight,
            Optional<Estimate> estimate) {}

    /** What a job is planned to draw, cause and cost. */
    public record Estimate(String energy, String carbon, String money, Mark mark) {}

    /**
     * One job.
     *
     * @param sentence why it runs when it runs
     * @param timeline where it lies between release and deadline
     * @param bill planned against running at once at home
     * @param minded what moving, pausing and delaying it costs its owner
     * @param moves orders to go on elsewhere once it had begun, the newest first
     */
    public record JobPage(
            Job job,
            String state,
            String stateCss,
            String shape,
            String sites,
            Optional<String> sentence,
            Optional<Mark> mark,
            Timeline timeline,
            List<Run> runs,
            List<BillLine> bill,
            List<Fact> minded,
            List<Move> moves,
            Optional<Long> planVersion,
            boolean mayCancel,
            Times times) {}

    /**
     * What is asked before a job is taken back.
     *
     * @param runs that are planned for it, which others may then have
     * @param refusal why it was not taken back; empty before the first try
     */
    public record CancelPage(Job job, String state, List<Run> runs, String refusal) {}

    /** One stretch of power. */
    public record Run(Interval interval, String site, String power, String energy) {}

    /** What a job says of itself. */
    public record Fact(String name, String value) {}

    /** An order to go on at another site. */
    public record Move(
            String from, String to, String leaveBy, String resumeAt, String state, String said, String why) {}

    /** One figure, planned and if it ran at once. */
    public record BillLine(String name, Amount planned, Amount atOnce, String saved) {}

    private View list(Visit visit) {
        String state = visit.query("state").orElse("open");
        List<String> states = switch (state) {
            case "open" -> OPEN;
            case "all" -> List.of();
            default -> List.of(state.toUpperCase(Locale.ROOT));
        };
        JobId after = visit.query("after").map(JobId::of).orElse(FIRST);
        List<TrackedJob> found = rooms.jobs().page(new JobFilter(tenants(visit), states), after, PAGE);
        List<Tab> tabs = new ArrayList<>();
        tabs.add(tab("open", state));
        JobFilter.STATES.forEach(each -> tabs.add(tab(each.toLowerCase(Locale.ROOT), state)));
        tabs.add(tab("all", state));
        Optional<String> next = found.size() < PAGE
                ? Optional.empty()
                : Optional.of("/jobs?state=" + state + "&after="
                        + found.getLast().job().id());
        var page = new JobList(tabs, state, found.stream().map(this::row).toList(), next);
        return View.page(Section.JOBS, "Jobs", "page/jobs.jte", new Listed(page, rooms.times()));
    }

    /** A page with the clock's words beside it. */
    public record Listed(JobList list, Times times) {}

    static List<TenantId> tenants(Visit visit) {
        Caller caller = Caller.of(visit.context());
        return caller.isOperator() ? List.of() : List.of(new TenantId(caller.tenant()));
    }

    private static Tab tab(String name, String chosen) {
        return new Tab(name, "/jobs?state=" + name, name.equals(chosen));
    }

    private Row row(TrackedJob tracked) {
        Job job = tracked.job();
        Optional<Placement> placement =
                tracked.state().isOpen() ? rooms.planning().placement(job.id()) : Optional.empty();
        Optional<Duration> slack = placement
                .flatMap(Placement::end)
                .map(end -> Duration.between(end, job.window().end()));
        return new Row(
                job,
                Words.state(tracked.state()),
                Words.stateCss(tracked.state()),
                why(tracked, placement),
                placement.flatMap(each ->
                        each.start().map(start -> new Interval(start, each.end().orElseThrow()))),
                slack.map(Words::slack),
                slack.filter(each -> each.compareTo(TIGHT) < 0).isPresent(),
                placement.filter(each -> !each.runs().isEmpty()).map(JobPages::estimate));
    }

    private static Estimate estimate(Placement placement) {
        return new Estimate(
                Words.kilowattHours(placement.energy()),
                Words.kilograms(placement.cost().carbon()),
                Amount.money(placement.cost().money()),
                mark(placement.quality(), placement.asOf()));
    }

    static Mark mark(Quality quality, Instant asOf) {
        return Mark.planned(quality, "planned runs at median forecast (P50), facility overhead included", asOf);
    }

    private String why(TrackedJob tracked, Optional<Placement> placement) {
        return switch (tracked.state()) {
            case JobState.Queued _ -> "in no plan yet: the next one counts it";
            case JobState.Deferred deferred ->
                placement
                        .flatMap(Placement::deferred)
                        .map(each -> each.reason() + ": " + each.detail())
                        .orElse(deferred.reason());
            case JobState.Placed placed -> "in plan " + placed.planVersion();
            case JobState.Running running -> "begun under plan " + running.planVersion();
            case JobState.Done done -> "over by " + rooms.times().utc(done.at()) + " UTC as planned";
            case JobState.Missed missed -> missed.undone() + " undone at the deadline";
            case JobState.Cancelled cancelled -> "taken back " + rooms.times().utc(cancelled.at()) + " UTC";
        };
    }

    private Optional<TrackedJob> find(Visit visit) {
        return rooms.jobs()
                .find(JobId.of(visit.path("jobId")))
                .filter(each ->
                        Caller.of(visit.context()).sees(each.job().tenant().value()));
    }

    private static View unknown() {
        return View.notFound("No job has this id.");
    }

    /** Taking back cannot be taken back: it is asked on a page of its own, which says what it does. */
    private View confirm(Visit visit, String refusal, int status) {
        Optional<TrackedJob> found = find(visit);
        if (found.isEmpty()) {
            return unknown();
        }
        Job job = found.get().job();
        Map<SiteId, String> names = rooms.siteNames();
        List<Run> runs = rooms.planning().placement(job.id()).map(Placement::runs).orElse(List.of()).stream()
                .map(run -> run(run, names))
                .toList();
        return new View.Shown(
                status,
                Section.JOBS,
                "Cancel " + job.name(),
                "page/cancel.jte",
                new CancelPage(job, Words.state(found.get().state()), runs, refusal));
    }

    private View cancel(Visit visit) {
        Optional<TrackedJob> found = find(visit);
        if (found.isEmpty()) {
            return unknown();
        }
        JobId id = found.get().job().id();
        String by = Caller.of(visit.context()).keyId();
        return switch (rooms.database().inTransaction(tx -> rooms.jobs().cancel(tx, id, by))) {
            case Cancellation.Cancelled _ -> new View.Moved("/jobs/" + id);
            case Cancellation.Over over ->
                confirm(visit, "The job is " + Words.state(over.job().state()) + ": there is nothing to cancel.", 409);
            case Cancellation.Unknown _ -> unknown();
        };
    }

    private View job(Visit visit) {
        Optional<TrackedJob> found = find(visit);
        if (found.isEmpty()) {
            return unknown();
        }
        Job job = found.get().job();
        JobId id = job.id();
        Optional<Explanation> explanation = rooms.planning().explain(id);
        Map<SiteId, String> names = rooms.siteNames();
        List<Allocation> runs =
                rooms.planning().placement(id).map(Placement::runs).orElse(List.of());
        var page = new JobPage(
                job,
                Words.state(found.get().state()),
                Words.stateCss(found.get().state()),
                Words.shape(job.shape()),
                String.join(
                        ", ",
                        job.sites().allowed().stream()
                                .map(each -> names.getOrDefault(each, each.value()))
                                .toList()),
                explanation.map(Explanation::sentence),
                explanation.map(each -> mark(each.quality(), visit.now())),
                timeline(job, explanation, runs, names, visit.now()),
                runs.stream().map(run -> run(run, names)).toList(),
                explanation
                        .filter(Explanation.Runs.class::isInstance)
                        .map(each -> bill((Explanation.Runs) each, visit.now()))
                        .orElse(List.of()),
                minded(job.handling()),
                rooms.planning().migrations().of(id).stream()
                        .map(each -> move(each, names))
                        .toList(),
                explanation.map(Explanation::planVersion),
                found.get().state().isOpen() && Caller.of(visit.context()).may(Scope.JOBS_WRITE),
                rooms.times());
        return View.page(Section.JOBS, job.name(), "page/job.jte", page);
    }

    private static List<Fact> minded(Handling handling) {
        List<Fact> facts = new ArrayList<>();
        if (handling.dataGigabytes().signum() > 0) {
            facts.add(new Fact("Data", handling.dataGigabytes().toPlainString() + " GB follow it to another site"));
        }
        if (handling.pauseCost().amount().signum() > 0) {
            facts.add(new Fact("Each pause", Amount.money(handling.pauseCost())));
        }
        if (handling.pauseEnergy().joules() > 0) {
            facts.add(new Fact("Each pause draws", handling.pauseEnergy() + " at the IT equipment"));
        }
        handling.migration()
                .ifPresent(
                        cost -> facts.add(new Fact("Moved once begun", "at a checkpoint, for " + Amount.money(cost))));
        handling.delayPerMwhHour()
                .ifPresent(rate -> facts.add(new Fact("Waiting", Amount.money(rate) + " for each MWh and hour")));
        return facts;
    }

    private Move move(Migration migration, Map<SiteId, String> names) {
        Migration.Order order = migration.order();
        String from = names.getOrDefault(order.from(), order.from().value());
        String to = names.getOrDefault(order.to(), order.to().value());
        return new Move(
                from,
                to,
                rooms.times().utc(order.leaveBy()),
                rooms.times().utc(order.resumeAt()),
                migration.state().name().toLowerCase(Locale.ROOT),
                from + ": " + said(migration.fromSaid()) + "; " + to + ": " + said(migration.toSaid()),
                migration.why());
    }

    private static String said(Optional<Migration.Said> said) {
        return said.map(each -> switch (each) {
                    case TAKEN -> "will do its part";
                    case DONE -> "has done its part";
                    case REFUSED -> "refused";
                })
                .orElse("nothing yet");
    }

    static Run run(Allocation run, Map<SiteId, String> names) {
        return new Run(
                run.interval(),
                names.getOrDefault(run.site(), run.site().value()),
                Amount.kilowatts(run.itPower()),
                Words.kilowattHours(run.energy()));
    }

    private Timeline timeline(
            Job job, Optional<Explanation> explanation, List<Allocation> runs, Map<SiteId, String> names, Instant now) {
        Interval axis = job.window();
        List<Timeline.Lane> lanes = new ArrayList<>();
        String explain = "/explain/" + job.id();
        String window = "may run " + rooms.times().utcSpan(axis) + " UTC";
        lanes.add(new Timeline.Lane(
                "May run",
                "release to deadline",
                List.of(Timeline.Bar.of(axis, axis, 0.3, explain, window, "bar-sold"))));
        runs.stream()
                .map(Allocation::site)
                .distinct()
                .forEach(site -> lanes.add(new Timeline.Lane(
                        names.getOrDefault(site, site.value()),
                        "planned, height is power",
                        bars(runs, site, job, axis, explain, ""))));
        explanation
                .filter(Explanation.Runs.class::isInstance)
                .map(each -> ((Explanation.Runs) each).cheapest())
                .filter(cheapest -> !cheapest.equals(runs) && !cheapest.isEmpty())
                .ifPresent(cheapest -> lanes.add(new Timeline.Lane(
                        names.getOrDefault(
                                cheapest.getFirst().site(),
                                cheapest.getFirst().site().value()),
                        "if it had the sites to itself",
                        bars(cheapest, cheapest.getFirst().site(), job, axis, explain, "bar-sold"))));
        return Timeline.of("Between release and deadline", "times in UTC", axis, lanes, now, rooms.times());
    }

    private List<Timeline.Bar> bars(
            List<Allocation> runs, SiteId site, Job job, Interval axis, String path, String css) {
        return runs.stream()
                .filter(run -> run.site().equals(site) && run.interval().overlaps(axis))
                .map(run -> Timeline.Bar.of(
                        axis,
                        run.interval(),
                        (double) run.itPower().watts() / job.demand().itPower().watts(),
                        path,
                        rooms.times().utcSpan(run.interval()) + " UTC at " + run.itPower(),
                        css))
                .toList();
    }

    private static List<BillLine> bill(Explanation.Runs runs, Instant now) {
        Mark mark = mark(runs.quality(), now);
        var saved = runs.runNow().money().minus(runs.cost().money());
        var carbon = runs.runNow().carbon().minus(runs.cost().carbon());
        return List.of(
                new BillLine(
                        "Energy cost",
                        Amount.of(runs.cost().money(), mark),
                        Amount.of(runs.runNow().money(), mark),
                        Amount.money(saved)),
                new BillLine(
                        "Carbon",
                        Amount.of(runs.cost().carbon(), mark),
                        Amount.of(runs.runNow().carbon(), mark),
                        Words.kilograms(carbon) + " kg CO₂e"));
    }
}
