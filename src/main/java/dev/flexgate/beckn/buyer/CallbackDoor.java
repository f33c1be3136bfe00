package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.EnvelopeRules;
import dev.flexgate.beckn.Refusal;
import dev.flexgate.beckn.RefusalLog;
import dev.flexgate.beckn.Throttle;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLines;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.store.StoreException;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.Source;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where partners call back: {@code POST /on_{action}}, each judged and kept on a virtual thread, a bounded number at a
 * time. What is acknowledged is committed; every answer is signed.
 */
final class CallbackDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CallbackDoor.class);

    private final BecknNode self;
    private final CallbackJudge judge;
    private final CallbackKeeper keeper;
    private final RefusalLog refusals;
    private final Throttle throttle;
    private final Dialects dialects;
    private final Signatures signatures;
    private final BuyerLimits limits;
    private final JsonLimits json;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("beckn-callback-", 0).factory());

    CallbackDoor(
            BecknNode self,
            CallbackJudge judge,
            CallbackKeeper keeper,
            RefusalLog refusals,
            Dialects dialects,
            BuyerLimits limits,
            InstantSource clock,
            MeterRegistry meters) {
        this.self = self;
        this.judge = judge;
        this.keeper = keeper;
        this.refusals = refusals;
        this.throttle = new Throttle(limits.rates(), "buyer", meters);
        this.dialects = dialects;
        this.signatures = new Signatures(clock, limits.signatures());
        this.limits = limits;
        this.json = JsonLimits.DEFAULT.withBytes(limits.callbackBytes());
        this.clock = clock;
        this.meters = meters;
        this.places = new Semaphore(limits.inWork());
    }

    /** One callback and what has been found out about it. */
    private final class Visit {

        final String word;
        final byte[] body;
        final List<String> authorizations;
        final Optional<Duration> pause;
        Dialect dialect = dialects.newest();
        Optional<String> messageId = Optional.empty();
        Optional<SignatureHeader> header = Optional.empty();

        Visit(RoutingContext routing) {
            Buffer buffer = routing.body().buffer();
            this.word = Objects.requireNonNull(routing.pathParam("word"));
            this.body = buffer == null ? new byte[0] : buffer.getBytes();
            this.authorizations = routing.request().headers().getAll("Authorization");
            this.pause = throttle.ofSource(Source.of(routing));
        }

        /** Judges and keeps it; refuses what may not be kept. */
        void keep() {
            EnvelopeRules.checkRate(pause, "this address calls");
            SignatureHeader signed = SignatureHeader.parse(EnvelopeRules.authorization(authorizations));
            header = Optional.of(signed);
            Participant sender = judge.sender(signed);
            EnvelopeRules.checkRate(throttle.ofSubscriber(sender.subscriberId()), sender.subscriberId() + " calls");
            JsonNode message = EnvelopeRules.json(body, json);
            dialect = judge.dialect(message);
            messageId = dialect.messageId(message);
            var came = new CallbackJudge.Callback(body, message, dialect, signed, authorizations.getFirst());
            keeper.keep(judge.judge(word, came, sender));
        }
    }

    /** What is answered. */
    private record Reply(int status, ObjectNode json, Optional<String> retryAfter) {}

    Router router(Vertx vertx) {
        Router router = Router.router(vertx);
        router.post("/:word")
                .handler(BodyHandler.create(false).setBodyLimit(limits.callbackBytes()))
                .handler(routing -> receive(routing, vertx));
        return router;
    }

    private void receive(RoutingContext routing, Vertx vertx) {
        var visit = new Visit(routing);
        Context loop = vertx.getOrCreateContext();
        if (!places.tryAcquire()) {
            BecknError busy = BecknError.of(ErrorCode.NET_OVERLOADED, "too many callbacks are being taken")
                    .fix("send it again in a second");
            answer(routing, visit, refusal(visit, ErrorCode.NET_OVERLOADED, busy));
            return;
        }
        threads.execute(() -> {
            Reply reply;
            try {
                reply = taken(visit);
            } finally {
                places.release();
            }
            loop.runOnContext(_ -> answer(routing, visit, reply));
        });
    }

    private Reply taken(Visit visit) {
        try {
            visit.keep();
            meters.counter("flexgate.beckn.heard", "word", known(visit.word)).increment();
            return new Reply(200, visit.dialect.ack(visit.messageId.orElse("")), Optional.empty());
        } catch (RefusedException refused) {
            return refusal(visit, refused.code(), refused.error());
        } catch (StoreException failure) {
            LOG.warn("a callback could not be kept: word={}", visit.word, failure);
            return refusal(visit, ErrorCode.NET_DOWNSTREAM_UNAVAILABLE, unkept());
        } catch (RuntimeException fault) {
            LOG.error("a callback could not be judged: word={}", visit.word, fault);
            return refusal(visit, ErrorCode.NET_INTERNAL_ERROR, unkept());
        }
    }

    private static BecknError unkept() {
        return BecknError.of(ErrorCode.NET_DOWNSTREAM_UNAVAILABLE, "the callback cannot be kept right now")
                .fix("send it again");
    }

    /** Only words that exist become names of a series. */
    private String known(String word) {
        return dialects.isCallback(word) ? word : "other";
    }

    private Reply refusal(Visit visit, ErrorCode code, BecknError error) {
        meters.counter("flexgate.beckn.heard.refused", "code", code.name()).increment();
        if (code.isRetryable()) {
            refusals.turnedAway(code);
        } else {
            refusals.note(new Refusal(
                    clock.instant(),
                    visit.word,
                    visit.header.map(each -> each.keyId().subscriberId()).orElse(""),
                    visit.messageId.orElse(""),
                    Digests.sha256Hex(visit.body),
                    code.name(),
                    error.message(),
                    code.httpStatus()));
        }
        return new Reply(
                visit.dialect.httpStatus(code),
                visit.dialect.nack(visit.messageId, error),
                code.isRetryable() ? Optional.of(error.retryAfter()) : Optional.empty());
    }

    private void answer(RoutingContext routing, Visit visit, Reply reply) {
        var response = routing.response();
        if (response.closed() || response.headWritten()) {
            return;
        }
        byte[] body = Json.bytes(reply.json());
        response.setStatusCode(reply.status()).putHeader("Content-Type", "application/json");
        reply.retryAfter().ifPresent(seconds -> response.putHeader("Retry-After", seconds));
        if (reply.status() == 401) {
            response.putHeader(
                    "WWW-Authenticate",
                    "Signature realm=\"" + self.subscriberId() + "\",headers=\"" + SignatureLines.THREE.headers()
                            + "\"");
        }
        visit.header.ifPresent(asked -> response.putHeader(
                "Signature",
                signatures.signAnswer(self.sender(), body, asked.signature()).text()));
        response.end(Buffer.buffer(body)).onFailure(_ -> {}); // the partner has gone: it will call again
    }

    @Override
    public void close() {
        threads.close();
    }
}
