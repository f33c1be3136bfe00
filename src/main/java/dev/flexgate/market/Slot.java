package dev.flexgate.market;

import dev.flexgate.planning.Band;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.SiteId;
import java.time.Instant;

/**
 * Flexible capacity for sale: so much IT power at one site for one window, with what it emits and costs.
 *
 * @param id its name, kept from plan to plan
 * @param version counts what was published under this name, from 1
 * @param site where
 * @param window when, on half-hour boundaries
 * @param offerable IT power free beside the standing plan when it was published
 * @param carbon grid carbon intensity over the window
 * @param price list price per kWh of IT energy, all lines included
 * @param floor the least it can be sold for per kWh of IT energy: energy and scarcity, no fee
 * @param quality the worst quality among the numbers behind it
 * @param asOf when those numbers were known
 * @param planVersion the plan it was derived from
 */
public record Slot(
        SlotId id,
        int version,
        SiteId site,
        Interval window,
        Power offerable,
        Band<CarbonIntensity> carbon,
        Band<EnergyPrice> price,
        EnergyPrice floor,
        Quality quality,
        Instant asOf,
        long planVersion) {

    HalfHours halfHours() {
        return HalfHours.of(window);
    }

    Slot withVersion(int next) {
        return new Slot(id, next, site, window, offerable, carbon, price, floor, quality, asOf, planVersion);
    }

    /** Whether the same thing is offered, whatever its version and the plan it came from. */
    boolean offersTheSameAs(Slot other) {
        return offerable.equals(other.offerable)
                && carbon.equals(other.carbon)
                && price.equals(other.price)
                && floor.equals(other.floor)
                && quality == other.quality;
    }
}
