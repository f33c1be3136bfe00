package dev.flexgate.beckn.buyer;

import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;

/** Promises questions to the outbox. */
final class Posting {

    private final Outbox outbox;
    private final Ids ids;

    Posting(Outbox outbox, Ids ids) {
        this.outbox = outbox;
        this.ids = ids;
    }

    /** @param word how the dialect calls the question in a path */
    void promise(Tx tx, Question question, String word) {
        var address = new Address(question.id(), question.partner(), word, question.messageId());
        outbox.promise(
                tx,
                new OutgoingMessage(
                        ids.next(),
                        BuyerCourier.NAME,
                        question.partner(),
                        RetryClass.CONTROL,
                        question.body(),
                        "application/json",
                        address.write(),
                        question.dueAt()));
    }
}
