package dev.flexgate.market;

import dev.flexgate.audit.RecordId;
import java.util.List;

/** What the market answers to a request for a price. */
public sealed interface Quotation {

    /** A price, held by a reservation until it expires. */
    record Offered(Order.Quoted order, RecordId record) implements Quotation {}

    /** Not this window, but these: what is left, the cheapest first. */
    record CounterOffer(Refusal reason, List<Slot> alternatives, RecordId record) implements Quotation {

        public CounterOffer {
            alternatives = List.copyOf(alternatives);
        }
    }

    /** No price at all. */
    record Refused(Refusal reason, String detail, RecordId record) implements Quotation {}
}
