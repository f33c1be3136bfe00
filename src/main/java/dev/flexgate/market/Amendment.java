package dev.flexgate.market;

import dev.flexgate.quantity.CarbonIntensity;
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
     * @param stop when it does not stay after all; empty when what it said before still counts
     */
    record Acknowledge(
            String eventId,
            String note,
            Optional<Long> alertAboveMgPerKwh,
            Optional<EnergyPrice> priceAlertAbove,
            Optional<Stop> stop)
            implements Amendment {}

    /**
     * A buyer's load stops by itself when a plan expects more of what is still to come: of carbon or of its price.
     * Neither is never.
     *
     * @param carbonAbove mean per kWh of facility energy
     * @param priceAbove mean per kWh of IT energy
     */
    record Stop(Optional<CarbonIntensity> carbonAbove, Optional<EnergyPrice> priceAbove) {

        boolean isNever() {
            return carbonAbove.isEmpty() && priceAbove.isEmpty();
        }

        /** Whether either is passed; a price in another currency passes nothing. */
        boolean isPassed(CarbonIntensity carbon, EnergyPrice price) {
            return carbonAbove
                            .filter(above -> carbon.milligramsPerKwh() > above.milligramsPerKwh())
                            .isPresent()
                    || priceAbove
                            .filter(above -> price.currency().equals(above.currency())
                                    && price.perKilowattHour().compareTo(above.perKilowattHour()) > 0)
                            .isPresent();
        }
    }
}
