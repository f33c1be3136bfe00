package dev.flexgate.beckn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries callbacks to consumers: to the address in the registry, never to one in a message, signed anew at every
 * attempt, since a signature lives shorter than a promise.
 */
final class BecknCourier implements Courier {

    static final String NAME = "beckn";

    private static final Duration PAUSE_MAX = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(BecknCourier.class);

    private static final int PEERS_MAX = 10_000;

    /** Peers that refused four lines, whatever the registry says; known anew after a restart by one refusal. */
    private final Cache<String, Boolean> threeLines =
            Caffeine.newBuilder().maximumSize(PEERS_MAX).build();

    private final BecknNode self;
    private final Registry registry;
    private final Signatures signatures;
    private final AnswerCheck check;
    private final OutboundHttp outbound;
    private final LearnedDigests digests;
    private final Duration deadline;
    private final InstantSource clock;
    private final MeterRegistry meters;

    BecknCourier(
            BecknNode self,
            Registry registry,
            OutboundHttp outbound,
            LearnedDigests digests,
            BecknLimits limits,
            InstantSource clock,
            MeterRegistry meters) {
        this.self = self;
        this.registry = registry;
        this.signatures = new Signatures(clock, limits.signatures());
        this.check = new AnswerCheck(registry, signatures, clock);
        this.outbound = outbound;
        this.digests = digests;
        this.deadline = limits.callbackDeadline();
        this.clock = clock;
        this.meters = meters;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        Routing routing = Routing.read(message.routing());
        Optional<Participant> peer = registry.reach(routing.subscriber(), clock.instant());
        return peer.map(participant -> deliver(message, routing, participant, attempt))
                .orElseGet(() -> new Delivery.Again("not in the registry"));
    }

    private Delivery deliver(OutgoingMessage message, Routing routing, Participant peer, int attempt) {
        SignatureHeader signed = sign(message.body(), routing, peer);
        Call call = Call.post(
                address(peer.url(), routing.word()),
                Map.of("Authorization", signed.text(), "Content-Type", message.contentType()),
                message.body(),
                deadline);
        try {
            Answer answer = outbound.send(call);
            return learning(peer, answer, judge(answer, check.trust(answer, peer.subscriberId(), signed), attempt));
        } catch (OutboundException failed) {
            return switch (failed.reason()) {
                case ADDRESS_REFUSED -> new Delivery.GaveUp("the registered address may not be called");
                case UNRESOLVED, CONNECT, TIMEOUT, TOO_LARGE, BUSY ->
                    new Delivery.Again(failed.reason().name());
            };
        }
    }

    private SignatureHeader sign(byte[] body, Routing routing, Participant peer) {
        DigestPrefix digest =
                peer.digest().or(() -> digests.of(peer.subscriberId())).orElse(DigestPrefix.BLAKE_512);
        if (routing.isUnsolicited()) {
            return signatures.sign(self.sender(), body, digest); // there is no request to bind it to
        }
        return switch (signing(peer)) {
            case THREE_LINES -> signatures.sign(self.sender(), body, digest);
            case FOUR_LINES -> signatures.signAnswer(self.sender(), body, routing.requestSignature(), digest);
            case FOUR_LINES_OF_HEADER -> signatures.signAnswer(self.sender(), body, routing.authorization(), digest);
        };
    }

    private CallbackSigning signing(Participant peer) {
        return threeLines.getIfPresent(peer.subscriberId()) == null
                ? peer.callbackSigning()
                : CallbackSigning.THREE_LINES;
    }

    /** A peer that cannot read its four lines is sent three from now on, which everybody reads. */
    private Delivery learning(Participant peer, Answer answer, Delivery judged) {
        boolean unread = Acknowledgement.read(answer.body()) instanceof Acknowledgement.Rejected(BecknError error)
                && error.code().equals(ErrorCode.AUT_SIGNATURE_INVALID.name());
        if (unread && signing(peer) != CallbackSigning.THREE_LINES) {
            threeLines.put(peer.subscriberId(), true);
            LOG.warn(
                    "{} does not read callbacks signed {}: it is sent {} from now on",
                    peer.subscriberId(),
                    peer.callbackSigning().word(),
                    CallbackSigning.THREE_LINES.word());
            return new Delivery.Again("it cannot read " + peer.callbackSigning().word());
        }
        return judged;
    }

    static URI address(URI url, String word) {
        String base = url.toString();
        return URI.create((base.endsWith("/") ? base : base + "/") + word);
    }

    private Delivery judge(Answer answer, AnswerTrust trust, int attempt) {
        meters.counter("flexgate.beckn.acknowledged", "trust", trust.name()).increment();
        String note = answer.status() + " " + trust;
        return switch (Acknowledgement.read(answer.body())) {
            case Acknowledgement.Rejected(BecknError error) -> rejected(error, note, attempt, answer);
            case Acknowledgement.Accepted _ when taken(answer.status()) -> new Delivery.Delivered(note + " ACK");
            case Acknowledgement.Accepted _, Acknowledgement.Unreadable _ -> byStatus(answer, note);
        };
    }

    /** 409 is AckNoCallback: the peer has it, and will not call back, which nobody expects it to. */
    private static boolean taken(int status) {
        return (status >= 200 && status < 300) || status == 409;
    }

    private static Delivery byStatus(Answer answer, String note) {
        int status = answer.status();
        if (taken(status)) {
            return new Delivery.Delivered(note + " without ACK");
        }
        return status == 408 || status == 429 || status >= 500 ? again(note, answer) : new Delivery.GaveUp(note);
    }

    private static Delivery rejected(BecknError error, String note, int attempt, Answer answer) {
        String reason = note + " NACK " + error.code();
        // Its acknowledgement of an earlier attempt was lost: it knows the message, which is all we want.
        boolean knowsIt =
                error.code().equals("CTX_MESSAGE_ID_DUPLICATE") || error.code().equals("AUT_REPLAY_DETECTED");
        if (knowsIt && attempt > 1) {
            return new Delivery.Delivered(reason);
        }
        return error.isRetryable() || answer.status() >= 500 || answer.status() == 429
                ? again(reason, answer)
                : new Delivery.GaveUp(reason);
    }

    private static Delivery again(String note, Answer answer) {
        return answer.header("retry-after")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .map(pause -> pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause)
                .<Delivery>map(pause -> new Delivery.AgainAfter(note, pause))
                .orElseGet(() -> new Delivery.Again(note));
    }
}
