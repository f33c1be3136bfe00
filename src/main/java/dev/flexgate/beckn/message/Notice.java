package dev.flexgate.beckn.message;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import java.time.Instant;
import java.util.Optional;

/** Why an {@code on_update} is sent. */
public sealed interface Notice {

    /**
     * The answer to an update: what was asked, beside the contract as it now is, or in a preview as it would be.
     *
     * @param before the total before
     */
    record Applied(Change change, Money before) implements Notice {}

    /**
     * Unasked: the forecast that a contract was sold on has changed beyond the threshold, or something happened on
     * the grid.
     *
     * @param eventId by which an update can respond to it
     * @param at when it was noticed
     * @param kind a word of the domain, such as {@code carbon_intensity_spike}
     * @param severity {@code low}, {@code medium} or {@code high}
     * @param message for people
     * @param carbon mean intensity over the contract's window, as sold and as forecast now; absent when unsaid
     * @param price mean price per kWh of IT energy, as sold and as it would be sold now, which changes nothing in what
     *     is to be paid; absent when unsaid
     */
    record Alert(
            String eventId,
            Instant at,
            String kind,
            String severity,
            String message,
            Optional<Shift<CarbonIntensity>> carbon,
            Optional<Shift<EnergyPrice>> price)
            implements Notice {}

    /** Nothing is said about why: how peers of some dialects send it. */
    record Unexplained() implements Notice {}

    /** A value then and now. */
    record Shift<T>(T before, T now) {}
}
