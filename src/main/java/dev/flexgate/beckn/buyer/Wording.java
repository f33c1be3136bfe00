package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.dialect.v1.V1Dialect;
import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.Change;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Party;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.purchase.Alteration;
import dev.flexgate.purchase.Ask;
import dev.flexgate.purchase.Load;
import dev.flexgate.quantity.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts what a buyer asks into messages of the network. */
final class Wording {

    /** The domain under which compute windows are traded in the generations that have domains. */
    private static final String DOMAIN = "beckn.one:DEG:compute-energy:1.0";

    private static final String COMMITMENT = "commitment-1";

    private final Endpoint self;
    private final String network;
    private final Duration ttl;

    /** @param network in which to trade; empty for none in particular */
    Wording(Endpoint self, String network, Duration ttl) {
        this.self = self;
        this.network = network;
        this.ttl = ttl;
    }

    /** A search of the first generation is addressed to nobody. */
    Context context(
            Participant partner, Purchase purchase, String messageId, String dialect, boolean search, Instant now) {
        Endpoint provider = search && dialect.equals(V1Dialect.NAME)
                ? Endpoint.NOBODY
                : new Endpoint(partner.subscriberId(), partner.url().toString());
        return new Context(
                self,
                provider,
                purchase.id().toString(),
                messageId,
                network,
                DOMAIN,
                now.truncatedTo(ChronoUnit.MILLIS),
                ttl,
                List.of(LtsFields.VOCABULARY));
    }

    /**
     * The message of a step, in a given envelope.
     *
     * @param target the purchase to which load moves; empty for none
     */
    static BecknMessage.Request step(Ask.Step step, Purchase purchase, Optional<Purchase> target, Context context) {
        Proposal proposal = proposal(purchase, List.of(), List.of());
        return switch (step) {
            case Ask.Init init -> new BecknMessage.Init(context, proposal(purchase, List.of(), buyer(init, purchase)));
            case Ask.Confirm _ -> new BecknMessage.Confirm(context, proposal(purchase, charges(purchase), List.of()));
            case Ask.Status _ -> new BecknMessage.Status(context, proposal);
            case Ask.Track _ -> new BecknMessage.Track(context, proposal, "");
            case Ask.Update update ->
                new BecknMessage.Update(
                        context,
                        altered(purchase, update.alteration()),
                        change(update.alteration(), target, context),
                        update.preview());
            case Ask.Cancel cancel ->
                new BecknMessage.Cancel(
                        context,
                        proposal,
                        cancel.part(),
                        new Cancellation.Reason(cancel.reasonCode(), cancel.comment()),
                        cancel.preview());
            case Ask.Rate rate -> new BecknMessage.Rate(context, List.of(rating(rate, purchase)), rate.preview());
            case Ask.Support support ->
                new BecknMessage.Support(
                        context, purchase.contractId(), support.topic(), support.callbackPhone(), support.preview());
        };
    }

    private static List<Party> buyer(Ask.Init init, Purchase purchase) {
        return List.of(new Party(
                "buyer-" + purchase.tenant(),
                Party.CONSUMER,
                init.buyer().isEmpty() ? purchase.tenant() : init.buyer()));
    }

    static Proposal proposal(Purchase purchase, List<Charge> charges, List<Party> parties) {
        return new Proposal(
                purchase.contractId(),
                purchase.wish().map(Wording::wish).map(List::of).orElse(List.of()),
                charges,
                parties);
    }

    private static Wish wish(Purchase.Wanted wanted) {
        Extent extent = wanted.window().<Extent>map(Extent.Within::new).orElseGet(Extent.WholeSlot::new);
        return new Wish(
                COMMITMENT, wanted.slot(), wanted.offer(), List.of(wanted.slot()), amount(wanted.load()), extent);
    }

    private static Amount amount(Load load) {
        return switch (load) {
            case Load.OfPower(var power) -> new Amount.OfPower(power);
            case Load.OfEnergy(var energy) -> new Amount.OfEnergy(energy);
        };
    }

    /** The contract as it shall be, for the generations whose updates repeat it. */
    private static Proposal altered(Purchase purchase, Alteration alteration) {
        Proposal before = proposal(purchase, List.of(), List.of());
        List<Wish> wishes = before.wishes().stream()
                .map(wish -> switch (alteration) {
                    case Alteration.OfLoad(var load) -> altered(wish, amount(load), wish.extent());
                    case Alteration.OfWindow(var window) -> altered(wish, wish.amount(), new Extent.Within(window));
                    case Alteration.OfTerms(var load, var window) ->
                        altered(wish, amount(load), new Extent.Within(window));
                    case Alteration.Shift _, Alteration.Accept _ -> wish;
                })
                .toList();
        return new Proposal(before.contractId(), wishes, before.charges(), before.parties());
    }

    private static Wish altered(Wish wish, Amount amount, Extent extent) {
        return new Wish(wish.id(), wish.resourceId(), wish.offerId(), wish.offerResourceIds(), amount, extent);
    }

    private static Change change(Alteration alteration, Optional<Purchase> target, Context context) {
        return switch (alteration) {
            case Alteration.OfLoad(var load) -> new Change.QuantityChange(amount(load));
            case Alteration.OfWindow(var window) -> new Change.WindowChange(window);
            case Alteration.OfTerms(var load, var window) ->
                new Change.NewTerms(amount(load), new Extent.Within(window));
            case Alteration.Shift shift ->
                new Change.WorkloadShift(
                        shift.load(),
                        shift.from(),
                        shift.to(),
                        target.map(Purchase::contractId).orElse(""),
                        new Change.Response(shift.eventId(), shift.reason(), Optional.of(context.timestamp())));
            case Alteration.Accept accept ->
                new Change.ContinueWithAlert(
                        accept.rationale(),
                        accept.accepted().carbon(),
                        accept.accepted().price(),
                        accept.alertAbove().carbon(),
                        accept.alertAbove().price(),
                        accept.shutdown().map(bounds -> new Change.Shutdown(bounds.carbon(), bounds.price())),
                        new Change.Response(accept.eventId(), "", Optional.of(context.timestamp())));
        };
    }

    private static Rating rating(Ask.Rate rate, Purchase purchase) {
        return new Rating(
                purchase.contractId(),
                Rating.Target.CONTRACT,
                new Rating.Scale(rate.worst(), rate.best()),
                Optional.of(rate.value()),
                rate.category(),
                rate.comment(),
                List.of());
    }

    /** The price as it was quoted: it is repeated, so that neither side is bound to another. */
    static List<Charge> charges(Purchase purchase) {
        var charges = new ArrayList<Charge>();
        for (JsonNode each :
                purchase.contract().map(json -> json.path("charges")).orElseGet(AnswerJson::object)) {
            charges.add(new Charge(
                    each.path("chargeId").asText(),
                    Money.of(each.path("total").asText(), each.path("currency").asText()),
                    List.of()));
        }
        return charges;
    }

    /** What the last quote comes to; empty when it names no price. */
    static Optional<BigDecimal> total(Purchase purchase) {
        return charges(purchase).stream().map(charge -> charge.total().amount()).reduce(BigDecimal::add);
    }
}
