package dev.flexgate.market;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was given up of an order after it was bought, in all.
 *
 * @param windows half-hours with no power left, or less; in the order in which they were given up
 * @param value what they cost
 * @param fee what the seller keeps of that, beside what the order still costs
 * @param why of the last time
 */
public record GivenUp(List<Interval> windows, Money value, Money fee, Reason why) {

    /**
     * Why.
     *
     * @param code of the policy's list; empty when unsaid
     * @param comment in the buyer's words; empty when unsaid
     * @param by who gave it up
     */
    public record Reason(String code, String comment, Side by) {}

    /** The two sides of an order. */
    public enum Side {
        CONSUMER,
        PROVIDER
    }

    public GivenUp {
        windows = List.copyOf(windows);
    }

    /** What the buyer gets back. */
    public Money refund() {
        return value.minus(fee);
    }

    GivenUp and(GivenUp more) {
        return new GivenUp(
                Stream.concat(windows.stream(), more.windows.stream()).toList(),
                value.plus(more.value),
                fee.plus(more.fee),
                more.why);
    }
}
