package dev.flexgate.beckn.message;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.time.Instant;
import java.util.Optional;

/** What an update asks to change in a contract. */
public sealed interface Change {

    /**
     * Moves load away from the contract's site, as an answer to a grid event.
     *
     * @param load how much IT power moves
     * @param from the place it leaves, in the consumer's words; empty when unsaid
     * @param to where it goes, in the consumer's words; empty when unsaid
     * @param targetContract the contract under which it runs there; empty when unsaid
     */
    record WorkloadShift(Power load, String from, String to, String targetContract, Response response)
            implements Change {}

    /**
     * Stays, knowing of the alert: the consumer accepts what the event costs.
     *
     * @param rationale why, in the consumer's words; empty when unsaid
     * @param acceptedCarbon intensity it accepts
     * @param acceptedPrice price it accepts
     * @param alertAbove intensity beyond which it wants to hear again
     * @param priceAlertAbove price beyond which it wants to hear again
     * @param shutdown when it does not want to stay after all; empty when nothing is said of it
     */
    record ContinueWithAlert(
            String rationale,
            Optional<CarbonIntensity> acceptedCarbon,
            Optional<EnergyPrice> acceptedPrice,
            Optional<CarbonIntensity> alertAbove,
            Optional<EnergyPrice> priceAlertAbove,
            Optional<Shutdown> shutdown,
            Response response)
            implements Change {}

    /**
     * The load stops by itself when the forecast passes either; never, when there is neither.
     *
     * @param carbonAbove intensity
     * @param priceAbove price
     */
    record Shutdown(Optional<CarbonIntensity> carbonAbove, Optional<EnergyPrice> priceAbove) {

        public static final Shutdown NEVER = new Shutdown(Optional.empty(), Optional.empty());
    }

    /** Buys more or less power over the same window. */
    record QuantityChange(Amount amount) implements Change {}

    /** Buys the same power over another window. */
    record WindowChange(Interval window) implements Change {}

    /** The contract as it shall be: whatever in it differs from how it is, is to be changed. */
    record NewTerms(Amount amount, Extent extent) implements Change {}

    /**
     * To which event a consumer responds.
     *
     * @param eventId the event, as our alert named it; empty when unsaid
     * @param reason a word of the domain, such as {@code grid_stress_response}; empty when unsaid
     * @param at when it was decided
     */
    record Response(String eventId, String reason, Optional<Instant> at) {}
}
