package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.planning.Applying;
import dev.flexgate.planning.Change;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.Planning;
import dev.flexgate.planning.Proposal;
import dev.flexgate.planning.ProposalId;
import dev.flexgate.planning.ProposalRequest;
import dev.flexgate.planning.Weighed;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** Plans that do not stand: {@code /plans/proposals}, and the way back to one that stood. */
final class ProposalPages {

    private static final String ONE = "/plans/proposals/(?<proposalId>[^/:]+)";
    private static final ProposalId LAST = new ProposalId(new UUID(-1, -1));
    private static final String WEIGHED = Weighed.class.getName();

    private final Planning planning;
    private final InstantSource clock;

    ProposalPages(Planning planning, InstantSource clock) {
        this.planning = planning;
        this.clock = clock;
    }

    void addTo(Router router, Answers answers) {
        router.get("/plans/proposals").handler(answers.to(this::list));
        router.post("/plans/proposals")
                .handler(answers.onceOnPlan(weighing(ProposalForm::read), this::propose, () -> {}));
        router.getWithRegex(ONE).handler(answers.to(this::find));
        router.postWithRegex(ONE + ":apply").handler(answers.onceOnPlan(_ -> {}, this::apply, planning::refresh));
        router.postWithRegex(ONE + ":withdraw").handler(answers.once(this::withdraw));
        router.postWithRegex("/plans/(?<version>[^/:]+):rollback")
                .handler(answers.onceOnPlan(weighing(ProposalPages::rollBack), this::rolledBack, planning::refresh));
    }

    private Answer list(RoutingContext context) {
        Page page = Page.of(context);
        ProposalId before = page.after().isEmpty() ? LAST : ProposalId.of(page.after());
        List<Proposal> found = planning.proposals(before, page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("proposals");
        found.forEach(each -> list.add(ProposalJson.head(each, clock.instant(), standing())));
        if (found.size() == Math.min(page.limit(), Planning.PROPOSALS_MAX)) {
            body.put("next", found.getLast().id().toString());
        }
        return new Answer.Found(body);
    }

    private Answer find(RoutingContext context) {
        return planning.proposal(id(context))
                .<Answer>map(found -> new Answer.Found(whole(found)))
                .orElseGet(() -> Answer.notFound("no proposal has this id"));
    }

    private ObjectNode whole(Proposal proposal) {
        return ProposalJson.whole(proposal, planning.diff(proposal.id()), clock.instant(), standing());
    }

    private Answer propose(RoutingContext context, Tx tx) {
        Proposal proposal = planning.propose(tx, weighed(context));
        return new Answer.Created("/api/v1/plans/proposals/" + proposal.id(), whole(proposal));
    }

    private Answer apply(RoutingContext context, Tx tx) {
        var applying = new Applying(expected(context), Caller.of(context).keyId(), reason(context), "proposal applied");
        return stands(planning.apply(tx, id(context), applying));
    }

    private Answer withdraw(RoutingContext context, Tx tx) {
        Proposal proposal =
                planning.withdraw(tx, id(context), Caller.of(context).keyId());
        return new Answer.Found(ProposalJson.head(proposal, clock.instant(), standing()));
    }

    /** Proposed and applied in one: whoever wants to look first proposes it with {@code rollBackTo}. */
    private Answer rolledBack(RoutingContext context, Tx tx) {
        long expected = expected(context);
        Proposal proposal = planning.propose(tx, weighed(context));
        String cause = "rolled back to plan " + Page.path(context, "version");
        var applying = new Applying(
                expected, Caller.of(context).keyId(), proposal.wish().reason(), cause);
        return stands(planning.apply(tx, proposal.id(), applying));
    }

    private static Answer stands(Plan plan) {
        return new Answer.Done(
                200,
                PlanJson.json(plan),
                Map.of("ETag", WorkPages.etag(plan.version()), "Location", "/api/v1/plans/" + plan.version()));
    }

    private static ProposalRequest rollBack(RoutingContext context) {
        long version = WorkPages.number(Page.path(context, "version"), "a version");
        boolean partly =
                Page.parameter(context, "partly").filter("true"::equals).isPresent();
        return new ProposalRequest(
                reason(context),
                List.of(new Change.RollBack(version, partly)),
                ProposalRequest.LASTS,
                Caller.of(context).keyId());
    }

    private static String reason(RoutingContext context) {
        return Page.parameter(context, "reason").orElse("");
    }

    /**
     * Negotiates before the transaction. What goes wrong is told inside it: whoever only repeats a request must hear
     * the first answer, whatever would come of asking anew.
     */
    private Consumer<RoutingContext> weighing(Function<RoutingContext, ProposalRequest> form) {
        return context -> {
            try {
                context.put(WEIGHED, planning.weigh(form.apply(context)));
            } catch (RuntimeException refused) {
                context.put(WEIGHED, refused);
            }
        };
    }

    private static Weighed weighed(RoutingContext context) {
        Object weighed = context.get(WEIGHED);
        if (weighed instanceof RuntimeException refused) {
            throw refused;
        }
        return (Weighed) Objects.requireNonNull(weighed, "weighed before the transaction");
    }

    /** The version that the caller believes to stand. */
    private static long expected(RoutingContext context) {
        return IfMatch.version(context, "GET /api/v1/plan");
    }

    private static ProposalId id(RoutingContext context) {
        return ProposalId.of(Page.path(context, "proposalId"));
    }

    private long standing() {
        return planning.standing().map(Plan::version).orElse(0L);
    }
}
