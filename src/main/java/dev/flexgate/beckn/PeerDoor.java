package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.SignatureLines;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.store.StoreException;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.LateAnswer;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.Source;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where peers answer what we sent: each message judged and kept on a virtual thread, a bounded number at a time. What is
 * acknowledged is committed; every answer is signed, and every refusal recorded.
 */
public final class PeerDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeerDoor.class);

    /**
     * Bounds.
     *
     * @param side of the network that it guards, for its meters
     * @param bodyBytes longest message
     * @param inWork messages that are judged at one time; more are told to come again
     * @param rates how often anybody may come
     * @param signatures tolerance of clocks, life of our signatures
     */
    public record Rules(String side, int bodyBytes, int inWork, BecknLimits.Rates rates, SignatureLimits signatures) {}

    /** Judges a message and keeps it; throws {@link RefusedException} for what may not be kept. May wait. */
    @FunctionalInterface
    public interface Keeping {
        void keep(Visit visit);
    }

    private final BecknNode self;
    private final Rules rules;
    private final Accents accents;
    private final Keeping keeping;
    private final RefusalLog refusals;
    private final Throttle throttle;
    private final Signatures signatures;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("beckn-answer-", 0).factory());

    /**
     * A door that is not open yet.
     *
     * @param accents in which to refuse what could not be read
     */
    public PeerDoor(
            BecknNode self,
            Rules rules,
            Accents accents,
            Keeping keeping,
            RefusalLog refusals,
            InstantSource clock,
            MeterRegistry meters) {
        this.self = self;
        this.rules = rules;
        this.accents = accents;
        this.keeping = keeping;
        this.refusals = refusals;
        this.throttle = new Throttle(rules.rates(), rules.side(), meters);
        this.signatures = new Signatures(clock, rules.signatures());
        this.clock = clock;
        this.meters = meters;
        this.places = new Semaphore(rules.inWork());
    }

    /** One message and what has been found out about it. */
    public final class Visit {

        private final String word;
        private final byte[] body;
        private final List<String> authorizations;
        private final Optional<Duration> pause;
        private Optional<Dialect> dialect = Optional.empty();
        private OptionalInt status = OptionalInt.empty();
        private Optional<String> messageId = Optional.empty();
        private Optional<SignatureHeader> header = Optional.empty();

        private Visit(RoutingContext routing, String word) {
            Buffer buffer = routing.body().buffer();
            this.word = word;
            this.body = buffer == null ? new byte[0] : buffer.getBytes();
            this.authorizations = routing.request().headers().getAll("Authorization");
            this.pause = throttle.ofSource(Source.of(routing));
        }

        /** By what the message is called on the path. */
        public String word() {
            return word;
        }

        public byte[] body() {
            return body;
        }

        /** The one signature, not proved yet, of an address that does not come too often. */
        public SignatureHeader signature() {
            EnvelopeRules.checkRate(pause, "this address calls");
            SignatureHeader signed = SignatureHeader.parse(EnvelopeRules.authorization(authorizations));
            header = Optional.of(signed);
            return signed;
        }

        /** The header word for word. */
        public String authorization() {
            return EnvelopeRules.authorization(authorizations);
        }

        /** Counts it for who says that it signed. */
        public void count(Participant sender) {
            EnvelopeRules.checkRate(throttle.ofSubscriber(sender.subscriberId()), sender.subscriberId() + " calls");
        }

        /** Its JSON. */
        public JsonNode read(JsonLimits limits, Function<JsonNode, Dialect> told) {
            JsonNode json = EnvelopeRules.json(body, limits);
            Dialect read = told.apply(json);
            dialect = Optional.of(read);
            messageId = read.messageId(json);
            return json;
        }

        /** In which it is written; a guess before it was read. */
        public Dialect dialect() {
            return dialect.orElseGet(() -> accents.of(word, body, false, claimedSender()));
        }

        private String claimedSender() {
            return header.map(each -> each.keyId().subscriberId()).orElse("");
        }

        public Optional<String> messageId() {
            return messageId;
        }
    }

    /** What is answered. */
    private record Reply(int status, ObjectNode json, Optional<String> retryAfter) {}

    /** Opens it at {@code POST path}, on one event loop. */
    public void addTo(Router router, String path, Function<RoutingContext, String> word) {
        router.post(path)
                .handler(BodyHandler.create(false).setBodyLimit(rules.bodyBytes()))
                .handler(routing -> receive(routing, new Visit(routing, word.apply(routing))));
    }

    /**
     * Refuses a message of which the head alone was read.
     *
     * @param word of its path
     * @return whether it is refused; not where that is a matter of HTTP alone
     */
    public boolean refuseUnread(RoutingContext routing, String word, Problem why) {
        Optional<RefusedException> refused = EnvelopeRules.unread(why);
        refused.ifPresent(each -> {
            Visit visit = new Visit(routing, word);
            visit.status = OptionalInt.of(why.status());
            try {
                visit.signature();
            } catch (RefusedException _) {
                // Nobody is named whose dialect could be known, and there is no signature to sign for.
            }
            answer(routing, visit, refusal(visit, each));
        });
        return refused.isPresent();
    }

    private void receive(RoutingContext routing, Visit visit) {
        Context loop = routing.vertx().getOrCreateContext();
        LateAnswer.is(routing, () -> answer(routing, visit, refusal(visit, EnvelopeRules.late())));
        if (!places.tryAcquire()) {
            RefusedException busy = RefusedException.of(ErrorCode.NET_OVERLOADED, "too many answers are being taken")
                    .fix("send it again in a second");
            answer(routing, visit, refusal(visit, busy));
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
            keeping.keep(visit);
            accents.heard(visit.claimedSender(), visit.dialect());
            return new Reply(200, visit.dialect().ack(visit.messageId.orElse("")), Optional.empty());
        } catch (RefusedException refused) {
            return refusal(visit, refused);
        } catch (StoreException failure) {
            LOG.warn("an answer could not be kept: word={}", visit.word, failure);
            return refusal(visit, unkept(ErrorCode.NET_DOWNSTREAM_UNAVAILABLE));
        } catch (RuntimeException fault) {
            LOG.error("an answer could not be judged: word={}", visit.word, fault);
            return refusal(visit, unkept(ErrorCode.NET_INTERNAL_ERROR));
        }
    }

    private static RefusedException unkept(ErrorCode code) {
        return RefusedException.of(code, "the message cannot be kept right now").fix("send it again");
    }

    private Reply refusal(Visit visit, RefusedException refused) {
        ErrorCode code = refused.code();
        BecknError error = refused.error();
        meters.counter("flexgate.beckn.heard.refused", "code", code.name()).increment();
        if (code.isRetryable()) {
            refusals.turnedAway(code);
        } else {
            refusals.note(new Refusal(
                    clock.instant(),
                    visit.word,
                    visit.claimedSender(),
                    visit.messageId.orElse(""),
                    Digests.sha256Hex(visit.body),
                    code.name(),
                    error.message(),
                    code.httpStatus()));
        }
        Dialect dialect = visit.dialect();
        return new Reply(
                visit.status.orElseGet(() -> dialect.httpStatus(code)),
                dialect.nack(visit.messageId, error),
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
        response.end(Buffer.buffer(body)).onFailure(_ -> {}); // the peer has gone: it will call again
    }

    /** Lets what is in work end; close the HTTP server first. */
    @Override
    public void close() {
        threads.close();
    }
}
