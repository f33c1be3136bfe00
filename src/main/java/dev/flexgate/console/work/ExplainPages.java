package dev.flexgate.console.work;

import dev.flexgate.audit.Merkle;
import dev.flexgate.console.Amount;
import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.planning.Candidate;
import dev.flexgate.planning.Grounds;
import dev.flexgate.planning.Grounds.Constraint;
import dev.flexgate.planning.Grounds.Flip;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.Replayed;
import dev.flexgate.rewrite.Rewriting;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TrackedJob;
import io.vertx.ext.web.Router;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /explain/{job}?plan=V}: why this, why not that. */
public final class ExplainPages {

    private final DeskRooms rooms;

    ExplainPages(DeskRooms rooms) {
        this.rooms = rooms;
    }

    void addTo(Router router, Pages pages) {
        router.get("/explain/:jobId").handler(pages.show(visit -> explain(visit, Optional.empty())));
        router.post("/explain/:jobId").handler(pages.show(this::replay));
    }

    /**
     * Why a plan put a job where it is.
     *
     * @param leafHash of the audit record, in hexadecimal; empty until it is in the log
     * @param turns of the agents; empty where the transcript is not kept
     * @param replayed what a replay has just shown
     * @param canRewrite whether there is somebody to retell it
     * @param rewritten what came of asking for that
     */
    public record ExplainPage(
            Job job,
            Plan plan,
            boolean stands,
            Mark mark,
            Grounds grounds,
            Optional<String> leafHash,
            List<CandidateLine> candidates,
            Optional<TranscriptTurns> turns,
            List<ConstraintLine> constraints,
            List<FlipLine> flips,
            Optional<HindsightLine> hindsight,
            Optional<Replayed> replayed,
            boolean canRewrite,
            Optional<Rewriting.Told> rewritten,
            Times times) {

        ExplainPage with(Optional<Rewriting.Told> told) {
            return new ExplainPage(
                    job,
                    plan,
                    stands,
                    mark,
                    grounds,
                    leafHash,
                    candidates,
                    turns,
                    constraints,
                    flips,
                    hindsight,
                    replayed,
                    canRewrite,
                    told,
                    times);
        }
    }

    /** One candidate. */
    public record CandidateLine(
            Candidate candidate,
            String kind,
            String when,
            String site,
            String money,
            String moneyBand,
            String carbon,
            String carbonBand,
            String total,
            String slack,
            String headroom,
            String obligations,
            String why) {}

    /** One constraint. */
    public record ConstraintLine(String name, String limit, String used, String left, boolean binding, String price) {}

    /** One thing that would change the choice. */
    public record FlipLine(String what, String by, String then) {}

    /** How it turned out. */
    public record HindsightLine(
            String carbon, String promised, boolean inBand, String regret, Optional<PaidLine> money) {}

    /** What it cost. */
    public record PaidLine(String cost, String promised, boolean inBand, String regret) {}

    private View explain(Visit visit, Optional<Replayed> replayed) {
        JobId id = JobId.of(visit.path("jobId"));
        Optional<Plan> plan = plan(visit);
        Optional<TrackedJob> job = rooms.jobs()
                .find(id)
                .filter(each ->
                        Caller.of(visit.context()).sees(each.job().tenant().value()));
        if (plan.isEmpty() || job.isEmpty()) {
            return View.notFound("No such job or no such plan.");
        }
        Optional<Grounds> grounds = rooms.planning().grounds(plan.get().version(), id);
        if (grounds.isEmpty()) {
            return View.notFound(
                    "Plan " + plan.get().version() + " does not know this job: it came later, or was over.");
        }
        ExplainPage bare = page(job.get().job(), plan.get(), grounds.get(), replayed);
        ExplainPage page = bare.with(rewritten(visit, bare));
        return switch (visit.form()) {
            case HTML ->
                View.page(
                        Section.JOBS, "Why " + job.get().job().name() + " runs when it runs", "page/explain.jte", page);
            case JSON ->
                new View.Written(
                        "application/json; charset=utf-8", ExplainJson.of(page).toPrettyString() + "\n");
            case TEXT -> new View.Written("text/plain; charset=utf-8", ExplainText.of(page));
        };
    }

    /** Only whoever asks for it: the facts leave the gateway for that. */
    private Optional<Rewriting.Told> rewritten(Visit visit, ExplainPage page) {
        boolean asked = visit.query("rewrite").filter("true"::equals).isPresent();
        return asked ? rooms.rewriting().map(each -> each.told(ExplainText.facts(page))) : Optional.empty();
    }

    private Optional<Plan> plan(Visit visit) {
        Optional<String> version = visit.query("plan").or(() -> visit.field("plan"));
        return version.isPresent()
                ? rooms.planning().find(PlanPages.number(version.get()))
                : rooms.planning().standing();
    }

    private View replay(Visit visit) {
        Optional<Replayed> replayed =
                plan(visit).flatMap(plan -> rooms.planning().replay(plan.id()));
        return explain(visit, replayed);
    }

    private ExplainPage page(Job job, Plan plan, Grounds grounds, Optional<Replayed> replayed) {
        Map<SiteId, String> sites = rooms.siteNames();
        return new ExplainPage(
                job,
                plan,
                rooms.planning().standing().filter(plan::equals).isPresent(),
                JobPages.mark(plan.quality(), plan.asOf()),
                grounds,
                rooms.log()
                        .find(grounds.record())
                        .map(each -> Merkle.leafHash(each.jws()).hex()),
                grounds.candidates().stream().map(each -> line(each, sites)).toList(),
                rooms.planning()
                        .transcript(plan.version())
                        .flatMap(bytes -> TranscriptTurns.of(bytes, plan, job, grounds, sites, rooms.times())),
                grounds.constraints().stream().map(each -> line(each, sites)).toList(),
                flips(grounds, sites),
                grounds.hindsight().map(ExplainPages::line),
                replayed,
                rooms.rewriting().isPresent(),
                Optional.empty(),
                rooms.times());
    }

    private CandidateLine line(Candidate candidate, Map<SiteId, String> sites) {
        Times times = rooms.times();
        return new CandidateLine(
                candidate,
                Words.kind(candidate),
                Words.runs(candidate.runs(), times),
                sites.getOrDefault(candidate.site(), candidate.site().value()),
                Amount.money(candidate.money().p50()),
                Words.moneyBand(candidate.money()),
                Words.kilograms(candidate.carbon().p50()),
                Words.band(candidate.carbon()),
                Amount.money(candidate.total()),
                Words.slack(candidate.slack()),
                Words.power(candidate.headroom()),
                Words.obligations(candidate.obligations()),
                Words.verdict(candidate.verdict(), sites, times));
    }

    private ConstraintLine line(Constraint constraint, Map<SiteId, String> sites) {
        Times times = rooms.times();
        return switch (constraint) {
            case Constraint.Room room ->
                new ConstraintLine(
                        "Power at "
                                + sites.getOrDefault(room.site(), room.site().value()) + ", "
                                + Words.under(room.by()) + ", " + times.utcSpan(room.at()) + " UTC",
                        Words.power(room.limit()),
                        Words.power(room.used()),
                        Words.power(room.limit().minus(room.used())),
                        room.isBinding(),
                        "one more kWh of IT energy is worth " + Amount.perKilowattHour(room.price()) + " "
                                + Amount.priceUnit(room.price().currency()));
            case Constraint.Deadline deadline ->
                new ConstraintLine(
                        "Deadline",
                        times.utc(deadline.limit()) + " UTC",
                        times.utc(deadline.end()) + " UTC",
                        Words.slack(deadline.slack()),
                        deadline.isBinding(),
                        "");
            case Constraint.Carbon carbon ->
                new ConstraintLine(
                        "Carbon cap of the operator, all jobs together",
                        Words.kilograms(carbon.limit()) + " kg CO₂e",
                        Words.kilograms(carbon.used()) + " kg CO₂e",
                        Words.kilograms(carbon.limit().minus(carbon.used())) + " kg CO₂e",
                        carbon.isBinding(),
                        "one more tonne is worth " + Amount.money(carbon.perTonne()));
            case Constraint.Limit limit ->
                new ConstraintLine(
                        "Limit of a policy: " + limit.name(),
                        Words.amount(limit, limit.most()),
                        Words.amount(limit, limit.used()),
                        Words.amount(limit, limit.left()),
                        limit.isBinding(),
                        "one more " + Words.unit(limit) + " is worth " + Amount.money(limit.oneMore()));
            case Constraint.Residency residency ->
                new ConstraintLine(
                        "Where it may run",
                        String.join(
                                ", ",
                                residency.allowed().stream()
                                        .map(each -> sites.getOrDefault(each, each.value()))
                                        .toList()),
                        "",
                        residency.closed().isEmpty()
                                ? "no site is closed to it"
                                : residency.closed().size() == 1
                                        ? "1 site is closed to it"
                                        : residency.closed().size() + " sites are closed to it",
                        residency.isBinding(),
                        "");
        };
    }

    private List<FlipLine> flips(Grounds grounds, Map<SiteId, String> sites) {
        List<FlipLine> lines = new ArrayList<>();
        for (Flip flip : grounds.flips()) {
            lines.add(
                    switch (flip) {
                        case Flip.Price price ->
                            new FlipLine(
                                    "Energy in the chosen half-hours dearer by",
                                    Amount.perKilowattHour(price.rise()) + " "
                                            + Amount.priceUnit(price.rise().currency()),
                                    instead(price.instead(), sites));
                        case Flip.Intensity intensity ->
                            new FlipLine(
                                    "Carbon in the chosen half-hours higher by",
                                    Amount.grams(intensity.rise()) + " gCO₂e/kWh",
                                    instead(intensity.instead(), sites));
                        case Flip.CarbonWorth worth ->
                            new FlipLine(
                                    "A tonne of CO₂e, worth " + Amount.money(worth.from()) + " now, worth",
                                    Amount.money(worth.to()),
                                    instead(worth.instead(), sites));
                        case Flip.Deadline deadline ->
                            new FlipLine(
                                    "A deadline earlier by more than",
                                    Words.slack(deadline.earlier()),
                                    "the choice no longer holds");
                        case Flip.Room room ->
                            new FlipLine(
                                    "More room at "
                                            + sites.getOrDefault(
                                                    room.site(), room.site().value()),
                                    Words.power(room.more()),
                                    instead(room.instead(), sites) + ", " + Words.exact(room.saves()) + " cheaper");
                    });
        }
        return lines;
    }

    private String instead(Candidate candidate, Map<SiteId, String> sites) {
        return rooms.times().utc(candidate.start()) + " UTC at "
                + sites.getOrDefault(candidate.site(), candidate.site().value());
    }

    private static HindsightLine line(Grounds.Hindsight hindsight) {
        return new HindsightLine(
                Words.kilograms(hindsight.carbon()),
                Words.band(hindsight.promised()),
                hindsight.inBand(),
                Words.kilograms(hindsight.regret()),
                hindsight
                        .money()
                        .map(paid -> new PaidLine(
                                Amount.money(paid.cost()),
                                Words.moneyBand(paid.promised()),
                                paid.inBand(),
                                Amount.money(paid.regret()))));
    }
}
