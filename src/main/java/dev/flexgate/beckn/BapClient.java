package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The consumer side: sends signed requests, checks every acknowledgement, and waits for the callback on a port of
 * its own. Callbacks are matched by message id; one that nobody asked for is refused. Waits: not for event loops.
 */
public final class BapClient implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final Duration TTL = Duration.ofSeconds(30);

    /** Under which compute windows are traded in the generations that have domains. */
    private static final String DOMAIN = "beckn.one:DEG:compute-energy:1.0";

    private final BecknNode self;
    private final Registry registry;
    private final OutboundHttp outbound;
    private final InstantSource clock;
    private final Dialect dialect;
    private final Signatures signatures;
    private final AnswerCheck check;
    private final BapListener listener;

    private BapClient(
            BecknNode self,
            Registry registry,
            OutboundHttp outbound,
            InstantSource clock,
            Dialect dialect,
            BapListener listener) {
        this.self = self;
        this.registry = registry;
        this.outbound = outbound;
        this.clock = clock;
        this.dialect = dialect;
        this.signatures = new Signatures(clock, SignatureLimits.DEFAULT);
        this.check = new AnswerCheck(registry, new LearnedDigests(), signatures, clock);
        this.listener = listener;
    }

    /**
     * Opens the port of {@code self}'s URL on all addresses that it names, and listens for callbacks there.
     *
     * @param self our name, key and address; the address must carry a port
     * @param registry where providers and their keys are found
     */
    public static BapClient open(
            Vertx vertx, BecknNode self, Registry registry, OutboundHttp outbound, InstantSource clock) {
        return open(vertx, self, registry, outbound, clock, new LtsDialect());
    }

    /** The same for one that speaks {@code dialect}. */
    public static BapClient open(
            Vertx vertx,
            BecknNode self,
            Registry registry,
            OutboundHttp outbound,
            InstantSource clock,
            Dialect dialect) {
        var listener = new BapListener(vertx, self, registry, clock, dialect);
        listener.listen();
        return new BapClient(self, registry, outbound, clock, dialect, listener);
    }

    /** What came of a request. */
    public sealed interface Reply {

        /**
         * It was acknowledged, and the callback came.
         *
         * @param request the bytes we sent
         * @param acknowledgement how the acknowledgement was signed
         * @param callback what it said
         * @param callbackBytes word for word
         * @param callbackAuthorization the header that signs it; it has been verified
         */
        @SuppressWarnings("ArrayRecordComponent") // evidence to show, never compared
        record Answered(
                byte[] request,
                AnswerTrust acknowledgement,
                BecknMessage.Callback callback,
                byte[] callbackBytes,
                String callbackAuthorization)
                implements Reply {}

        /** It was refused at once; no callback will come. */
        record Refused(int status, AnswerTrust acknowledgement, BecknError error) implements Reply {}

        /** It was acknowledged, but no callback came in time. */
        record Silent(AnswerTrust acknowledgement) implements Reply {}

        /** It did not arrive, or what came back is no acknowledgement. */
        record Undelivered(String why) implements Reply {}
    }

    /** Where callbacks are heard. */
    public URI address() {
        return self.url();
    }

    /** An envelope with a message id of its own. */
    public Context context(String transactionId, Endpoint provider) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Context(
                self.endpoint(),
                provider,
                transactionId,
                UUID.randomUUID().toString(),
                "",
                DOMAIN,
                now,
                TTL,
                List.of());
    }

    /** How the provider is addressed: as the registry has it. */
    public Endpoint provider(String subscriberId) {
        return new Endpoint(subscriberId, peer(subscriberId).url().toString());
    }

    /** Sends {@code request} to a registered provider and waits for its callback. */
    public Reply ask(String provider, BecknMessage.Request request, Duration patience) {
        return send(provider, request, Json.bytes(dialect.write(request)), patience);
    }

    /** What a provider says of an order of ours without having been asked, the oldest first. */
    public Optional<BecknMessage.Callback> news(Duration patience) {
        return listener.news(patience).map(BapListener.Heard::message);
    }

    private Reply send(String provider, BecknMessage.Request request, byte[] body, Duration patience) {
        SignatureHeader signed = signatures.sign(self.sender(), body);
        URI target = PeerPost.address(peer(provider).url(), dialect.word(request));
        var awaited = listener.expect(request, provider, signed, body);
        try {
            Answer answer = outbound.send(Call.post(
                    target,
                    Map.of("Authorization", signed.text(), "Content-Type", "application/json"),
                    body,
                    DEADLINE));
            AnswerTrust trust = check.trust(answer, provider, signed);
            return switch (Acknowledgement.read(answer.body())) {
                case Acknowledgement.Rejected(BecknError error) -> new Reply.Refused(answer.status(), trust, error);
                case Acknowledgement.Unreadable _ ->
                    new Reply.Undelivered("HTTP " + answer.status() + " without an acknowledgement");
                case Acknowledgement.Accepted _ ->
                    awaited.within(patience)
                            .<Reply>map(callback -> new Reply.Answered(
                                    body, trust, callback.message(), callback.body(), callback.authorization()))
                            .orElseGet(() -> new Reply.Silent(trust));
            };
        } catch (OutboundException failed) {
            return new Reply.Undelivered(String.valueOf(failed.getMessage()));
        } finally {
            listener.forget(request);
        }
    }

    private Participant peer(String subscriberId) {
        return registry.reach(subscriberId, clock.instant())
                .orElseThrow(() -> new IllegalArgumentException(subscriberId + " is not in the registry"));
    }

    @Override
    public void close() {
        listener.close();
    }
}
