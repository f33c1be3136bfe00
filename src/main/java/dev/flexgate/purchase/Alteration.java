package dev.flexgate.purchase;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.util.Optional;
import java.util.UUID;

/** What a buyer wants changed in what it bought. */
public sealed interface Alteration {

    /** More or less over the same window. */
    record OfLoad(Load load) implements Alteration {}

    /** The same power over another window. */
    record OfWindow(Interval window) implements Alteration {}

    /** More or less, and over another window. */
    record OfTerms(Load load, Interval window) implements Alteration {}

    /**
     * Load is moved away, as an answer to a grid event.
     *
     * @param load how much IT power moves
     * @param from the place that it leaves; empty when unsaid
     * @param to where it goes; empty when unsaid
     * @param toPurchase another purchase of the same partner, under which it runs there; empty when it leaves the partner
     * @param eventId the event, as the seller's alert named it; empty when unsaid
     * @param reason in a word; empty when unsaid
     */
    record Shift(Power load, String from, String to, Optional<UUID> toPurchase, String eventId, String reason)
            implements Alteration {}

    /**
     * It stays, knowing of the event.
     *
     * @param rationale why; empty when unsaid
     * @param eventId the event, as the seller's alert named it; empty when unsaid
     * @param accepted what the buyer takes it to cost
     * @param alertAbove beyond what the buyer wants to hear again
     * @param shutdown beyond what the load stops by itself, {@link Bounds#NONE} for never again; empty to leave that as it is
     */
    record Accept(String rationale, String eventId, Bounds accepted, Bounds alertAbove, Optional<Bounds> shutdown)
            implements Alteration {}

    /** Carbon intensity and price, of which either may be unsaid. */
    record Bounds(Optional<CarbonIntensity> carbon, Optional<EnergyPrice> price) {

        public static final Bounds NONE = new Bounds(Optional.empty(), Optional.empty());
    }
}
