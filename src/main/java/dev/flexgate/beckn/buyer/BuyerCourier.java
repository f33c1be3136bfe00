package dev.flexgate.beckn.buyer;

import dev.flexgate.beckn.PeerAnswer;
import dev.flexgate.beckn.PeerPost;
import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.registry.NoCallback;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;

/**
 * Carries questions to partners. Under which signature a question left is kept before it leaves, for the callback may
 * be bound to it and may come first.
 */
final class BuyerCourier implements Courier {

    static final String NAME = "beckn-buyer";

    /** Why a question ends that its partner took and will not answer. */
    private static final String NO_CALLBACK = "NO_CALLBACK";

    private final PeerPost post;
    private final Questions questions;
    private final int signaturesKept;

    BuyerCourier(PeerPost post, Questions questions, int signaturesKept) {
        this.post = post;
        this.questions = questions;
        this.signaturesKept = signaturesKept;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        Address address = Address.read(message.routing());
        return post.to(address.partner(), partner -> deliver(message, address, partner, attempt));
    }

    private Delivery deliver(OutgoingMessage message, Address address, Participant partner, int attempt) {
        PeerPost.Signed signed = post.sign(message.body(), partner, attempt);
        questions.sign(address.question(), address.messageId(), signed.header().text(), signaturesKept);
        return post.send(message, partner, address.word(), signed, attempt, answer -> judge(answer, partner, address));
    }

    private Delivery judge(PeerAnswer answer, Participant partner, Address address) {
        return switch (answer.read()) {
            case Acknowledgement.Rejected(BecknError error) -> {
                judged(address, answer, error.code(), error.message());
                yield answer.rejected(error);
            }
            case Acknowledgement.Accepted _
            when isWithoutCallback(answer, partner) -> {
                judged(address, answer, NO_CALLBACK, "the partner has taken it, and says that it will not answer");
                yield new Delivery.GaveUp(answer.note() + " ACK, no callback");
            }
            case Acknowledgement.Accepted _
            when answer.isTaken() -> {
                judged(address, answer, "", "");
                yield new Delivery.Delivered(answer.note() + " ACK");
            }
            // A question that nobody acknowledges will have no answer.
            case Acknowledgement.Accepted _, Acknowledgement.Unreadable _ -> {
                judged(address, answer, "HTTP_" + answer.status(), "the partner answered no acknowledgement");
                yield answer.unacknowledged();
            }
        };
    }

    /**
     * At the first attempt: later it may be the acknowledgement that was lost, of a question whose answer comes. A partner
     * that knows 202 for it does not mean it by 409, and to everybody else 202 is a plain acceptance.
     */
    private static boolean isWithoutCallback(PeerAnswer answer, Participant partner) {
        return answer.attempt() == 1
                && answer.status()
                        == partner.noCallback().orElse(NoCallback.CONFLICT).status();
    }

    private void judged(Address address, PeerAnswer answer, String code, String text) {
        questions.judged(address.question(), address.messageId(), answer.trust().name(), code, text);
    }
}
