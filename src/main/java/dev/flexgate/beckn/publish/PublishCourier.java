package dev.flexgate.beckn.publish;

import dev.flexgate.beckn.PeerAnswer;
import dev.flexgate.beckn.PeerPost;
import dev.flexgate.beckn.dialect.Acknowledgement;
import dev.flexgate.beckn.dialect.LtsPublications;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.Outcome;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Tx;

/** Carries publications to the catalogue service, and notes how they arrived. */
final class PublishCourier implements Courier, OutcomeWatcher {

    static final String NAME = "beckn-publish";

    private final PeerPost post;
    private final Publications publications;

    PublishCourier(PeerPost post, Publications publications) {
        this.post = post;
        this.publications = publications;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        return post.to(message.routing().path("service").asText(), service -> deliver(message, service, attempt));
    }

    private Delivery deliver(OutgoingMessage message, Participant service, int attempt) {
        PeerPost.Signed signed = post.sign(message.body(), service, attempt);
        publications.sign(
                message.routing().path("messageId").asText(), signed.header().text());
        return post.send(message, service, LtsPublications.PUBLISH, signed, attempt, PublishCourier::judge);
    }

    private static Delivery judge(PeerAnswer answer) {
        return switch (answer.read()) {
            case Acknowledgement.Rejected(BecknError error) -> answer.rejected(error, " " + error.message());
            // AckNoCallback: what it will not answer it has not taken.
            case Acknowledgement.Accepted _
            when answer.status() == 409 -> new Delivery.GaveUp("409: the service does not index what we sell");
            case Acknowledgement.Accepted _ when answer.isTaken() -> new Delivery.Delivered(answer.note() + " ACK");
            case Acknowledgement.Accepted _, Acknowledgement.Unreadable _ -> answer.unacknowledged();
        };
    }

    @Override
    public void settled(Tx tx, OutgoingMessage message, Outcome outcome) {
        if (!message.courier().equals(NAME)) {
            return;
        }
        String state = switch (outcome) {
            case Outcome.Arrived _ -> "ACKNOWLEDGED";
            case Outcome.Died _ -> "UNDELIVERED";
        };
        publications.mark(tx, message.routing().path("messageId").asText(), state, cut(outcome.note()), outcome.at());
    }

    static String cut(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
        return plain.length() <= 500 ? plain : plain.substring(0, 500);
    }
}
