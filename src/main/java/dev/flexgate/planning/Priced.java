package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.SiteId;
import java.util.List;

/**
 * What constant power in a window at a site costs beside the standing plan: the buyer's workload joins as one
 * more job agent and pays the plan's prices. Nothing else is in it; a market adds its fee in its own line.
 *
 * @param plan whose prices
 * @param planVersion its version
 * @param site where
 * @param window when: whole half-hours
 * @param itPower how much
 * @param facilityEnergy drawn from the grid in all, overhead included
 * @param energy facility energy at forecast prices, P50
 * @param energyBand the same with the price bands, each half-hour at the same quantile
 * @param scarcity IT energy at the scarcity prices
 * @param carbon facility energy at forecast intensity, each half-hour at the same quantile
 * @param quality the worst of all forecasts in it
 * @param periods the half-hours it is made of
 */
public record Priced(
        PlanId plan,
        long planVersion,
        SiteId site,
        Interval window,
        Power itPower,
        Energy facilityEnergy,
        Money energy,
        Band<Money> energyBand,
        Money scarcity,
        Band<CarbonMass> carbon,
        Quality quality,
        List<SitePeriod> periods)
        implements PriceAnswer {

    public Priced {
        periods = List.copyOf(periods);
    }

    /** Energy and scarcity. */
    public Money total() {
        return energy.plus(scarcity);
    }
}
