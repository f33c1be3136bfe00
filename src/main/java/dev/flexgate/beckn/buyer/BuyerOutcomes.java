package dev.flexgate.beckn.buyer;

import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.outbox.Outcome;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.StrictJson;
import java.util.Optional;
import java.util.Set;

/**
 * Notes how a question arrived. One that a partner could not read, in a dialect that was only guessed, is asked again
 * in the next one: that is how a partner's dialect is found out.
 */
final class BuyerOutcomes implements OutcomeWatcher {

    /** HTTP answers of a peer that has no such path or reads no such body. */
    private static final Set<String> UNREAD = Set.of("HTTP_400", "HTTP_404", "HTTP_405", "HTTP_415", "HTTP_422");

    private final PurchaseBook book;
    private final Questions questions;
    private final Partners partners;
    private final Dialects dialects;
    private final Drafting drafting;
    private final BuyerRecords records;

    BuyerOutcomes(
            PurchaseBook book,
            Questions questions,
            Partners partners,
            Dialects dialects,
            Drafting drafting,
            BuyerRecords records) {
        this.book = book;
        this.questions = questions;
        this.partners = partners;
        this.dialects = dialects;
        this.drafting = drafting;
        this.records = records;
    }

    @Override
    public void settled(Tx tx, OutgoingMessage message, Outcome outcome) {
        if (!message.courier().equals(BuyerCourier.NAME)) {
            return;
        }
        Address address = Address.read(message.routing());
        if (outcome instanceof Outcome.Arrived) {
            questions.acknowledge(tx, address.question(), address.messageId());
            return;
        }
        questions
                .locked(tx, address.question())
                .filter(question -> question.state().isOpen())
                .filter(question -> question.messageId().equals(address.messageId()))
                .ifPresent(question -> died(tx, question, outcome));
    }

    private void died(Tx tx, Question question, Outcome outcome) {
        boolean unread = isUnread(question.errorCode());
        if (unread && !question.untried().isEmpty() && askedAgain(tx, question)) {
            return;
        }
        boolean refused =
                !question.errorCode().isEmpty() && !question.errorCode().startsWith("HTTP_");
        Question.State state = refused ? Question.State.REFUSED : Question.State.UNDELIVERED;
        String code = question.errorCode().isEmpty() ? "UNDELIVERED" : question.errorCode();
        String text = question.errorMessage().isEmpty() ? outcome.note() : question.errorMessage();
        questions.end(tx, question.id(), state, code, text, outcome.at());
        records.failed(tx, question, state.name(), code, text, outcome.at());
    }

    /** A refusal of what was asked proves that it was read; one of its form, that it was not. */
    private static boolean isUnread(String code) {
        return UNREAD.contains(code)
                || code.equals("UNKNOWN")
                || code.equals("NET_NOT_IMPLEMENTED")
                || code.equals("CTX_VERSION_UNSUPPORTED")
                || code.equals("CTX_MISSING_FIELD")
                || code.equals("CTX_INVALID_FIELD")
                || code.equals("CTX_ACTION_MISMATCH")
                || (code.startsWith("SCH_") && !code.equals("SCH_INVALID_JSONPATH"))
                || code.equals("30000")
                || code.equals("10000")
                || code.equals("40001");
    }

    private boolean askedAgain(Tx tx, Question question) {
        Optional<Purchase> purchase = book.locked(tx, question.purchase());
        Optional<Participant> partner = partners.find(question.partner());
        if (purchase.isEmpty() || partner.isEmpty()) {
            return false;
        }
        BecknMessage.Request before =
                dialects.named(question.dialect()).readRequest(question.action(), StrictJson.parse(question.body()));
        Drafting.Draft again = drafting.write(
                question.id(), purchase.get(), partner.get(), question.untried(), context -> switch (before) {
                    case Discover discover -> new Discover(context, discover.intent());
                    case Select select -> new Select(context, select.proposal());
                    default -> throw new IllegalStateException("only who opens a session guesses its dialect");
                });
        questions.again(tx, question.id(), again.question());
        book.spoken(tx, question.purchase(), again.question().dialect());
        drafting.send(tx, again, purchase.get().tenant());
        return true;
    }
}
