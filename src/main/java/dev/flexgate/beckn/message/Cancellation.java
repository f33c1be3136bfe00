package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import java.util.List;

/**
 * What ending a contract, or giving up a part of its window, costs. In the answer to a preview: what it would cost.
 *
 * @param givenUp half-hours that are no longer delivered, in the order of time
 * @param value what they cost in the contract
 * @param fee what is kept of that
 * @param refund what is given back: value less fee
 * @param reason why
 * @param by who ended it: {@link Party#CONSUMER} or {@link Party#PROVIDER}
 */
public record Cancellation(List<Interval> givenUp, Money value, Money fee, Money refund, Reason reason, String by) {

    /**
     * Why a contract is ended.
     *
     * @param code one of those that the provider lists; empty when unsaid
     * @param comment in the consumer's own words; empty when unsaid
     */
    public record Reason(String code, String comment) {

        public static final Reason UNSAID = new Reason("", "");
    }

    public Cancellation {
        givenUp = List.copyOf(givenUp);
        if (!value.equals(fee.plus(refund))) {
            throw new IllegalArgumentException("fee " + fee + " and refund " + refund + " are not " + value);
        }
    }
}
