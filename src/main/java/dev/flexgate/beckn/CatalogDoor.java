package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.LtsSharing;
import dev.flexgate.beckn.dialect.LtsSharing.Search;
import dev.flexgate.beckn.dialect.LtsSharing.Subscribe;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.share.Share;
import dev.flexgate.beckn.share.ShareLimits;
import dev.flexgate.wire.JsonLimits;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Where LTS asks about catalogues and is answered at once. Who asks is proved as everywhere, by a signature over the
 * body; a call without a body is signed over no bytes at all, as the official OpenAPI wants it.
 */
final class CatalogDoor implements AutoCloseable {

    private static final Pattern REQUEST_ID =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    private static final Pattern ITEM_ID = Pattern.compile("[a-zA-Z0-9_\\-:.]{1,255}");
    private static final String FILE = "catalogs.json";
    private static final int PAGE = 20;
    private static final int PAGE_MAX = 100;
    private static final int OFFSET_MAX = 10_000_000;

    private enum Fault {
        NOT_THE_SUBSCRIBER,
        NO_SUCH_SUBSCRIPTION,
        NO_SUCH_FILE,
        NOT_A_PARTY
    }

    private final BecknEdge edge;
    private final Admission admission;
    private final Dialect lts;
    private final Share share;
    private final int bodyBytes;
    private final Semaphore places;
    private final EmptyCalls empty;
    private final InstantSource clock;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("beckn-catalog-", 0).factory());

    CatalogDoor(
            BecknEdge edge,
            Admission admission,
            Share share,
            EmptyCalls empty,
            int bodyBytes,
            ShareLimits limits,
            InstantSource clock) {
        this.edge = edge;
        this.admission = admission;
        this.lts = admission.dialects().newest();
        this.share = share;
        this.bodyBytes = bodyBytes;
        this.places = new Semaphore(limits.inWork());
        this.empty = empty;
        this.clock = clock;
    }

    void addTo(Router router) {
        var body = BodyHandler.create(false).setBodyLimit(bodyBytes);
        router.post("/catalog/subscription").handler(body).handler(this::subscribe);
        router.get("/catalog/subscriptions").handler(this::list);
        router.get("/catalog/subscription/:id").handler(routing -> named(routing, share.desk()::find));
        router.delete("/catalog/subscription/:id").handler(routing -> named(routing, share.desk()::end));
        router.get("/catalog/pull/result/:id/:file").handler(this::file);
        router.post("/catalog/master/search").handler(body).handler(this::search);
        router.get("/catalog/master/schemaTypes")
                .handler(routing -> ask(
                        new Exchange(routing, "catalog/master/schemaTypes", new byte[0], lts),
                        sender -> Optional.of(share.desk().schemaTypes(party(sender))),
                        () -> unknown(ErrorCode.BIZ_NO_RESULTS_FOUND, Fault.NOT_A_PARTY)));
        router.get("/catalog/master/:item").handler(this::item);
    }

    private void subscribe(RoutingContext routing) {
        Exchange exchange = exchange(routing, LtsSharing.SUBSCRIPTION);
        ask(
                exchange,
                sender -> {
                    JsonNode json = read(exchange, sender);
                    Subscribe wish = LtsSharing.readSubscription(json);
                    admission.check(lts, wish.context(), sender);
                    ObjectNode answer = share.desk().subscribe(sender, wish, exchange.body);
                    share.syndicator().wake();
                    return Optional.of(answer);
                },
                () -> unknown(ErrorCode.BIZ_GENERIC_ERROR, Fault.NO_SUCH_SUBSCRIPTION));
    }

    private void search(RoutingContext routing) {
        Exchange exchange = exchange(routing, LtsSharing.SEARCH);
        ask(
                exchange,
                sender -> {
                    JsonNode json = read(exchange, sender);
                    Search search = LtsSharing.readSearch(json);
                    admission.check(lts, search.context(), sender);
                    return Optional.of(share.desk().search(sender, search));
                },
                () -> unknown(ErrorCode.BIZ_NO_RESULTS_FOUND, Fault.NOT_A_PARTY));
    }

    private Exchange exchange(RoutingContext routing, String word) {
        Buffer buffer = routing.body().buffer();
        return new Exchange(routing, word, buffer == null ? new byte[0] : buffer.getBytes(), lts);
    }

    private JsonNode read(Exchange exchange, Participant sender) {
        JsonNode json = EnvelopeRules.json(exchange.body, JsonLimits.DEFAULT);
        exchange.messageId = lts.messageId(json);
        Admission.checkSigner(lts, json.path("context"), sender);
        return json;
    }

    private void list(RoutingContext routing) {
        ask(
                new Exchange(routing, "catalog/subscriptions", new byte[0], lts),
                sender -> {
                    String asked = Optional.ofNullable(routing.request().getParam("subscriberId"))
                            .orElseThrow(() -> RefusedException.of(
                                            ErrorCode.SCH_REQUIRED_FIELD_MISSING, "subscriberId is missing")
                                    .at("subscriberId")
                                    .fix("send ?subscriberId= and your subscriber id"));
                    checkOwn(sender, asked);
                    int limit = number(routing, "limit", PAGE, 1, PAGE_MAX);
                    int offset = number(routing, "offset", 0, 0, OFFSET_MAX);
                    return Optional.of(share.desk().list(buyer(sender), limit, offset));
                },
                () -> unknown(ErrorCode.BIZ_GENERIC_ERROR, Fault.NO_SUCH_SUBSCRIPTION));
    }

    /** By its id or its address, as the OpenAPI has it; whose they are the signature tells. */
    private static void checkOwn(Participant sender, String asked) {
        boolean own = asked.equals(sender.subscriberId())
                || asked.equals(sender.url().toString())
                || asked.equals(sender.url() + "/");
        if (!own) {
            throw RefusedException.of(ErrorCode.AUT_UNAUTHORIZED_ACTION, "these subscriptions are not the sender's")
                    .reason(Fault.NOT_THE_SUBSCRIBER)
                    .at("subscriberId")
                    .fix("send the subscriber id, or the registered address, of who signs");
        }
    }

    private static int number(RoutingContext routing, String name, int unsaid, int least, int most) {
        String text = routing.request().getParam(name);
        if (text == null) {
            return unsaid;
        }
        if (text.matches("\\d{1,8}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, name + " is no number from " + least + " to " + most)
                .at(name)
                .fix("send such a number, or none");
    }

    /** Something of the sender's that a path names. */
    private interface ById {
        Optional<ObjectNode> answer(Participant sender, UUID id);
    }

    private void named(RoutingContext routing, ById answer) {
        String id = Objects.requireNonNull(routing.pathParam("id"));
        ask(
                new Exchange(routing, LtsSharing.SUBSCRIPTION, new byte[0], lts),
                sender -> {
                    if (!REQUEST_ID.matcher(id).matches()) {
                        throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, "the subscription id is no UUID")
                                .at("subscriptionId")
                                .fix("send the id of the subscription, in lower case");
                    }
                    return answer.answer(buyer(sender), UUID.fromString(id));
                },
                () -> unknown(ErrorCode.BIZ_GENERIC_ERROR, Fault.NO_SUCH_SUBSCRIPTION));
    }

    private void item(RoutingContext routing) {
        String id = Objects.requireNonNull(routing.pathParam("item"));
        ask(
                new Exchange(routing, "catalog/master", new byte[0], lts),
                sender -> {
                    if (!ITEM_ID.matcher(id).matches()) {
                        throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, "this is no id of an item")
                                .at("masterItemId")
                                .fix("send letters, digits and _ - : . alone");
                    }
                    return share.desk().item(party(sender), id);
                },
                () -> BecknError.of(ErrorCode.BIZ_ITEM_NOT_FOUND, "no item of this id is for sale")
                        .fix("search again"));
    }

    /** A path that names no file of ours is refused without a word, as the OpenAPI wants it. */
    private void file(RoutingContext routing) {
        String id = Objects.requireNonNull(routing.pathParam("id"));
        if (!REQUEST_ID.matcher(id).matches() || !FILE.equals(routing.pathParam("file"))) {
            routing.response().setStatusCode(400).end().onFailure(_ -> {});
            return;
        }
        var exchange = new Exchange(routing, "catalog/pull/result", new byte[0], lts);
        prove(exchange, sender -> share.desk().file(buyer(sender), UUID.fromString(id)), found -> {
            if (found.isPresent()) {
                edge.send(exchange, 200, found.get());
            } else {
                edge.refuse(exchange, 404, unknown(ErrorCode.BIZ_GENERIC_ERROR, Fault.NO_SUCH_FILE));
            }
        });
    }

    private static Participant buyer(Participant sender) {
        if (sender.role() != Role.BAP) {
            throw notAParty(sender, "subscribe and pull as a BAP");
        }
        return sender;
    }

    private static Participant party(Participant sender) {
        if (sender.role() == Role.BG) {
            throw notAParty(sender, "search as a BAP or a BPP");
        }
        return sender;
    }

    private static RefusedException notAParty(Participant sender, String fix) {
        return RefusedException.of(
                        ErrorCode.AUT_UNAUTHORIZED_ACTION, sender.subscriberId() + " is registered as " + sender.role())
                .reason(Fault.NOT_A_PARTY)
                .fix(fix);
    }

    private static BecknError unknown(ErrorCode code, Fault fault) {
        return BecknError.of(code, "there is none of this id that is yours")
                .with("reason", fault.name())
                .fix("send an id that you were given, as long as it is valid");
    }

    /** Proves who asks, and answers; what is not there is 404. */
    private void ask(
            Exchange exchange, Function<Participant, Optional<ObjectNode>> work, Supplier<BecknError> missing) {
        prove(exchange, work, answer -> {
            if (answer.isPresent()) {
                edge.send(exchange, 200, answer.get());
            } else {
                edge.refuse(exchange, 404, missing.get());
            }
        });
    }

    /** What is said goes back to the event loop that heard the question. */
    private <T> void prove(Exchange exchange, Function<Participant, T> work, java.util.function.Consumer<T> answer) {
        exchange.readIn(lts);
        Context loop = exchange.routing.vertx().getOrCreateContext();
        edge.authenticate(exchange)
                .onSuccess(sender -> {
                    if (!places.tryAcquire()) {
                        edge.refuse(
                                exchange,
                                RefusedException.of(ErrorCode.NET_OVERLOADED, "too many calls are being answered")
                                        .fix("send it again in a second"));
                        return;
                    }
                    threads.execute(() -> {
                        try {
                            checkEmpty(exchange);
                            T done = work.apply(sender);
                            loop.runOnContext(_ -> answer.accept(done));
                        } catch (RuntimeException refused) {
                            loop.runOnContext(_ -> edge.refuse(exchange, refused));
                        } finally {
                            places.release();
                        }
                    });
                })
                .onFailure(failure -> edge.refuse(exchange, failure));
    }

    private void checkEmpty(Exchange exchange) {
        if (exchange.body.length == 0) {
            HttpServerRequest request = exchange.routing.request();
            empty.check(
                    exchange.header().orElseThrow(),
                    !request.method().equals(HttpMethod.GET),
                    request.method().name() + " " + request.path(),
                    clock.instant());
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
