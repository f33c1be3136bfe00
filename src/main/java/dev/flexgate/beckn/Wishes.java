package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Amount;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Extent;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.Wish;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Conversation;
import dev.flexgate.market.OfferTemplate;
import dev.flexgate.market.Order;
import dev.flexgate.market.QuoteRequest;
import dev.flexgate.market.SlotId;
import dev.flexgate.market.StatedPrice;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.util.List;
import java.util.Optional;

/** What a consumer's proposal asks of the market, as plain functions; what the market could not grant is refused. */
final class Wishes {

    private static final String COMMITMENTS = "$.message.contract.commitments";
    private static final String OFFER = COMMITMENTS + "[0].offer";
    private static final String QUANTITY = COMMITMENTS + "[0].resources[0].quantity";

    private Wishes() {}

    /** A contract is about one slot: what is bought together is bought in one session each. */
    static Wish only(Proposal proposal) {
        if (proposal.wishes().size() != 1) {
            throw RefusedException.of(
                            ErrorCode.BIZ_GENERIC_ERROR,
                            "a contract is about one slot here, not "
                                    + proposal.wishes().size())
                    .at(COMMITMENTS)
                    .fix("send one slot; use a transaction for each");
        }
        return proposal.wishes().getFirst();
    }

    static QuoteRequest request(Wish wish, Conversation conversation, Catalogue catalogue) {
        SlotId slot = slot(wish);
        boolean unsaid = wish.offerId().isEmpty() && wish.offerResourceIds().isEmpty(); // a slot has one offer
        if (!unsaid && !wish.offerId().equals(Offering.offerId(catalogue.offer(), slot.value()))) {
            if (catalogue.find(slot).isEmpty()) {
                throw unknown(); // there is no offer of what is not for sale
            }
            throw RefusedException.of(ErrorCode.BIZ_OFFER_NOT_FOUND, "this slot is not sold under this offer")
                    .at(OFFER + ".id")
                    .fix("send the offer that names the slot");
        }
        if (!unsaid && !wish.offerResourceIds().contains(slot.value())) {
            throw RefusedException.of(ErrorCode.BIZ_OFFER_NOT_FOUND, "the offer is not taken for this slot")
                    .at(OFFER + ".resourceIds")
                    .fix("send the id of the slot with the offer");
        }
        Interval window = window(wish, slot, catalogue);
        return new QuoteRequest(conversation, slot, window, power(wish.amount(), window, catalogue.offer()));
    }

    private static SlotId slot(Wish wish) {
        try {
            return new SlotId(wish.resourceId());
        } catch (IllegalArgumentException noSlot) {
            throw unknown();
        }
    }

    private static RefusedException unknown() {
        return RefusedException.of(ErrorCode.BIZ_ITEM_NOT_FOUND, "no slot has this id")
                .at(COMMITMENTS + "[0].resources[0].id")
                .fix("discover again");
    }

    /** Of a slot that is not shown the market will say that it is unknown, whatever window is named. */
    private static Interval window(Wish wish, SlotId slot, Catalogue catalogue) {
        return switch (wish.extent()) {
            case Extent.Within(Interval window) -> window;
            case Extent.AtTimes times -> times.after(whole(slot, catalogue).start());
            case Extent.WholeSlot _ -> whole(slot, catalogue);
        };
    }

    private static Interval whole(SlotId slot, Catalogue catalogue) {
        return catalogue
                .find(slot)
                .map(listing -> listing.slot().window())
                .orElseGet(() -> HalfHours.containing(catalogue.takenAt(), 1).span());
    }

    /** Who does not name a load yet hears the price of the least that is sold. */
    private static Power power(Amount amount, Interval window, OfferTemplate offer) {
        return said(amount, window).orElse(offer.leastPower());
    }

    /** Energy becomes the power that delivers it evenly, rounded down to a watt; the quote says what that is. */
    static Optional<Power> said(Amount amount, Interval window) {
        return switch (amount) {
            case Amount.OfPower(Power power) -> Optional.of(power);
            case Amount.OfEnergy(Energy energy) -> Optional.of(new Power(energy.joules() / window.seconds()));
            case Amount.OfPowerAndEnergy(Power power, Energy energy) -> Optional.of(agreed(power, energy, window));
            case Amount.Unsaid _ -> Optional.empty();
        };
    }

    private static Power agreed(Power power, Energy energy, Interval window) {
        if (!power.over(window).equals(energy)) {
            throw RefusedException.of(
                            ErrorCode.BIZ_UPDATE_INCONSISTENT,
                            power + " over " + window.length() + " is " + power.over(window) + ", not " + energy)
                    .at(QUANTITY)
                    .fix("send one of load and energy, or make them agree over the window");
        }
        return power;
    }

    /** What was quoted is what is bought: a changed proposal is a new selection. An unknown order is the market's. */
    static void unchanged(Proposal proposal, Optional<Order> order) {
        Wish wish = only(proposal);
        if (order.isEmpty()) {
            return;
        }
        Interval window = order.get().window();
        boolean same = wish.resourceId().equals(order.get().quote().slot().value())
                && said(wish.amount(), window)
                        .orElse(order.get().power())
                        .equals(order.get().power())
                && isWindow(wish.extent(), window);
        if (!same) {
            throw RefusedException.of(
                            ErrorCode.BIZ_UPDATE_INCONSISTENT,
                            "the contract was quoted for another slot, window or power")
                    .at(COMMITMENTS + "[0]")
                    .fix("repeat what was quoted, or select anew");
        }
    }

    private static boolean isWindow(Extent extent, Interval window) {
        return switch (extent) {
            case Extent.WholeSlot _ -> true;
            case Extent.Within(Interval asked) -> asked.equals(window);
            case Extent.AtTimes times -> times.after(window.start()).equals(window);
        };
    }

    /** The total that the consumer repeats; of several charges the sum. */
    static StatedPrice price(Proposal proposal) {
        List<Money> totals = proposal.charges().stream().map(Charge::total).toList();
        if (totals.isEmpty()) {
            return new StatedPrice.Unstated();
        }
        if (totals.stream().map(Money::currency).distinct().count() > 1) {
            throw RefusedException.of(ErrorCode.BIZ_PRICE_MISMATCH, "the price is in several currencies")
                    .at("$.message.contract.consideration")
                    .fix("repeat the price of our on_init");
        }
        return new StatedPrice.Stated(totals.stream().reduce(Money::plus).orElseThrow());
    }
}
