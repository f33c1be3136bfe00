package dev.flexgate.beckn.message;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;

/**
 * Computing capacity in a stretch of time at a place whose carbon and price are forecast.
 *
 * @param site where
 * @param interval when
 * @param available IT power that could still be bought when this was written
 * @param carbon intensity of the grid there and then
 * @param price per kWh of IT energy, all lines included
 * @param floor the least it is sold for, per kWh of IT energy
 * @param provenance where the forecasts came from, and how far to believe them
 */
public record Window(
        Site site,
        Interval interval,
        Power available,
        Spread<CarbonIntensity> carbon,
        Spread<EnergyPrice> price,
        EnergyPrice floor,
        Provenance provenance) {

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
