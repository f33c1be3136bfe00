package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.SiteId;

/**
 * One half-hour of one site beside the standing plan. All power is IT power; prices and carbon are per kWh of
 * facility energy, which is IT energy times the site's PUE.
 *
 * @param site where
 * @param period which half-hour
 * @param flexible the site's limit less what never moves
 * @param limitedBy which of its limits that is
 * @param planned what the plan gives to jobs
 * @param movable the part of it that could be elsewhere or later: not runs that have begun and must not be broken
 * @param committed what was reserved or sold when this was read
 * @param carbon forecast intensity
 * @param carbonFrom whence
 * @param price forecast energy price
 * @param priceFrom whence
 * @param scarcity shadow price of room, per kWh of IT energy; zero where nobody competes for it
 */
public record SitePeriod(
        SiteId site,
        Interval period,
        Power flexible,
        Limit limitedBy,
        Power planned,
        Power movable,
        Power committed,
        Band<CarbonIntensity> carbon,
        Provenance carbonFrom,
        Band<EnergyPrice> price,
        Provenance priceFrom,
        EnergyPrice scarcity) {

    /** What limits the power that jobs and buyers draw at a site. */
    public enum Limit {
        /** Its halls. */
        SITE_CAPACITY,
        /** Its grid connection. */
        IMPORT_LIMIT,
        /** The guardrail of who runs it. */
        SITE_PEAK
    }

    /** What the market may hold in all: reserved, sold and still free. */
    public Power offerable() {
        return atLeastZero(flexible.minus(planned));
    }

    /** What is still free. */
    public Power remaining() {
        return atLeastZero(offerable().minus(committed));
    }

    /** The worse of the two forecasts. */
    public Quality quality() {
        return carbonFrom.quality().worse(priceFrom.quality());
    }

    SitePeriod withCommitted(Power now) {
        return new SitePeriod(
                site,
                period,
                flexible,
                limitedBy,
                planned,
                movable,
                now,
                carbon,
                carbonFrom,
                price,
                priceFrom,
                scarcity);
    }

    private static Power atLeastZero(Power power) {
        return power.isPositive() ? power : Power.ZERO;
    }
}
