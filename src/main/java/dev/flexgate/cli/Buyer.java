package dev.flexgate.cli;

import dev.flexgate.beckn.AnswerTrust;
import dev.flexgate.beckn.BapClient;
import dev.flexgate.beckn.BapClient.Reply;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.quantity.Power;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** One session of a buyer with one provider: each step waits for its signed callback. */
final class Buyer {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final BapClient client;
    private final String provider;
    private final String transactionId = UUID.randomUUID().toString();

    Buyer(BapClient client, String provider) {
        this.client = client;
        this.provider = provider;
    }

    /** A step that did not come to its callback. */
    static final class NoDeal extends RuntimeException {

        private static final long serialVersionUID = 1;

        NoDeal(String message) {
            super(message);
        }
    }

    /** A slot, and the offer that sells it. */
    record Found(Item item, Offer offer) {}

    String transactionId() {
        return transactionId;
    }

    List<Catalog> discover(Intent intent) {
        return ask(new Discover(client.context(transactionId, client.provider(provider)), intent))
                        instanceof OnDiscover found
                ? found.catalogs()
                : List.of();
    }

    Contract select(Found found, Power power) {
        return contract(ask(
                new Select(context(), new Proposal("", List.of(wish(found, power)), List.of(), List.of()))));
    }

    Contract init(Contract quoted, Found found, Power power) {
        var buyer = new Party("buyer-1", Party.CONSUMER, "Demo ML platform");
        return contract(ask(new Init(
                context(), new Proposal(quoted.id(), List.of(wish(found, power)), List.of(), List.of(buyer)))));
    }

    /** Confirms at the price that was quoted: the total is repeated, so that neither side is bound to another. */
    Contract confirm(Contract quoted, Found found, Power power) {
        return contract(ask(new Confirm(
                context(), new Proposal(quoted.id(), List.of(wish(found, power)), quoted.charges(), List.of()))));
    }

    Contract status(Contract contract, Found found, Power power) {
        return contract(ask(
                new Status(context(), new Proposal(contract.id(), List.of(wish(found, power)), List.of(), List.of()))));
    }

    private Context context() {
        return client.context(transactionId, client.provider(provider));
    }

    private static Wish wish(Found found, Power power) {
        return new Wish(
                "commitment-1",
                found.item().id(),
                found.offer().id(),
                List.of(found.item().id()),
                new Amount.OfPower(power),
                new Extent.WholeSlot());
    }

    private BecknMessage.Callback ask(BecknMessage.Request request) {
        return switch (client.ask(provider, request, PATIENCE)) {
            case Reply.Answered answered
            when answered.acknowledgement() != AnswerTrust.SIGNED ->
                throw new NoDeal(request.action().label() + ": the acknowledgement is " + answered.acknowledgement());
            case Reply.Answered answered -> answered.callback();
            case Reply.Refused refused ->
                throw new NoDeal(request.action().label() + " refused: " + text(refused.error()));
            case Reply.Silent _ -> throw new NoDeal(request.action().label() + ": no callback within " + PATIENCE);
            case Reply.Undelivered undelivered ->
                throw new NoDeal(request.action().label() + ": " + undelivered.why());
        };
    }

    private static Contract contract(BecknMessage.Callback callback) {
        return switch (callback) {
            case BecknMessage.OnSelect answer -> answer.contract();
            case BecknMessage.OnInit answer -> answer.contract();
            case BecknMessage.OnConfirm answer -> answer.contract();
            case BecknMessage.OnStatus answer -> answer.contract();
            case BecknMessage.Failed failed -> throw new NoDeal(text(failed.error()));
            case BecknMessage.OnUpdate answer -> answer.contract();
            case BecknMessage.OnCancel answer -> answer.contract();
            case OnDiscover _,
                    BecknMessage.OnTrack _,
                    BecknMessage.OnRate _,
                    BecknMessage.OnSupport _,
                    BecknMessage.Choices _,
                    BecknMessage.OnPull _,
                    BecknMessage.FlexCallback _ ->
                throw new NoDeal("a callback to " + callback.answers().label() + " where a contract was expected");
        };
    }

    private static String text(BecknError error) {
        return error.code() + ": " + error.message();
    }
}
