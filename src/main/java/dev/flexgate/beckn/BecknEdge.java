package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.dialect.LtsSharing;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.RegistryUnavailableException;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLines;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.Ed25519;
import dev.flexgate.store.Ids;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.LateAnswer;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.Source;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where messages of the network arrive: {@code POST /{action}}, from the bytes to the signed acknowledgement. Runs
 * on the event loop and never waits there. A message is acknowledged when it is kept, not when it is answered.
 *
 * <p>The steps are those of docs/explanation/life-of-a-message.md: sender, JSON, dialect, envelope, inbox, answer.
 * Each can refuse; a refusal is answered with its code, recorded once, and changes nothing else.
 */
final class BecknEdge {

    private static final Logger LOG = LoggerFactory.getLogger(BecknEdge.class);

    private static final String GATEWAY_HEADER = "X-Gateway-Authorization";

    /** The provider whose operations take hundreds of microseconds, too long for an event loop. */
    private static final String SLOW_PROVIDER = "SunEC";

    /** Words are those of some dialect: few. */
    private record Received(String word, Taken taken) {}

    private final BecknNode self;
    private final Admission admission;
    private final LearnedDigests digests;
    private final Owing owing;
    private final Signatures signatures;
    private final InboxBatch batch;
    private final InboxKeeper keeper;
    private final RefusalLog refusals;
    private final Ids ids;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Map<Received, Counter> received = new ConcurrentHashMap<>();
    private final Throttle throttle;
    private final Accents accents;
    private final int bodyBytes;

    BecknEdge(
            BecknNode self,
            Admission admission,
            LearnedDigests digests,
            InboxBatch batch,
            Owing owing,
            InboxKeeper keeper,
            RefusalLog refusals,
            BecknLimits limits,
            Ids ids,
            InstantSource clock,
            MeterRegistry meters) {
        this.self = self;
        this.admission = admission;
        this.digests = digests;
        this.owing = owing;
        this.signatures = new Signatures(clock, limits.signatures());
        this.batch = batch;
        this.keeper = keeper;
        this.refusals = refusals;
        this.ids = ids;
        this.clock = clock;
        this.meters = meters;
        this.throttle = new Throttle(limits.rates(), "provider", meters);
        this.accents =
                new Accents(admission.dialects()::having, admission.dialects().newest());
        this.bodyBytes = limits.bodyBytes();
    }

    /** Routes of one event loop. */
    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        var body = BodyHandler.create(false).setBodyLimit(bodyBytes);
        router.post("/:action")
                .handler(body)
                .handler(routing -> receive(routing, Objects.requireNonNull(routing.pathParam("action"))));
        router.post("/" + LtsSharing.PULL).handler(body).handler(routing -> receive(routing, LtsSharing.PULL));
        return router;
    }

    /**
     * Refuses a message of which the head alone was read.
     *
     * @param word of its path
     * @return whether it is refused; not where that is a matter of HTTP alone
     */
    boolean refuseUnread(RoutingContext routing, String word, Problem why) {
        Optional<RefusedException> refused = EnvelopeRules.unread(why);
        refused.ifPresent(each -> refuseUnread(routing, word, each, why.status()));
        return refused.isPresent();
    }

    private void refuseUnread(RoutingContext routing, String word, RefusedException refused, int status) {
        var exchange =
                new Exchange(routing, word, new byte[0], admission.dialects().newest());
        exchange.status = OptionalInt.of(status);
        try {
            claim(exchange);
        } catch (RefusedException _) {
            // Nobody is named whose dialect could be known, and there is no signature to sign for.
        }
        refuse(exchange, refused);
    }

    private void receive(RoutingContext routing, String word) {
        if (!admission.dialects().isRequest(word)) {
            routing.next(); // no business of ours
            return;
        }
        Buffer buffer = routing.body().buffer();
        byte[] body = buffer == null ? new byte[0] : buffer.getBytes();
        var exchange = new Exchange(routing, word, body, admission.dialects().newest());
        authenticate(exchange)
                .compose(sender -> batch.take(routing.vertx(), arrival(exchange, sender), exchange.bodyDigest()))
                .onSuccess(taken -> answer(exchange, taken))
                .onFailure(failure -> refuse(exchange, failure));
    }

    /** Who signed, once that is proved; nobody comes in more often than it may. */
    Future<Participant> authenticate(Exchange exchange) {
        LateAnswer.is(exchange.routing, () -> refuse(exchange, EnvelopeRules.late()));
        try {
            EnvelopeRules.checkRate(throttle.ofSource(Source.of(exchange.routing)), "this address sends");
            if (keeper.isFull()) {
                throw RefusedException.of(ErrorCode.NET_OVERLOADED, "too many messages wait for their answer")
                        .fix("send it again in a second");
            }
            SignatureHeader header = claim(exchange);
            String digest = exchange.routing.request().getHeader("Digest");
            if (digest != null) {
                Signatures.checkDigest(digest, exchange.bodyDigest());
            }
            Vertx vertx = exchange.routing.vertx();
            return gateway(exchange)
                    .compose(_ -> here(vertx, admission.lookup(header)))
                    .compose(lookup -> crypto(vertx, () -> Admission.sender(lookup, header, exchange.bodyDigest())))
                    .map(proved -> {
                        Participant sender = proved.participant();
                        exchange.noCallback = sender.noCallback();
                        exchange.digest = sender.digest().orElse(proved.digest());
                        digests.heard(sender.subscriberId(), proved.digest());
                        EnvelopeRules.checkRate(
                                throttle.ofSubscriber(sender.subscriberId()), sender.subscriberId() + " sends");
                        return sender;
                    });
        } catch (RefusedException refused) {
            return Future.failedFuture(refused);
        }
    }

    /** Who says that it has signed. */
    private static SignatureHeader claim(Exchange exchange) {
        String authorization =
                EnvelopeRules.authorization(exchange.routing.request().headers().getAll("Authorization"));
        SignatureHeader header = SignatureHeader.parse(authorization);
        exchange.claimedBy(header, authorization);
        return header;
    }

    /** A gateway that passed the message on signs it too, and both signatures must hold (BECKN-006). */
    private Future<?> gateway(Exchange exchange) {
        List<String> passed = exchange.routing.request().headers().getAll(GATEWAY_HEADER);
        if (passed.isEmpty()) {
            return Future.succeededFuture();
        }
        exchange.judgingGateway = true;
        if (passed.size() > 1) {
            throw RefusedException.of(ErrorCode.AUT_SIGNATURE_INVALID, "there is more than one " + GATEWAY_HEADER)
                    .fix("pass a message on once");
        }
        SignatureHeader header = SignatureHeader.parse(passed.getFirst());
        Vertx vertx = exchange.routing.vertx();
        return here(vertx, admission.lookup(header))
                .compose(lookup -> crypto(vertx, () -> Admission.gateway(lookup, header, exchange.bodyDigest())))
                .onSuccess(proved -> {
                    exchange.gateway = proved.subscriberId();
                    exchange.judgingGateway = false;
                });
    }

    /** What follows is of this event loop, wherever the registry's answer comes in. */
    private static <T> Future<T> here(Vertx vertx, Future<T> asked) {
        if (asked.isComplete()) {
            return asked;
        }
        Promise<T> back = Promise.promise();
        io.vertx.core.Context loop = vertx.getOrCreateContext();
        asked.onComplete(answer -> loop.runOnContext(_ -> {
            if (answer.succeeded()) {
                back.complete(answer.result());
            } else {
                back.fail(answer.cause());
            }
        }));
        return back.future();
    }

    /** Fast providers sign and verify where they are; the slow one is sent to a worker. */
    private static <T> Future<T> crypto(Vertx vertx, Callable<T> work) {
        if (Ed25519.provider().equals(SLOW_PROVIDER)) {
            return vertx.executeBlocking(work, false).map(Objects::requireNonNull);
        }
        try {
            return Future.succeededFuture(work.call());
        } catch (Exception refused) {
            return Future.failedFuture(refused);
        }
    }

    /** Other generations may have other words for it. */
    private static Action action(Dialect dialect, String word) {
        return dialect.action(word)
                .orElseThrow(() -> RefusedException.of(
                                ErrorCode.NET_NOT_IMPLEMENTED, word + " is no request of Beckn " + dialect.name())
                        .fix("send it in the words of that generation"));
    }

    private Arrival arrival(Exchange exchange, Participant sender) {
        JsonNode json = EnvelopeRules.json(exchange.body, JsonLimits.DEFAULT);
        exchange.readIn(admission.dialects().of(json, exchange.word));
        accents.heard(sender.subscriberId(), exchange.dialect);
        exchange.messageId = exchange.dialect.messageId(json);
        Admission.checkSigner(exchange.dialect, json.path("context"), sender);
        BecknMessage.Request request =
                admission.request(exchange.dialect, action(exchange.dialect, exchange.word), json);
        Context context = request.context();
        admission.check(exchange.dialect, context, sender);
        if (request instanceof BecknMessage.Pull pull) {
            exchange.requestId = Optional.of(pull.requestId());
        }
        var arrival = new Arrival(
                ids.next(),
                sender.subscriberId(),
                context.messageId(),
                context.transactionId(),
                request.action(),
                exchange.dialect.name(),
                exchange.body,
                exchange.authorization(),
                sender.key().base64(),
                exchange.gateway,
                clock.instant());
        exchange.arrival = Optional.of(arrival);
        return arrival;
    }

    private void answer(Exchange exchange, Taken taken) {
        received.computeIfAbsent(new Received(exchange.word, taken), this::counter)
                .increment();
        switch (taken) {
            case NEW -> send(exchange, 200, acknowledgement(exchange));
            case REPEATED -> repeated(exchange);
            case CONFLICT ->
                refuse(
                        exchange,
                        RefusedException.of(
                                        ErrorCode.CTX_MESSAGE_ID_DUPLICATE, "another message came under this id before")
                                .at("$.context." + exchange.dialect.contextName("messageId"))
                                .fix("give every message an id of its own; repeat one only byte for byte"));
        }
    }

    private Counter counter(Received what) {
        return meters.counter(
                "flexgate.beckn.received",
                "action",
                what.word(),
                "outcome",
                what.taken().name());
    }

    /** Whose answer has left, or was given up, hears that no other will follow, if it has words for that. */
    private void repeated(Exchange exchange) {
        if (exchange.noCallback.isEmpty() || !exchange.dialect.name().equals(LtsDialect.NAME)) {
            send(exchange, 200, acknowledgement(exchange));
            return;
        }
        int status = exchange.noCallback.get().status();
        here(
                        exchange.routing.vertx(),
                        owing.isOwed(exchange.arrival.orElseThrow().once()))
                .onSuccess(owed -> send(exchange, owed ? 200 : status, acknowledgement(exchange, owed)))
                .onFailure(failure -> refuse(exchange, failure));
    }

    private static ObjectNode acknowledgement(Exchange exchange, boolean owed) {
        ObjectNode ack = acknowledgement(exchange);
        if (!owed) {
            ack.withObject("/message/error")
                    .put("code", ErrorCode.CTX_MESSAGE_ID_DUPLICATE.name())
                    .put("message", "it was answered before; no callback will follow");
        }
        return ack;
    }

    /** That of a pull says under which id its result can be fetched, as the LTS OpenAPI has it. */
    private static ObjectNode acknowledgement(Exchange exchange) {
        ObjectNode ack = exchange.dialect.ack(exchange.messageId.orElseThrow());
        exchange.requestId.ifPresent(id -> ack.put("status", "ACK").put("requestId", id));
        return ack;
    }

    void refuse(Exchange exchange, Throwable failure) {
        if (failure instanceof RefusedException refused) {
            refuse(exchange, refused.code(), refused.error());
        } else if (failure instanceof RegistryUnavailableException away) {
            ErrorCode code = ErrorCode.NET_DOWNSTREAM_UNAVAILABLE;
            refuse(
                    exchange,
                    code,
                    BecknError.of(code, "the sender cannot be looked up: " + away.getMessage())
                            .fix("send it again"));
        } else {
            LOG.warn("a message could not be kept: action={}", exchange.word, failure);
            ErrorCode code = ErrorCode.NET_DOWNSTREAM_UNAVAILABLE;
            refuse(
                    exchange,
                    code,
                    BecknError.of(code, "the message cannot be kept right now").fix("send it again"));
        }
    }

    private void refuse(Exchange exchange, ErrorCode code, BecknError error) {
        if (!exchange.isRead()) {
            boolean passedOn = exchange.routing.request().headers().contains(GATEWAY_HEADER);
            exchange.dialect = accents.of(exchange.word, exchange.body, passedOn, exchange.claimedSender());
        }
        LOG.debug("message refused: {} {}", code, error.message());
        HttpServerResponse response = exchange.routing.response();
        if (code.httpStatus() == 401) {
            response.putHeader(
                    exchange.judgingGateway ? "Proxy-Authenticate" : "WWW-Authenticate",
                    "Signature realm=\"" + self.subscriberId() + "\",headers=\"" + SignatureLines.THREE.headers()
                            + "\"");
        }
        if (code.isRetryable()) {
            response.putHeader("Retry-After", error.retryAfter());
            refusals.turnedAway(code);
        } else {
            refusals.note(new Refusal(
                    clock.instant(),
                    exchange.word,
                    exchange.claimedSender(),
                    exchange.messageId.orElse(""),
                    Digests.sha256Hex(exchange.body),
                    code.name(),
                    error.message(),
                    code.httpStatus()));
        }
        int status = exchange.status.orElseGet(() -> exchange.dialect.httpStatus(code));
        send(exchange, status, exchange.dialect.nack(exchange.messageId, error));
    }

    /** Says that what was asked for is not there; nothing was wrong with the question, so nothing is recorded. */
    void refuse(Exchange exchange, int status, BecknError error) {
        send(exchange, status, exchange.dialect.nack(exchange.messageId, error));
    }

    void send(Exchange exchange, int status, ObjectNode json) {
        send(exchange, status, Json.bytes(json));
    }

    /** Every answer to a signed request is signed, whatever it says (NFH-007). */
    void send(Exchange exchange, int status, byte[] body) {
        HttpServerResponse response = exchange.routing.response();
        if (response.headWritten()) {
            return; // the deadline of the connection has answered
        }
        response.setStatusCode(status).putHeader("Content-Type", "application/json");
        exchange.header()
                .map(header -> crypto(
                        exchange.routing.vertx(),
                        () -> signatures
                                .signAnswer(self.sender(), body, header.signature(), exchange.digest)
                                .text()))
                .orElse(Future.succeededFuture(""))
                .onComplete(signed -> {
                    if (response.headWritten()) {
                        return;
                    }
                    if (signed.succeeded() && !signed.result().isEmpty()) {
                        response.putHeader("Signature", signed.result());
                    }
                    response.end(Buffer.buffer(body)).onFailure(_ -> {}); // the peer has gone: it will ask again
                });
    }
}
