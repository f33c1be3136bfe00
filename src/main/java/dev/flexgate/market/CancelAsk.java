package dev.flexgate.market;

import dev.flexgate.quantity.Interval;
import java.util.List;

/**
 * What a buyer wants to give up.
 *
 * @param part windows of whole half-hours; empty for the whole order
 * @param reasonCode of the policy's list; empty when unsaid
 * @param comment in the buyer's words; empty when unsaid
 */
public record CancelAsk(List<Interval> part, String reasonCode, String comment) {

    public CancelAsk {
        part = List.copyOf(part);
    }
}
