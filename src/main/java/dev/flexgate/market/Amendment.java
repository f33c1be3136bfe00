package dev.flexgate.market;

import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.util.Optional;

/** What a buyer asks to change in an order that it has bought. */
public sealed interface Amendment {

    /**
     * Other terms, from now on.
     *
     * @param power as before when absent
     * @param window as before when absent; whole half-hours of one slot
     */
    record Reshape(Optional<Power> power, Optional<Interval> window) implements Amendment {}

    /**
     * Load that leaves the site as soon as it can, for good.
     *
     * @param eventId the alert it responds to; empty when none
     */
    record Shift(Power load, String eventId) implements Amendment {}

    /** Load that comes from another order of the buyer's: so much more as soon as it can be, to the end. */
    record Join(Power load) implements Amendment {}

    /**
     * The buyer knows of an alert and stays.
     *
     * @param eventId the alert; empty for the last one
     * @param note in the buyer's words
     * @param alertAboveMgPerKwh intensity in mg/kWh beyond which it wants to hear again
     * @param priceAlertAbove price per kWh of IT energy beyond which it wants to hear again
     */
    record Acknowledge(
            String eventId, String note, Optional<Long> alertAboveMgPerKwh, Optional<EnergyPrice> priceAlertAbove)
            implements Amendment {}
}
