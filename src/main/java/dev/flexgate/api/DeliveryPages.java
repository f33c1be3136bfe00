package dev.flexgate.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.outbox.Attempt;
import dev.flexgate.outbox.DeadLetter;
import dev.flexgate.outbox.Interventions;
import dev.flexgate.outbox.Interventions.By;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OwedMessage;
import dev.flexgate.outbox.Standing;
import dev.flexgate.store.Database;
import dev.flexgate.webhook.Deliveries.Recovered;
import dev.flexgate.webhook.DeliveryId;
import dev.flexgate.webhook.Subscription;
import dev.flexgate.webhook.Webhooks;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * What became of deliveries, and what a person can do about it: a subscription's own under {@code /webhooks/ID}, and for
 * the operator everything that is owed to anybody under {@code /outbox}.
 */
final class DeliveryPages {

    private static final String ONE = "/webhooks/(?<id>whk_[0-9a-f]{32})";
    private static final String DELIVERY = ONE + "/deliveries/(?<delivery>msg_[0-9a-f]{32})";
    private static final int KEY_LENGTH_MAX = 100;

    private final Database database;
    private final Outbox outbox;
    private final Interventions interventions;
    private final Webhooks webhooks;
    private final InstantSource clock;

    DeliveryPages(
            Database database, Outbox outbox, Interventions interventions, Webhooks webhooks, InstantSource clock) {
        this.database = database;
        this.outbox = outbox;
        this.interventions = interventions;
        this.webhooks = webhooks;
        this.clock = clock;
    }

    void addTo(Router router, Answers answers) {
        router.getWithRegex(ONE + "/deliveries").handler(answers.to(this::list));
        router.getWithRegex(DELIVERY).handler(answers.to(this::one));
        router.postWithRegex(DELIVERY + ":resend").handler(answers.to(this::resend));
        router.postWithRegex(ONE + ":recover").handler(answers.to(this::recover));
        router.get("/outbox").handler(answers.to(_ -> standing()));
        router.get("/outbox/dead").handler(answers.to(this::dead));
        router.get("/outbox/messages/:message").handler(answers.to(this::message));
        router.postWithRegex("/outbox/messages/(?<message>[0-9a-f-]{36}):resend")
                .handler(answers.to(this::resendAny));
        router.postWithRegex("/outbox:recover").handler(answers.to(this::recoverAll));
        router.postWithRegex("/outbox:purge").handler(answers.to(this::purge));
        router.postWithRegex("/outbox:hold").handler(answers.to(context -> target(context, true)));
        router.postWithRegex("/outbox:open").handler(answers.to(context -> target(context, false)));
    }

    private Answer list(RoutingContext context) {
        Subscription subscription = WebhookPages.own(context, webhooks.subscriptions());
        Page page = Page.of(context);
        Optional<UUID> before = page.after().isEmpty()
                ? Optional.empty()
                : Optional.of(DeliveryId.parse(page.after()).value());
        List<OwedMessage> found = outbox.of(Webhooks.COURIER, subscription.id().toString(), before, page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("data");
        found.forEach(each -> list.add(json(each)));
        ObjectNode paging = body.putObject("page").put("limit", page.limit());
        if (found.size() == page.limit()) {
            paging.put("next", new DeliveryId(found.getLast().message().id()).toString());
        }
        return new Answer.Found(body);
    }

    private Answer one(RoutingContext context) {
        return new Answer.Found(whole(delivery(context)));
    }

    private OwedMessage delivery(RoutingContext context) {
        Subscription subscription = WebhookPages.own(context, webhooks.subscriptions());
        return outbox.find(DeliveryId.parse(Page.path(context, "delivery")).value())
                .filter(each -> each.message().courier().equals(Webhooks.COURIER)
                        && each.message().target().equals(subscription.id().toString()))
                .orElseThrow(() -> missing("there is no delivery of this id"));
    }

    private Answer resend(RoutingContext context) {
        return resend(delivery(context), by(context));
    }

    private Answer resendAny(RoutingContext context) {
        Caller.of(context).require(Scope.OPERATOR);
        return resend(owed(context), by(context));
    }

    private Answer resend(OwedMessage owed, By by) {
        UUID id = owed.message().id();
        return acting(() -> database.inTransaction(
                        tx -> interventions.resend(tx, id, clock.instant().plus(Interventions.LIFE), by))
                ? 1
                : 0);
    }

    /** Brings back what this subscription missed since a moment, dead or never promised. */
    private Answer recover(RoutingContext context) {
        Subscription subscription = WebhookPages.own(context, webhooks.subscriptions());
        Instant since = Told.of(context, Set.of("since")).moment("since");
        By by = by(context);
        var recovered = new AtomicReference<>(new Recovered(0, 0, true, since));
        Answer answer = acting(() -> database.inTransaction(tx ->
                interventions.once(tx, by, "recover", subscription.id() + " since " + since, () -> {
                    recovered.set(webhooks.deliveries().recover(tx, subscription, since));
                    return recovered.get().resent() + recovered.get().promised();
                })));
        if (answer instanceof Answer.Done(int status, ObjectNode body, Map<String, String> headers)) {
            body.put("resent", recovered.get().resent())
                    .put("promised", recovered.get().promised())
                    .put("complete", recovered.get().complete())
                    .put("until", recovered.get().until().toString());
            return new Answer.Done(status, body, headers);
        }
        return answer;
    }

    private Answer standing() {
        Standing standing = outbox.standing();
        return new Answer.Found(Json.object()
                .put("owed", standing.depth())
                .put("oldestAgeSeconds", standing.oldestAge().toSeconds())
                .put("dead", standing.dead()));
    }

    private Answer dead(RoutingContext context) {
        Page page = Page.of(context);
        Instant from = page.after().isEmpty() ? Instant.EPOCH : Page.time("after", page.after());
        List<DeadLetter> letters = outbox.dead(from, page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("data");
        letters.forEach(each -> list.addObject()
                .put("messageId", each.id().toString())
                .put("courier", each.courier())
                .put("target", each.target())
                .put("attempts", each.attempts())
                .put("note", each.note())
                .put("diedAt", each.diedAt().toString()));
        ObjectNode paging = body.putObject("page").put("limit", page.limit());
        if (letters.size() == page.limit()) {
            paging.put("next", letters.getLast().diedAt().toString());
        }
        return new Answer.Found(body);
    }

    private Answer message(RoutingContext context) {
        return new Answer.Found(whole(owed(context)));
    }

    private OwedMessage owed(RoutingContext context) {
        return outbox.find(UUID.fromString(Page.path(context, "message")))
                .orElseThrow(() -> missing("the outbox has no message of this id"));
    }

    private Answer recoverAll(RoutingContext context) {
        Told told = Told.of(context, Set.of("since", "courier"));
        Instant since = told.moment("since");
        By by = operator(context);
        return acting(() -> database.inTransaction(tx -> interventions.recover(
                tx, told.maybeText("courier"), since, clock.instant().plus(Interventions.LIFE), by)));
    }

    private Answer purge(RoutingContext context) {
        Told told = Told.of(context, Set.of("before", "courier"));
        Instant before = told.moment("before");
        By by = operator(context);
        return acting(
                () -> database.inTransaction(tx -> interventions.purge(tx, told.maybeText("courier"), before, by)));
    }

    private Answer target(RoutingContext context, boolean hold) {
        Told told = Told.of(context, Set.of("courier", "target"));
        String courier = told.text("courier");
        String target = told.text("target");
        By by = operator(context);
        return acting(() -> database.inTransaction(tx -> hold
                        ? interventions.hold(tx, courier, target, by)
                        : interventions.open(tx, courier, target, by))
                ? 1
                : 0);
    }

    private static By operator(RoutingContext context) {
        Caller.of(context).require(Scope.OPERATOR);
        return by(context);
    }

    private static By by(RoutingContext context) {
        Caller caller = Caller.of(context);
        String key = context.request().getHeader("Idempotency-Key");
        if (key == null || key.isBlank() || key.length() > KEY_LENGTH_MAX) {
            throw new ProblemException(Problem.of(
                    ProblemCode.IDEMPOTENCY_KEY_REQUIRED, "Idempotency-Key is needed, at most 100 characters"));
        }
        return new By(caller.keyId(), caller.tenant() + " " + key);
    }

    private static Answer acting(LongSupplier act) {
        try {
            return new Answer.Done(202, Json.object().put("affected", act.getAsLong()), Map.of());
        } catch (Interventions.KeyReusedException reused) {
            return new Answer.Refused(
                    Problem.of(ProblemCode.IDEMPOTENCY_KEY_REUSED, String.valueOf(reused.getMessage())));
        }
    }

    private static ProblemException missing(String detail) {
        return new ProblemException(Problem.of(ProblemCode.NOT_FOUND, detail));
    }

    private ObjectNode whole(OwedMessage owed) {
        ObjectNode json = json(owed);
        json.put("contentType", owed.message().contentType());
        json.put("body", new String(owed.message().body(), UTF_8));
        ArrayNode attempts = json.putArray("attemptList");
        outbox.attempts(owed.message().id()).forEach(each -> attempts.add(json(each)));
        return json;
    }

    private static ObjectNode json(OwedMessage owed) {
        boolean webhook = owed.message().courier().equals(Webhooks.COURIER);
        ObjectNode json = Json.object()
                .put("messageId", owed.message().id().toString())
                .put("courier", owed.message().courier())
                .put("target", owed.message().target())
                .put("state", owed.state().name())
                .put("attempts", owed.attempts())
                .put("createdAt", owed.createdAt().toString())
                .put("note", owed.note());
        if (webhook) {
            json.put("deliveryId", new DeliveryId(owed.message().id()).toString());
            json.put("type", owed.message().routing().path("type").asText());
        }
        owed.nextAt().ifPresent(next -> json.put("nextAt", next.toString()));
        owed.settledAt().ifPresent(settled -> json.put("settledAt", settled.toString()));
        return json;
    }

    private static ObjectNode json(Attempt attempt) {
        ObjectNode json = Json.object()
                .put("number", attempt.number())
                .put("startedAt", attempt.startedAt().toString())
                .put("result", attempt.result().name())
                .put("note", attempt.note());
        attempt.endedAt().ifPresent(ended -> json.put("endedAt", ended.toString()));
        attempt.nextAt().ifPresent(next -> json.put("nextAt", next.toString()));
        attempt.exchange()
                .ifPresent(exchange -> json.put("request", exchange.request())
                        .put("status", exchange.status())
                        .put("response", exchange.response()));
        return json;
    }
}
