package dev.flexgate.beckn.buyer;

import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Writes questions in the dialect of their partner, and sends them: recorded and promised in one transaction. */
final class Drafting {

    private final Dialects dialects;
    private final Wording wording;
    private final Posting posting;
    private final BuyerRecords records;
    private final Duration requestLife;
    private final Ids ids;
    private final InstantSource clock;

    Drafting(
            Dialects dialects,
            Wording wording,
            Posting posting,
            BuyerRecords records,
            Duration requestLife,
            Ids ids,
            InstantSource clock) {
        this.dialects = dialects;
        this.wording = wording;
        this.posting = posting;
        this.records = records;
        this.requestLife = requestLife;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * A question that is written, but not sent.
     *
     * @param word of the path that it goes to
     */
    record Draft(Question question, String word) {}

    /**
     * Writes a question of {@code purchase}, under a message id of its own.
     *
     * @param id of the question
     * @param speaking the dialect to write it in, and then those to try when the partner does not read that one
     * @throws IllegalArgumentException when the dialect has no words for it; its message says for what
     */
    Draft write(
            UUID id,
            Purchase purchase,
            Participant partner,
            List<String> speaking,
            Function<Context, BecknMessage.Request> message) {
        Instant now = clock.instant();
        Dialect dialect = dialects.named(speaking.getFirst());
        String messageId = ids.next().toString();
        BecknMessage.Request request = message.apply(
                wording.context(partner, purchase, messageId, dialect.name(), purchase.isSearching(), now));
        var question = new Question(
                id,
                purchase.id(),
                partner.subscriberId(),
                messageId,
                request.action(),
                dialect.name(),
                speaking.subList(1, speaking.size()),
                request.isPreview(),
                Json.bytes(dialect.write(request)),
                List.of(),
                Question.State.SENT,
                "",
                "",
                "",
                now,
                now.plus(requestLife),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        return new Draft(question, dialect.word(request));
    }

    void send(Tx tx, Draft draft, String tenant) {
        records.asked(tx, draft.question(), tenant);
        posting.promise(tx, draft.question(), draft.word());
    }
}
