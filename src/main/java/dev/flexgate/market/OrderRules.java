package dev.flexgate.market;

import dev.flexgate.market.Order.Accepted;
import dev.flexgate.market.Order.Active;
import dev.flexgate.market.Order.Cancelled;
import dev.flexgate.market.Order.DeliveryComplete;
import dev.flexgate.market.Order.Expired;
import dev.flexgate.market.Order.Initiated;
import dev.flexgate.market.Order.Quoted;
import dev.flexgate.market.Order.Settled;
import java.time.Instant;

/** Which step an order allows, as plain functions of the order and the time. */
final class OrderRules {

    private OrderRules() {}

    /** What comes of asking an order to take a step. */
    sealed interface Step {

        /** The order moves on. */
        record Taken(Order next) implements Step {}

        /** The order took this step before: the buyer hears the same answer again. */
        record Repeated(Order order) implements Step {}

        /** The order stays as it is. */
        record Refused(Refusal reason) implements Step {}
    }

    static Step initiate(Order order, Instant now) {
        return switch (order) {
            case Quoted quoted when !now.isBefore(quoted.expiresAt()) -> new Step.Refused(Refusal.QUOTE_EXPIRED);
            case Quoted quoted -> new Step.Taken(quoted.initiated(now));
            case Initiated initiated
            when !now.isBefore(initiated.expiresAt()) -> new Step.Refused(Refusal.QUOTE_EXPIRED);
            case Initiated initiated -> new Step.Repeated(initiated);
            case Expired _ -> new Step.Refused(Refusal.QUOTE_EXPIRED);
            case Cancelled _ -> new Step.Refused(Refusal.ALREADY_CANCELLED);
            case Accepted _, Active _, DeliveryComplete _, Settled _ -> new Step.Refused(Refusal.ILLEGAL_STEP);
        };
    }

    static Step confirm(Order order, StatedPrice price, Instant now) {
        if (price instanceof StatedPrice.Stated stated
                && !stated.total().equals(order.quote().total())) {
            return new Step.Refused(Refusal.PRICE_MISMATCH);
        }
        return switch (order) {
            case Quoted quoted when !now.isBefore(quoted.expiresAt()) -> new Step.Refused(Refusal.QUOTE_EXPIRED);
            case Quoted _ -> new Step.Refused(Refusal.ILLEGAL_STEP);
            case Initiated initiated
            when !now.isBefore(initiated.expiresAt()) -> new Step.Refused(Refusal.QUOTE_EXPIRED);
            case Initiated initiated -> new Step.Taken(initiated.accepted(now));
            // The buyer may ask again after a lost answer, under a new message id.
            case Accepted _, Active _, DeliveryComplete _, Settled _ -> new Step.Repeated(order);
            case Cancelled _ -> new Step.Refused(Refusal.ALREADY_CANCELLED);
            case Expired _ -> new Step.Refused(Refusal.QUOTE_EXPIRED);
        };
    }

    /** What the passing of time alone does to an order; {@code Repeated} when nothing is due. */
    static Step passingOfTime(Order order, Instant now) {
        return switch (order) {
            case Quoted quoted when !now.isBefore(quoted.expiresAt()) -> new Step.Taken(quoted.expired(now));
            case Initiated initiated
            when !now.isBefore(initiated.expiresAt()) -> new Step.Taken(initiated.expired(now));
            case Accepted accepted
            when !now.isBefore(accepted.window().start()) -> new Step.Taken(accepted.active(now));
            case Active active
            when !now.isBefore(active.window().end()) -> new Step.Taken(active.deliveryComplete(now));
            case Quoted _, Initiated _, Accepted _, Active _, DeliveryComplete _, Settled _, Cancelled _, Expired _ ->
                new Step.Repeated(order);
        };
    }
}
