package dev.flexgate.console.grid;

import dev.flexgate.console.Chart;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.Need;
import dev.flexgate.flexibility.NeedState;
import dev.flexgate.flexibility.Offer;
import dev.flexgate.flexibility.Reason;
import java.util.List;
import java.util.Optional;

/**
 * One request and its answer.
 *
 * @param need as it stands
 * @param offer the answer; empty where there is none
 * @param why nothing or not all is offered; empty where all is
 * @param curve the offer's options as steps
 * @param rebound where the load goes; empty without an offer
 * @param order what came of it; empty while nothing did
 * @param mine whether the visitor asked, and may order
 * @param refusal why the last step failed; empty when none did
 */
public record NeedPage(
        Need need,
        Optional<Offer> offer,
        Optional<Reason> why,
        List<Bar> curve,
        Optional<Chart> rebound,
        Optional<FlexOrder> order,
        boolean mine,
        String refusal) {

    /** Whether it was taken in and has no answer yet. */
    public boolean waits() {
        return need.state() instanceof NeedState.Received;
    }

    /** Whether the offer can still be ordered. */
    public boolean open() {
        return offer.filter(each -> each.state().isOpen()).isPresent();
    }
}
