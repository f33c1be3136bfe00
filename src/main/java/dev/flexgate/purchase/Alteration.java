package dev.flexgate.purchase;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.util.Optional;

/** What a buyer wants changed in what it bought. */
public sealed interface Alteration {

    /** More or less power over the same window. */
    record OfPower(Power power) implements Alteration {}

    /** The same power over another window. */
    record OfWindow(Interval window) implements Alteration {}

    /**
     * Load is moved away, as an answer to a grid event.
     *
     * @param load how much IT power moves
     * @param to where it goes; empty when unsaid
     * @param eventId the event, as the seller's alert named it; empty when unsaid
     * @param reason in a word; empty when unsaid
     */
    record Shift(Power load, String to, String eventId, String reason) implements Alteration {}

    /**
     * It stays, knowing of the event.
     *
     * @param rationale why; empty when unsaid
     * @param eventId the event, as the seller's alert named it; empty when unsaid
     * @param alertAbove intensity beyond which the buyer wants to hear again
     */
    record Accept(String rationale, String eventId, Optional<CarbonIntensity> alertAbove) implements Alteration {}
}
