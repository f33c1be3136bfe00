package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps callbacks: once, and before they are acknowledged. A repeat of the same bytes is acknowledged again; other bytes
 * under the same id, and what nobody asked for, are refused.
 */
final class CallbackKeeper {

    /** What a partner may say of a purchase without having been asked. */
    private static final Set<Action> NEWS = EnumSet.of(Action.STATUS, Action.UPDATE, Action.CANCEL, Action.TRACK);

    private final Database database;
    private final PurchaseBook book;
    private final Questions questions;
    private final Partners partners;
    private final BuyerRecords records;
    private final BuyerLimits limits;
    private final Ids ids;
    private final InstantSource clock;

    CallbackKeeper(
            Database database,
            PurchaseBook book,
            Questions questions,
            Partners partners,
            BuyerRecords records,
            BuyerLimits limits,
            Ids ids,
            InstantSource clock) {
        this.database = database;
        this.book = book;
        this.questions = questions;
        this.partners = partners;
        this.records = records;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    /** Returns when it is kept, or was before. */
    void keep(CallbackJudge.Judged judged) {
        database.doInTransaction(tx -> judged.question()
                .ifPresentOrElse(
                        question -> answer(tx, question.id(), judged.heard()), () -> news(tx, judged.heard())));
    }

    private void answer(Tx tx, UUID id, Heard heard) {
        Question question = questions.locked(tx, id).orElseThrow();
        if (question.callbackSha().isPresent()) {
            requireSame(question.callbackSha().get(), heard);
            return;
        }
        if (!question.messageId().equals(heard.messageId())) {
            throw unasked(heard);
        }
        Instant now = clock.instant();
        Purchase purchase = book.locked(tx, question.purchase()).orElseThrow();
        Question.State state = Question.State.ANSWERED;
        String code = "";
        String text = "";
        ObjectNode said = AnswerJson.object();
        if (heard.callback() instanceof BecknMessage.Failed failed) {
            state = Question.State.FAILED;
            code = failed.error().code();
            text = failed.error().message();
            failed.error().details().forEach(said::put);
        } else {
            said = AnswerJson.write(heard.callback(), limits.slotsShown());
            if (!question.preview()) {
                bind(tx, purchase, heard, now);
            }
        }
        questions.answer(tx, id, heard, state, code, text, said, now);
        partners.learn(tx, heard.partner(), heard.dialect().name(), now);
        book.spoken(tx, purchase.id(), heard.dialect().name());
        int version = book.locked(tx, purchase.id()).orElseThrow().version();
        records.answered(tx, question, heard, state.name(), code, version, now);
    }

    /** A contract is as its partner last said it; an answer that was overtaken by a later question changes nothing. */
    private void bind(Tx tx, Purchase purchase, Heard heard, Instant now) {
        Optional<Contract> contract = AnswerJson.bound(heard.callback());
        contract.ifPresent(bound -> book.bind(
                tx,
                purchase.id(),
                bound.id().isEmpty() ? purchase.contractId() : bound.id(),
                bound.stage().name(),
                AnswerJson.contract(bound),
                now));
    }

    private void news(Tx tx, Heard heard) {
        Purchase purchase = transaction(heard)
                .flatMap(id -> book.locked(tx, id))
                .filter(each -> each.partner().equals(heard.partner()))
                .orElseThrow(() -> RefusedException.of(
                                ErrorCode.CTX_TRANSACTION_ID_UNKNOWN,
                                "nothing was asked of you under this message id, nor in this transaction")
                        .at("$.context." + heard.dialect().contextName("transactionId"))
                        .fix("answer a request of ours under its message id"));
        if (!NEWS.contains(heard.action()) || heard.callback() instanceof BecknMessage.Failed) {
            throw unasked(heard);
        }
        Optional<Buffer> known = book.heard(tx, purchase.id(), heard);
        if (known.isPresent()) {
            requireSame(known.get(), heard);
            return;
        }
        if (book.newsOf(tx, purchase.id()) >= limits.newsPerPurchase()) {
            throw RefusedException.of(
                            ErrorCode.POL_NP_CAPACITY_EXCEEDED, "too much was said unasked about this contract")
                    .fix("send what has changed, once");
        }
        Instant now = clock.instant();
        ObjectNode content = AnswerJson.write(heard.callback(), limits.slotsShown());
        book.hear(tx, ids.next(), purchase.id(), heard, content, now);
        AnswerJson.bound(heard.callback())
                .filter(bound -> bound.id().equals(purchase.contractId()))
                .ifPresent(_ -> bind(tx, purchase, heard, now));
        int version = book.locked(tx, purchase.id()).orElseThrow().version();
        records.news(tx, purchase.id(), heard, version, now);
    }

    private static Optional<UUID> transaction(Heard heard) {
        try {
            return Optional.of(UUID.fromString(heard.transactionId()));
        } catch (IllegalArgumentException noneOfOurs) {
            return Optional.empty();
        }
    }

    private static RefusedException unasked(Heard heard) {
        return RefusedException.of(
                        ErrorCode.CTX_INVALID_FIELD,
                        "no " + heard.action().label() + " was asked under this message id, and it is no news")
                .at("$.context." + heard.dialect().contextName("messageId"))
                .fix("answer a request of ours under its message id");
    }

    private static void requireSame(Buffer known, Heard heard) {
        if (!known.equals(Buffer.buffer(heard.sha()))) {
            throw RefusedException.of(ErrorCode.CTX_MESSAGE_ID_DUPLICATE, "another callback came under this id before")
                    .at("$.context." + heard.dialect().contextName("messageId"))
                    .fix("answer once; give news an id of its own");
        }
    }
}
