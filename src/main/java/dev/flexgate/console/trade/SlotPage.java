package dev.flexgate.console.trade;

import dev.flexgate.console.Chart;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Site;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * One slot.
 *
 * @param listing the slot and what is left of it
 * @param site where
 * @param catalogue on whose terms
 * @param charts capacity, carbon and price in its half-hours
 * @param halfHours to choose a window from
 * @param records what the log says about it, the newest first
 * @param json as it was published
 * @param received as a partner on the network receives it, Beckn JSON; empty when it is not shown there
 * @param buying whether the sandbox buyer may buy here, and what was filled in
 * @param refusal why the last try failed; empty on the first
 */
public record SlotPage(
        Listing listing,
        Site site,
        Catalogue catalogue,
        List<Chart> charts,
        List<Interval> halfHours,
        List<RecordLine> records,
        String json,
        Optional<String> received,
        Buying buying,
        Refusal refusal) {

    /**
     * The form.
     *
     * @param allowed only sample data may be bought by hand
     * @param transaction of the purchase to come: sent twice it is the same one
     * @param power what was filled in
     * @param start likewise
     * @param end likewise
     */
    public record Buying(boolean allowed, UUID transaction, String power, Instant start, Instant end) {}

    /**
     * Why nothing was quoted.
     *
     * @param reason code of the refusal; empty where there is none
     * @param detail in words
     * @param alternatives slots that would do
     */
    public record Refusal(String reason, String detail, List<Listing> alternatives) {

        static final Refusal NONE = new Refusal("", "", List.of());

        public boolean any() {
            return !reason.isEmpty();
        }
    }

    /** A record of the log about this slot. */
    public record RecordLine(String id, long index, String outcome, long version, Instant at) {}

    /** Until when it can be bought. */
    public Instant lastSale() {
        return listing.slot().window().start().minus(catalogue.offer().leastNotice());
    }
}
