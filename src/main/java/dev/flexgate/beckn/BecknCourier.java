package dev.flexgate.beckn;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries callbacks to consumers, signed as each of them reads callbacks. */
final class BecknCourier implements Courier {

    static final String NAME = "beckn";

    private static final Logger LOG = LoggerFactory.getLogger(BecknCourier.class);

    private static final int PEERS_MAX = 10_000;

    /** Peers that refused four lines, whatever the registry says; known anew after a restart by one refusal. */
    private final Cache<String, Boolean> threeLines =
            Caffeine.newBuilder().maximumSize(PEERS_MAX).build();

    private final PeerPost post;
    private final MeterRegistry meters;

    BecknCourier(PeerPost post, MeterRegistry meters) {
        this.post = post;
        this.meters = meters;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        Routing routing = Routing.read(message.routing());
        return post.to(
                routing.subscriber(),
                peer -> post.send(
                        message,
                        peer,
                        routing.word(),
                        sign(message.body(), routing, peer, attempt),
                        attempt,
                        answer -> learning(peer, answer, judge(answer))));
    }

    private PeerPost.Signed sign(byte[] body, Routing routing, Participant peer, int attempt) {
        if (routing.isUnsolicited()) {
            return post.sign(body, peer, attempt); // there is no request to bind it to
        }
        return switch (signing(peer)) {
            case THREE_LINES -> post.sign(body, peer, attempt);
            case FOUR_LINES -> post.signAnswer(body, peer, routing.requestSignature(), attempt);
            case FOUR_LINES_OF_HEADER -> post.signAnswer(body, peer, routing.authorization(), attempt);
        };
    }

    private CallbackSigning signing(Participant peer) {
        return threeLines.getIfPresent(peer.subscriberId()) == null
                ? peer.callbackSigning()
                : CallbackSigning.THREE_LINES;
    }

    /** A peer that cannot read its four lines is sent three from now on, which everybody reads. */
    private Delivery learning(Participant peer, PeerAnswer answer, Delivery judged) {
        boolean unread = answer.read() instanceof Acknowledgement.Rejected(BecknError error)
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

    Delivery judge(PeerAnswer answer) {
        meters.counter("flexgate.beckn.acknowledged", "trust", answer.trust().name())
                .increment();
        return switch (answer.read()) {
            case Acknowledgement.Rejected(BecknError error) -> answer.rejected(error);
            case Acknowledgement.Accepted _ when answer.isTaken() -> new Delivery.Delivered(answer.note() + " ACK");
            // Some consumers acknowledge callbacks with nothing at all: they have it, nobody waits for more.
            case Acknowledgement.Accepted _, Acknowledgement.Unreadable _ ->
                answer.isTaken() ? new Delivery.Delivered(answer.note() + " without ACK") : answer.unacknowledged();
        };
    }
}
