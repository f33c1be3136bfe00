package dev.flexgate.beckn.buyer;

import dev.flexgate.beckn.PeerAnswer;
import dev.flexgate.beckn.PeerPost;
import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.message.BecknError;
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
        PeerPost.Signed signed = post.sign(message.body(), partner);
        questions.sign(address.question(), address.messageId(), signed.header().text(), signaturesKept);
        return post.send(message, partner, address.word(), signed, attempt, answer -> judge(answer, address));
    }

    private Delivery judge(PeerAnswer answer, Address address) {
        return switch (answer.read()) {
            case Acknowledgement.Rejected(BecknError error) -> {
                judged(address, answer, error.code(), error.message());
                yield answer.rejected(error);
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

    private void judged(Address address, PeerAnswer answer, String code, String text) {
        questions.judged(address.question(), address.messageId(), answer.trust().name(), code, text);
    }
}
