package dev.flexgate.console.trade;

import dev.flexgate.market.Order;

/**
 * A quote on its way to a purchase.
 *
 * @param order as it stands
 * @param site name of the place
 * @param refusal why the last step failed; empty when none did
 */
public record QuotePage(Order order, String site, String refusal) {

    /** Whether the buyer has accepted the terms. */
    public boolean accepted() {
        return order instanceof Order.Initiated;
    }

    /** Whether anything can still be done. */
    public boolean open() {
        return order instanceof Order.Quoted || order instanceof Order.Initiated;
    }
}
