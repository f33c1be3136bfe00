package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.dispatch.DispatchId;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchRefusal;
import dev.flexgate.flexibility.dispatch.DispatchStep;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.flexibility.dispatch.SiteEnding;
import dev.flexgate.flexibility.dispatch.SiteRefusal;
import dev.flexgate.flexibility.dispatch.SiteReport;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Sites;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Instructions to the sites: {@code /dispatches}. A site's operator sees and answers those of its own sites. Answers
 * are safe to repeat by instruction and revision, so they need no Idempotency-Key.
 */
final class DispatchPages {

    private static final UUID NEWEST = new UUID(-1, -1);
    private static final int REPORTS_SHOWN = 100;
    private static final int REASON_LENGTH_MAX = 300;

    private final Database database;
    private final Dispatches dispatches;
    private final Sites sites;
    private final InstantSource clock;

    DispatchPages(Database database, Dispatches dispatches, Sites sites, InstantSource clock) {
        this.database = database;
        this.dispatches = dispatches;
        this.sites = sites;
        this.clock = clock;
    }

    void addTo(Router router, Answers answers) {
        router.get("/dispatches").handler(answers.to(this::page));
        router.getWithRegex("/dispatches/(?<dispatchId>[^/:]+)").handler(answers.to(this::one));
        post(router, answers, "acknowledge", this::acknowledge);
        post(router, answers, "refuse", this::refuse);
        post(router, answers, "report", this::report);
        post(router, answers, "cancel", (context, id) -> stop(context, id, dispatches::cancel));
        post(router, answers, "abort", (context, id) -> stop(context, id, dispatches::abort));
    }

    private void post(
            Router router, Answers answers, String verb, BiFunction<RoutingContext, DispatchId, Answer> effect) {
        router.postWithRegex("/dispatches/(?<dispatchId>[^/:]+):" + verb)
                .handler(answers.to(context -> visible(context)
                        .map(dispatch -> effect.apply(context, dispatch.id()))
                        .orElseGet(DispatchPages::unknown)));
    }

    private Answer page(RoutingContext context) {
        Page page = Page.of(context);
        UUID before = page.after().isEmpty() ? NEWEST : UUID.fromString(page.after());
        Optional<String> order = Page.parameter(context, "orderId");
        List<DispatchInstruction> found = order.map(UUID::fromString)
                .map(dispatches::ofOrder)
                .orElseGet(() -> dispatches.page(before, page.limit()));
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("dispatches");
        found.stream()
                .filter(dispatch -> sees(context, dispatch))
                .forEach(each -> list.add(DispatchJson.summary(each)));
        if (order.isEmpty() && found.size() == page.limit()) {
            body.put("next", found.getLast().id().toString());
        }
        return new Answer.Found(body);
    }

    private Answer one(RoutingContext context) {
        return visible(context).map(this::whole).orElseGet(DispatchPages::unknown);
    }

    private Answer whole(DispatchInstruction dispatch) {
        return new Answer.Found(DispatchJson.whole(
                dispatch,
                dispatches.history(dispatch.id()),
                dispatches.reports(dispatch.id(), REPORTS_SHOWN),
                dispatches.progress(dispatch.instruction())));
    }

    private Answer acknowledge(RoutingContext context, DispatchId id) {
        JsonForm form = JsonForm.of(context);
        Optional<Integer> revision = revision(form);
        form.complain();
        return taken(tx -> dispatches.acknowledged(tx, id, revision.orElseThrow(), List.of()));
    }

    private Answer refuse(RoutingContext context, DispatchId id) {
        JsonForm form = JsonForm.of(context);
        Optional<Integer> revision = revision(form);
        Optional<String> reason = reason(form);
        Optional<Boolean> retryable = form.optional("retryable", true, "false", DispatchPages::flag);
        form.complain();
        var why = new SiteRefusal(reason.orElseThrow(), !retryable.orElseThrow());
        return taken(tx -> dispatches.refused(tx, id, revision.orElseThrow(), why, List.of()));
    }

    /** What a site says while it is at it: what it draws, or that it has given up. */
    enum Running {
        RUNNING,
        FAILED,
        OVERRIDDEN
    }

    private Answer report(RoutingContext context, DispatchId id) {
        JsonForm form = JsonForm.of(context);
        Optional<Integer> revision = revision(form);
        Optional<Running> state = form.required("state", "\"RUNNING\"", JsonForm.oneOf(Running.class));
        if (state.filter(Running.RUNNING::equals).isPresent()) {
            Optional<Instant> at = form.required("measuredAt", "\"2026-03-10T16:05:00Z\"", JsonForm::moment);
            Optional<Power> power = form.required("facilityPowerW", "1800000", DispatchPages::power);
            form.complain();
            var report = new SiteReport(
                    revision.orElseThrow(),
                    clock.instant().truncatedTo(ChronoUnit.MICROS),
                    at.orElseThrow(),
                    power.orElseThrow());
            return reported(id, report);
        }
        Optional<String> reason = reason(form);
        form.complain();
        SiteEnding ending = state.orElseThrow() == Running.FAILED
                ? new SiteEnding.Failed(reason.orElseThrow())
                : new SiteEnding.Overridden(reason.orElseThrow());
        return taken(tx -> dispatches.ended(tx, id, revision.orElseThrow(), ending, List.of()));
    }

    private Answer reported(DispatchId id, SiteReport report) {
        boolean kept = database.inTransaction(tx -> dispatches.reported(tx, id, report));
        return kept
                ? new Answer.Found(Json.object().put("kept", true))
                : new Answer.Refused(Problem.of(
                        ProblemCode.DISPATCH_CONFLICT,
                        "the revision is not the newest, or there are as many reports as are kept"));
    }

    /** Takes an instruction back. */
    private interface Stopping {
        DispatchStep of(Tx tx, DispatchId id, String why, List<RecordId> causes);
    }

    private Answer stop(RoutingContext context, DispatchId id, Stopping stopping) {
        JsonForm form = JsonForm.of(context);
        Optional<String> reason = reason(form);
        form.complain();
        return taken(tx -> stopping.of(tx, id, reason.orElseThrow(), List.of()));
    }

    private Answer taken(Function<Tx, DispatchStep> step) {
        return switch (database.inTransaction(step)) {
            case DispatchStep.Taken taken -> new Answer.Found(DispatchJson.summary(taken.instruction()));
            case DispatchStep.Repeated repeated -> new Answer.Found(DispatchJson.summary(repeated.instruction()));
            case DispatchStep.Refused refused when refused.reason() == DispatchRefusal.INSTRUCTION_UNKNOWN -> unknown();
            case DispatchStep.Refused refused ->
                new Answer.Refused(Problem.of(ProblemCode.DISPATCH_CONFLICT, refused.detail())
                        .with("reason", refused.reason().name())
                        .with("recordId", refused.record().toString()));
        };
    }

    private Optional<DispatchInstruction> visible(RoutingContext context) {
        return dispatches
                .find(DispatchId.parse(Page.path(context, "dispatchId")))
                .filter(dispatch -> sees(context, dispatch));
    }

    private boolean sees(RoutingContext context, DispatchInstruction dispatch) {
        Caller caller = Caller.of(context);
        return caller.isOperator() || runs(caller, dispatch.instruction().site());
    }

    private boolean runs(Caller caller, SiteId site) {
        return sites.find(site)
                .filter(found -> caller.sees(found.operator().value()))
                .isPresent();
    }

    private static Answer unknown() {
        return Answer.notFound("no instruction has this id");
    }

    private static Optional<Integer> revision(JsonForm form) {
        return form.required("revision", "1", JsonForm::integer);
    }

    static Optional<String> reason(JsonForm form) {
        return form.required("reason", "\"cooling lost\"", value -> {
            String text = JsonForm.text(value);
            if (text.isBlank() || text.length() > REASON_LENGTH_MAX || text.matches("(?s).*\\p{Cntrl}.*")) {
                throw new IllegalArgumentException("must be 1 to " + REASON_LENGTH_MAX + " printable characters");
            }
            return text;
        });
    }

    private static boolean flag(JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("must be true or false");
        }
        return value.booleanValue();
    }

    private static Power power(JsonNode value) {
        long watts = JsonForm.number(value).longValueExact();
        if (watts < 0) {
            throw new IllegalArgumentException("must be 0 or more watts");
        }
        return new Power(watts);
    }
}
