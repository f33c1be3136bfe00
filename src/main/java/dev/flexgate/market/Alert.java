package dev.flexgate.market;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import java.time.Instant;

/**
 * What an order was sold on is not what is forecast now.
 *
 * @param eventId by which the buyer can respond
 * @param cause which of the two is beyond its threshold; the carbon intensity where both are
 * @param carbon mean per kWh of facility energy
 * @param price mean per kWh of IT energy, all lines of the price included
 */
public record Alert(String eventId, Instant at, Cause cause, Told<CarbonIntensity> carbon, Told<EnergyPrice> price) {

    /** Why a buyer is told. */
    public enum Cause {
        CARBON,
        PRICE
    }

    /**
     * One number, then and now.
     *
     * @param sold over the whole order, as sold
     * @param now over the half-hours that are still to come, as forecast now
     */
    public record Told<T>(T sold, T now) {}
}
