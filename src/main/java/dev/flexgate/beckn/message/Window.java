package dev.flexgate.beckn.message;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import java.util.Optional;

/**
 * Computing capacity in a stretch of time at a place whose carbon and price are forecast.
 *
 * @param site where
 * @param interval when
 * @param available IT power that could still be bought when this was written; empty when unsaid
 * @param carbon intensity of the grid there and then; empty when unsaid, which is not none
 * @param pricing what it costs; empty when unsaid, which is not nothing
 * @param provenance where the forecasts came from, and how far to believe them
 */
public record Window(
        Site site,
        Interval interval,
        Optional<Power> available,
        Optional<Spread<CarbonIntensity>> carbon,
        Optional<Pricing> pricing,
        Provenance provenance) {

    /**
     * What a window costs.
     *
     * @param price per kWh of IT energy, all lines included
     * @param floor the least it is sold for, per kWh of IT energy
     */
    public record Pricing(Spread<EnergyPrice> price, EnergyPrice floor) {

        /** Where nothing but one price is known. */
        public static Pricing of(EnergyPrice price) {
            return new Pricing(new Spread<>(price, price, price), price);
        }
    }

    /**
     * Where.
     *
     * @param carbonZone zone of the carbon forecast, such as {@code GB-10}
     * @param gridArea GSP Group, such as {@code _A}
     * @param latitude degrees north, WGS 84, decimal text; empty when the place is not known any more
     * @param longitude degrees east, WGS 84, decimal text
     */
    public record Site(
            String id, String locality, String carbonZone, String gridArea, String latitude, String longitude) {}
}
