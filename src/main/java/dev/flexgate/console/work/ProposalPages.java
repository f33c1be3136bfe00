package dev.flexgate.console.work;

import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.planning.Adjustment;
import dev.flexgate.planning.Applying;
import dev.flexgate.planning.Approval;
import dev.flexgate.planning.Cause;
import dev.flexgate.planning.Change;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.planning.Proposal;
import dev.flexgate.planning.ProposalId;
import dev.flexgate.planning.ProposalRequest;
import dev.flexgate.planning.VersionedApproval;
import dev.flexgate.planning.Weighed;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.wire.ProblemException;
import dev.flexgate.workload.JobFilter;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** {@code /plans/proposals}: plans that do not stand, and what it takes to let one stand. */
public final class ProposalPages {

    private static final int PAGE = 20;
    private static final int JOBS_OFFERED_MAX = 200;
    private static final ProposalId LAST = new ProposalId(new UUID(-1, -1));

    private final DeskRooms rooms;

    ProposalPages(DeskRooms rooms) {
        this.rooms = rooms;
    }

    void addTo(Router router, Pages pages) {
        router.get("/plans/proposals").handler(pages.show(visit -> list(visit, Optional.empty(), 200)));
        router.post("/plans/proposals").handler(pages.show(this::propose));
        router.post("/plans/approval").handler(pages.show(this::approve));
        router.get("/plans/proposals/:proposalId").handler(pages.show(visit -> one(visit, Optional.empty(), 200)));
        router.post("/plans/proposals/:proposalId/apply").handler(pages.show(this::apply));
        router.post("/plans/proposals/:proposalId/withdraw").handler(pages.show(this::withdraw));
    }

    /**
     * Proposals, the newest first, and a form for another.
     *
     * @param waiting those that a person has to say yes or no to
     * @param approval which plans wait
     * @param mayApply whether the reader may say yes, and which plans wait
     * @param inForce what holds of what was asked
     * @param fault why the last was refused
     */
    public record ProposalList(
            List<Line> proposals,
            List<Line> waiting,
            VersionedApproval approval,
            boolean mayApply,
            List<String> inForce,
            List<Site> sites,
            List<Choice> jobs,
            Optional<String> fault,
            Times times) {}

    /** One in the list. */
    public record Line(Proposal proposal, String state, String css) {}

    /** Something to pick. */
    public record Choice(String id, String name) {}

    /**
     * One proposal.
     *
     * @param view what it would change; empty where the plan that it follows is forgotten
     * @param standing version of the plan that stands
     * @param mayApply whether the reader may let it stand
     */
    public record ProposalPage(
            Proposal proposal,
            String state,
            String css,
            Optional<DiffView> view,
            List<String> adjustments,
            String gap,
            long standing,
            boolean mayApply,
            Optional<String> fault,
            Times times) {}

    private View list(Visit visit, Optional<String> fault, int status) {
        long standing = standing();
        List<Line> lines = rooms.planning().proposals(LAST, PAGE).stream()
                .map(each -> line(each, visit.now(), standing))
                .toList();
        List<Choice> jobs = rooms
                .jobs()
                .page(
                        new JobFilter(List.of(), List.of("QUEUED", "PLACED", "RUNNING", "DEFERRED")),
                        new JobId(new UUID(0, 0)),
                        JOBS_OFFERED_MAX)
                .stream()
                .map(each -> new Choice(each.job().id().toString(), each.job().name()))
                .toList();
        var page = new ProposalList(
                lines,
                lines.stream()
                        .filter(each -> each.proposal().waitsAt(visit.now(), standing))
                        .toList(),
                rooms.planning().approval(),
                Caller.of(visit.context()).may(Scope.PLANS_APPLY),
                inForce(),
                rooms.sites().all(),
                jobs,
                fault,
                rooms.times());
        return new View.Shown(status, Section.PLANS, "Proposed plans", "page/proposals.jte", page);
    }

    /** The causes that make a plan wait, for people. */
    public static String words(Cause cause) {
        return switch (cause) {
            case START -> "the first plan";
            case JOBS -> "a job came, or jobs changed";
            case FORECAST -> "a forecast says something else";
            case SALES -> "capacity was sold or given back";
            case PROMISES -> "a grid operator's order was given back";
            case POLICIES -> "a policy changed";
            case SITES -> "sites changed";
            case SETTINGS -> "settings of planning changed";
            case TIME -> "a half-hour began";
            case RELEASED -> "plans wait for nobody any more";
        };
    }

    private static Line line(Proposal proposal, Instant now, long standing) {
        String state = proposal.stateAt(now, standing);
        return new Line(proposal, state.toLowerCase(Locale.ROOT), css(state));
    }

    private static String css(String state) {
        return switch (state) {
            case "OPEN" -> "live";
            case "APPLIED" -> "good";
            case "STALE", "EXPIRED" -> "watch";
            default -> "";
        };
    }

    private View propose(Visit visit) {
        try {
            Weighed weighed = rooms.planning().weigh(request(visit));
            Proposal proposal =
                    rooms.database().inTransaction(tx -> rooms.planning().propose(tx, weighed));
            return new View.Moved("/plans/proposals/" + proposal.id());
        } catch (ProblemException refused) {
            return list(
                    visit,
                    Optional.of(
                            refused.problem().title() + ": " + refused.problem().detail()),
                    refused.problem().status());
        } catch (IllegalArgumentException unusable) {
            return list(visit, Optional.of(String.valueOf(unusable.getMessage())), 422);
        }
    }

    /** Sets which plans wait for a person, unless somebody else has since the page was read. */
    private View approve(Visit visit) {
        try {
            long expected = Long.parseLong(visit.required("version"));
            Approval approval = approval(visit);
            String by = Caller.of(visit.context()).keyId();
            boolean set = rooms.database()
                    .inTransaction(tx -> rooms.planning().approve(tx, approval, expected, by))
                    .isPresent();
            return set
                    ? new View.Moved("/plans/proposals")
                    : list(visit, Optional.of("Somebody else has set it meanwhile: look again."), 412);
        } catch (IllegalArgumentException unusable) {
            return list(visit, Optional.of(String.valueOf(unusable.getMessage())), 422);
        }
    }

    private static Approval approval(Visit visit) {
        Set<Cause> causes = EnumSet.noneOf(Cause.class);
        Approval.CAUSES.stream()
                .filter(each -> visit.field(each.name()).isPresent())
                .forEach(causes::add);
        boolean manual = visit.field("manual").isPresent();
        return new Approval(
                manual ? Approval.Mode.MANUAL : Approval.Mode.AUTOMATIC,
                manual ? causes : Approval.CAUSES,
                visit.field("site").map(site -> Set.of(new SiteId(site))).orElse(Set.of()),
                Duration.ofMinutes(Long.parseLong(visit.required("minutes"))));
    }

    private ProposalRequest request(Visit visit) {
        List<Change> changes = new ArrayList<>();
        visit.field("releaseAll").ifPresent(_ -> changes.add(new Change.ReleaseAll()));
        visit.field("rollBackTo")
                .map(PlanPages::number)
                .ifPresent(version -> changes.add(
                        new Change.RollBack(version, visit.field("partly").isPresent())));
        visit.field("carbonPerTonne").ifPresent(text -> changes.add(carbonWorth(text)));
        visit.field("closedSite")
                .ifPresent(site -> changes.add(new Change.CloseSite(
                        new SiteId(site), new Interval(moment(visit, "closedFrom"), moment(visit, "closedUntil")))));
        visit.field("job").ifPresent(job -> changes.add(move(visit, JobId.of(job))));
        return new ProposalRequest(
                visit.field("reason").orElse(""),
                changes,
                ProposalRequest.LASTS,
                Caller.of(visit.context()).keyId());
    }

    private static Change carbonWorth(String text) {
        try {
            return new Change.CarbonWorth(Money.rounded(new BigDecimal(text), PlanningLimits.CURRENCY));
        } catch (NumberFormatException _) {
            throw new IllegalArgumentException("Worth of a tonne: write a number, such as 90");
        }
    }

    private static Change move(Visit visit, JobId job) {
        SiteId site = new SiteId(visit.required("jobSite"));
        return visit.field("jobStart").isEmpty()
                ? new Change.MoveToSite(job, site)
                : new Change.MoveToStart(job, site, moment(visit, "jobStart"));
    }

    private static Instant moment(Visit visit, String field) {
        try {
            return LocalDateTime.parse(visit.required(field)).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("write " + field + " as a date and a time in UTC");
        }
    }

    private View one(Visit visit, Optional<String> fault, int status) {
        Optional<Proposal> found = rooms.planning().proposal(id(visit));
        if (found.isEmpty()) {
            return View.notFound("No proposal has this id.");
        }
        Proposal proposal = found.get();
        String state = proposal.stateAt(visit.now(), standing());
        var page = new ProposalPage(
                proposal,
                state,
                css(state),
                view(proposal, visit.now()),
                words(proposal.plan().adjustments().all()),
                PlanPages.gap(proposal.plan().certificate()),
                standing(),
                Caller.of(visit.context()).may(Scope.PLANS_APPLY),
                fault,
                rooms.times());
        return new View.Shown(status, Section.PLANS, "Proposed plan", "page/proposal.jte", page);
    }

    private Optional<DiffView> view(Proposal proposal, Instant now) {
        try {
            Plan base = rooms.planning().find(proposal.base()).orElseThrow();
            Mark mark = JobPages.mark(base.quality(), proposal.term().madeAt());
            return Optional.of(
                    DiffView.of(rooms, rooms.planning().diff(proposal.id()), "This proposal", "", mark, now));
        } catch (ProblemException forgotten) {
            return Optional.empty();
        }
    }

    private View apply(Visit visit) {
        ProposalId id = id(visit);
        long expected = PlanPages.number(visit.required("expected"));
        var applying = new Applying(
                expected,
                Caller.of(visit.context()).keyId(),
                visit.field("reason").orElse(""),
                "proposal applied");
        try {
            Plan plan = rooms.database().inTransaction(tx -> rooms.planning().apply(tx, id, applying));
            rooms.planning().refresh();
            return new View.Moved("/plans/" + plan.version());
        } catch (ProblemException refused) {
            return one(
                    visit,
                    Optional.of(
                            refused.problem().title() + ": " + refused.problem().detail()),
                    refused.problem().status());
        }
    }

    private View withdraw(Visit visit) {
        ProposalId id = id(visit);
        String by = Caller.of(visit.context()).keyId();
        try {
            Proposal _ = rooms.database().inTransaction(tx -> rooms.planning().withdraw(tx, id, by));
            return new View.Moved("/plans/proposals/" + id);
        } catch (ProblemException refused) {
            return one(
                    visit,
                    Optional.of(refused.problem().detail()),
                    refused.problem().status());
        }
    }

    private static ProposalId id(Visit visit) {
        return ProposalId.of(visit.path("proposalId"));
    }

    private long standing() {
        return rooms.planning().standing().map(Plan::version).orElse(0L);
    }

    private List<String> inForce() {
        return words(rooms.planning().adjustments().all());
    }

    /** What was asked, in words. */
    private List<String> words(List<Adjustment> adjustments) {
        Map<SiteId, String> sites = rooms.siteNames();
        return adjustments.stream()
                .map(each -> switch (each) {
                    case Adjustment.CarbonWorth worth ->
                        "a tonne of CO₂e is worth " + worth.perTonne() + " to everybody until "
                                + rooms.times().utc(worth.until()) + " UTC";
                    case Adjustment.SiteClosed closed ->
                        sites.getOrDefault(closed.site(), closed.site().value()) + " is closed "
                                + rooms.times().utcSpan(closed.when()) + " UTC";
                    case Adjustment.JobAt at ->
                        name(at.job()) + " runs at "
                                + sites.getOrDefault(at.site(), at.site().value());
                    case Adjustment.JobPinned pinned ->
                        name(pinned.job()) + " runs " + Words.runs(pinned.runs(), rooms.times()) + " at "
                                + sites.getOrDefault(
                                        pinned.runs().getFirst().site(),
                                        pinned.runs().getFirst().site().value());
                })
                .limit(PlanPages.LINES_MAX)
                .toList();
    }

    private String name(JobId job) {
        return rooms.jobs().find(job).map(each -> each.job().name()).orElse(job.toString());
    }
}
