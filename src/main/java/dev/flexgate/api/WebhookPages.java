package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.Jwks;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.Scope;
import dev.flexgate.news.EventGlob;
import dev.flexgate.news.EventTable;
import dev.flexgate.news.EventType;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.webhook.Secret;
import dev.flexgate.webhook.StandardWebhooks;
import dev.flexgate.webhook.Subscription;
import dev.flexgate.webhook.SubscriptionId;
import dev.flexgate.webhook.SubscriptionRefusedException;
import dev.flexgate.webhook.SubscriptionRequest;
import dev.flexgate.webhook.SubscriptionRequest.Change;
import dev.flexgate.webhook.SubscriptionRequest.Wanted;
import dev.flexgate.webhook.Subscriptions;
import dev.flexgate.webhook.Webhooks;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** Who wants to be told what: {@code /webhooks}, and the keys to check what is sent with. */
final class WebhookPages {

    private static final String ONE = "/webhooks/(?<id>whk_[0-9a-f]{32})";
    private static final SubscriptionId FIRST = new SubscriptionId(new UUID(0, 0));
    private static final Set<String> FIELDS = Set.of("url", "eventTypes", "description", "signing", "secret", "tenant");
    private static final Set<String> CHANGEABLE = Set.of("url", "eventTypes", "description");

    private final Database database;
    private final Webhooks webhooks;

    WebhookPages(Database database, Webhooks webhooks) {
        this.database = database;
        this.webhooks = webhooks;
    }

    void addTo(Router router, Answers answers) {
        router.get("/webhooks").handler(answers.to(this::list));
        router.post("/webhooks").handler(answers.onceIfKeyed(this::create, () -> {}));
        router.getWithRegex(ONE).handler(answers.to(context -> shown(own(context))));
        router.patchWithRegex(ONE).handler(answers.to(this::change));
        router.deleteWithRegex(ONE).handler(answers.to(this::delete));
        router.postWithRegex(ONE + ":rotate").handler(answers.onceIfKeyed(this::rotate, () -> {}));
        router.postWithRegex(ONE + ":example").handler(answers.to(this::example));
        router.postWithRegex(ONE + ":enable").handler(answers.to(step(subscriptions()::enable)));
        router.postWithRegex(ONE + ":pause").handler(answers.to(step(subscriptions()::pause)));
        router.postWithRegex("/webhook-keys:rotate").handler(answers.to(this::rotateKeys));
    }

    /** What anybody may know: our keys for deliveries. */
    void addWellKnownTo(Router router, Answers answers) {
        router.get("/webhook-keys").handler(answers.to(_ -> keys()));
    }

    private Subscriptions subscriptions() {
        return webhooks.subscriptions();
    }

    private Answer list(RoutingContext context) {
        Caller caller = Caller.of(context);
        Page page = Page.of(context);
        SubscriptionId after = page.after().isEmpty() ? FIRST : SubscriptionId.parse(page.after());
        List<Subscription> found =
                subscriptions().page(caller.isOperator() ? null : caller.tenant(), after, page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("data");
        found.forEach(each -> list.add(json(each)));
        ObjectNode paging = body.putObject("page").put("limit", page.limit());
        if (found.size() == page.limit()) {
            paging.put("next", found.getLast().id().toString());
        }
        return new Answer.Found(body);
    }

    private Answer create(RoutingContext context, Tx tx) {
        Caller caller = Caller.of(context);
        Told told = Told.of(context, FIELDS);
        String tenant = told.maybeText("tenant").orElse(caller.tenant());
        if (!caller.sees(tenant)) {
            throw Told.wrong("/tenant", "only the operator may act for another tenant");
        }
        var request = new SubscriptionRequest(
                tenant,
                told.text("url"),
                globs(told).orElseThrow(() -> Told.wrong("/eventTypes", "name the event types, or * for all")),
                told.maybeText("description").orElse(""),
                wanted(told));
        return refusing(() -> {
            Subscriptions.Made made = subscriptions().create(tx, request, caller.keyId());
            ObjectNode body = json(made.subscription());
            made.secret().ifPresent(secret -> body.put("secret", secret.text()));
            Map<String, String> headers = Map.of(
                    "Location", "/api/v1/webhooks/" + made.subscription().id(), "ETag", etag(made.subscription()));
            return toldOnce(new Answer.Done(201, body, headers), made);
        });
    }

    private static Wanted wanted(Told told) {
        Optional<String> secret = told.maybeText("secret");
        String signing = told.maybeText("signing").orElse(secret.isPresent() ? "v1" : "v1a");
        return switch (signing) {
            case "v1a" -> {
                if (secret.isPresent()) {
                    throw Told.wrong("/secret", "a secret goes with signing v1 alone");
                }
                yield new Wanted.None();
            }
            case "v1" -> secret.<Wanted>map(WebhookPages::theirs).orElseGet(Wanted.Ours::new);
            default -> throw Told.wrong("/signing", "write v1a (our public key) or v1 (a shared secret beside it)");
        };
    }

    private static Wanted theirs(String text) {
        try {
            return new Wanted.Theirs(Secret.parse(text));
        } catch (IllegalArgumentException fault) {
            throw Told.wrong("/secret", String.valueOf(fault.getMessage()));
        }
    }

    private static Optional<List<EventGlob>> globs(Told told) {
        return told.maybeTexts("eventTypes").map(texts -> {
            try {
                return texts.stream().distinct().map(EventGlob::new).toList();
            } catch (IllegalArgumentException fault) {
                throw Told.wrong("/eventTypes", fault.getMessage() + "; see GET /api/v1/event-types");
            }
        });
    }

    private Answer change(RoutingContext context) {
        Subscription old = own(context);
        Told told = Told.of(context, CHANGEABLE);
        long version = ifMatch(context);
        var change = new Change(told.maybeText("url"), globs(told), told.maybeText("description"));
        return changing(tx -> subscriptions()
                .change(tx, old.id(), version, change, Caller.of(context).keyId())
                .map(WebhookPages::shown)
                .orElseGet(WebhookPages::none));
    }

    private Answer delete(RoutingContext context) {
        Subscription old = own(context);
        return changing(
                tx -> subscriptions().delete(tx, old.id(), Caller.of(context).keyId())
                        ? new Answer.Done(204, Json.object(), Map.of())
                        : none());
    }

    private Answer rotate(RoutingContext context, Tx tx) {
        Subscription old = own(context);
        return refusing(() -> subscriptions()
                .rotate(tx, old.id(), Caller.of(context).keyId())
                .<Answer>map(made -> {
                    ObjectNode body = json(made.subscription());
                    made.secret().ifPresent(secret -> body.put("secret", secret.text()));
                    return toldOnce(new Answer.Done(200, body, Map.of("ETag", etag(made.subscription()))), made);
                })
                .orElseGet(WebhookPages::none));
    }

    private Answer example(RoutingContext context) {
        Subscription subscription = own(context);
        Told told = Told.of(context, Set.of("type"));
        EventType type = told.maybeText("type")
                .map(name -> EventTable.types().stream()
                        .filter(each -> each.name().equals(name))
                        .findFirst()
                        .orElseThrow(() -> Told.wrong("/type", "no such event type; see GET /api/v1/event-types")))
                .orElseGet(() -> EventTable.types().getFirst());
        return changing(tx -> new Answer.Done(
                202,
                Json.object()
                        .put(
                                "deliveryId",
                                webhooks.deliveries()
                                        .example(tx, subscription, type)
                                        .toString())
                        .put("type", type.name()),
                Map.of()));
    }

    /** A step of a subscription that needs nothing but a name. */
    private interface Step {
        Optional<Subscription> take(Tx tx, SubscriptionId id, String by);
    }

    private Function<RoutingContext, Answer> step(Step step) {
        return context -> {
            Subscription old = own(context);
            return changing(tx -> step.take(tx, old.id(), Caller.of(context).keyId())
                    .map(WebhookPages::shown)
                    .orElseGet(WebhookPages::none));
        };
    }

    private Answer rotateKeys(RoutingContext context) {
        Caller caller = Caller.of(context);
        caller.require(Scope.ADMIN);
        database.doInTransaction(tx -> webhooks.keys().rotate(tx, caller.keyId()));
        return keys();
    }

    private Answer keys() {
        ArrayNode keys = Json.array();
        webhooks.keys().published().forEach(key -> keys.add(Jwks.jwk(key).put("whpk", StandardWebhooks.text(key))));
        return new Answer.Found(Json.object().set("keys", keys));
    }

    /** What belongs to another tenant looks the same as what does not exist. */
    private Subscription own(RoutingContext context) {
        return own(context, subscriptions());
    }

    static Subscription own(RoutingContext context, Subscriptions subscriptions) {
        return subscriptions
                .find(SubscriptionId.parse(Page.path(context, "id")))
                .filter(each -> Caller.of(context).sees(each.tenant()))
                .orElseThrow(() -> new ProblemException(
                        Problem.of(ProblemCode.NOT_FOUND, "there is no webhook subscription of this id")));
    }

    private static long ifMatch(RoutingContext context) {
        String header = context.request().getHeader("If-Match");
        if (header == null) {
            throw new ProblemException(Problem.of(ProblemCode.VERSION_REQUIRED, "If-Match is needed"));
        }
        if (!header.matches("\"\\d{1,18}\"")) {
            throw new ProblemException(Problem.of(ProblemCode.VERSION_STALE, "If-Match is not an ETag of this"));
        }
        return Long.parseLong(header.substring(1, header.length() - 1));
    }

    /** An answer without a secret of ours may be given again as it is. */
    private static Answer toldOnce(Answer told, Subscriptions.Made made) {
        String id = made.subscription().id().toString();
        return made.secret().isEmpty()
                ? told
                : new Answer.ToldOnce(
                        told,
                        Problem.of(
                                        ProblemCode.SECRET_TOLD_ONCE,
                                        "subscription " + id + " holds what the first request did")
                                .with("resource", "/api/v1/webhooks/" + id)
                                .with("rotate", "POST /api/v1/webhooks/" + id + ":rotate"));
    }

    private Answer changing(Function<Tx, Answer> work) {
        return refusing(() -> database.inTransaction(work));
    }

    private static Answer refusing(Supplier<Answer> work) {
        try {
            return work.get();
        } catch (SubscriptionRefusedException refused) {
            ProblemCode code = switch (refused.reason()) {
                case INVALID -> ProblemCode.WEBHOOK_REFUSED;
                case TOO_MANY -> ProblemCode.WEBHOOK_LIMIT;
                case STALE -> ProblemCode.VERSION_STALE;
                case CONFLICT -> ProblemCode.WEBHOOK_CONFLICT;
            };
            String detail = String.valueOf(refused.getMessage());
            Problem problem = Problem.of(code, detail);
            return new Answer.Refused(
                    refused.field().isEmpty()
                            ? problem
                            : problem.with(
                                    "errors", List.of(Map.of("pointer", "/" + refused.field(), "detail", detail))));
        }
    }

    private static Answer none() {
        return new Answer.Refused(Problem.of(ProblemCode.NOT_FOUND, "there is no webhook subscription of this id"));
    }

    private static Answer shown(Subscription subscription) {
        return new Answer.Done(200, json(subscription), Map.of("ETag", etag(subscription)));
    }

    private static String etag(Subscription subscription) {
        return "\"" + subscription.version() + "\"";
    }

    private static ObjectNode json(Subscription subscription) {
        ObjectNode json = Json.object()
                .put("id", subscription.id().toString())
                .put("tenant", subscription.tenant())
                .put("url", subscription.url().toString());
        ArrayNode types = json.putArray("eventTypes");
        subscription.eventTypes().forEach(glob -> types.add(glob.text()));
        json.put("description", subscription.description());
        switch (subscription.signing()) {
            case Subscription.Signing.OurKey _ -> json.put("signing", "v1a");
            case Subscription.Signing.AndSecret both -> {
                json.put("signing", "v1");
                both.oldUntil().ifPresent(until -> json.put("oldSecretUntil", until.toString()));
            }
        }
        return json.put("state", subscription.state().name())
                .put("reason", subscription.reason())
                .put("version", subscription.version())
                .put("createdAt", subscription.createdAt().toString())
                .put("changedAt", subscription.changedAt().toString());
    }
}
