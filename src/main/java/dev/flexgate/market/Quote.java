package dev.flexgate.market;

import dev.flexgate.market.PriceLine.Kind;
import dev.flexgate.planning.Band;
import dev.flexgate.planning.Priced;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.SiteId;
import java.util.List;
import java.util.UUID;

/**
 * What is sold, for how much, and what it emits: the terms that an order is about and that never change after
 * the quote. The total is the sum of the lines, exactly.
 *
 * @param slot the slot that was selected
 * @param site where the work runs
 * @param window when, on half-hour boundaries
 * @param power IT power
 * @param itEnergy IT energy: power over the window
 * @param facilityEnergy IT energy times the site's PUE
 * @param lines itemised price
 * @param total sum of the lines
 * @param carbon emissions of the facility energy
 * @param quality the worst quality among the numbers behind the quote
 * @param planVersion the standing plan that it was negotiated against
 * @param plan its id, under which the negotiation is stored
 */
public record Quote(
        SlotId slot,
        SiteId site,
        Interval window,
        Power power,
        Energy itEnergy,
        Energy facilityEnergy,
        List<PriceLine> lines,
        Money total,
        Band<CarbonMass> carbon,
        Quality quality,
        long planVersion,
        UUID plan) {

    public Quote {
        lines = List.copyOf(lines);
        Money sum = lines.stream()
                .map(PriceLine::amount)
                .reduce(Money::plus)
                .orElseThrow(() -> new IllegalArgumentException("a quote has at least one line"));
        if (!sum.equals(total)) {
            throw new IllegalArgumentException("lines sum to " + sum + ", not " + total);
        }
        if (!power.over(window).equals(itEnergy)) {
            throw new IllegalArgumentException("energy " + itEnergy + " is not " + power + " over " + window);
        }
    }

    /** Planning's price with the provider's fee added: three lines. */
    static Quote of(SlotId slot, Priced priced, EnergyPrice fee) {
        Energy itEnergy = priced.itPower().over(priced.window());
        Money feeAmount = fee.of(itEnergy);
        return new Quote(
                slot,
                priced.site(),
                priced.window(),
                priced.itPower(),
                itEnergy,
                priced.facilityEnergy(),
                List.of(
                        new PriceLine(
                                Kind.ENERGY,
                                priced.energy(),
                                "facility energy at the median forecast price of each half-hour"),
                        new PriceLine(Kind.SCARCITY, priced.scarcity(), "IT energy at the plan's scarcity prices"),
                        new PriceLine(Kind.FEE, feeAmount, "IT energy at " + fee)),
                priced.total().plus(feeAmount),
                priced.carbon(),
                priced.quality(),
                priced.planVersion(),
                priced.plan().value());
    }
}
