package dev.flexgate.flexibility;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.util.List;

/**
 * One point of the offered curve; options exclude each other.
 *
 * @param ref 1 for the smallest
 * @param power facility power in every half-hour of the window
 * @param shares which site contributes what
 * @param energy facility energy over the window
 * @param extraCost what moving the jobs costs more than leaving them, by the plan's forecasts; never negative
 * @param extraCostUncertainty by how much the true difference may be more or less, since neither plan is proven best;
 *     an extra cost that is not above it is not resolved
 * @param extraCarbon emissions of moving against leaving them, as uncertain; may be negative
 * @param marginal price per kWh of what this option adds to the one before
 * @param price what the whole option is paid
 * @param confidence how surely it is delivered, 0 to 1, four decimals
 * @param rebound where its load goes or comes from, outside what is promised
 */
public record OfferOption(
        int ref,
        Power power,
        List<SiteShare> shares,
        Energy energy,
        Money extraCost,
        Money extraCostUncertainty,
        CarbonMass extraCarbon,
        EnergyPrice marginal,
        Money price,
        BigDecimal confidence,
        List<Rebound> rebound) {

    public OfferOption {
        shares = List.copyOf(shares);
        rebound = List.copyOf(rebound);
    }

    /** Whether the extra cost is more than what is not known about it. */
    public boolean isExtraCostResolved() {
        return extraCost.compareTo(extraCostUncertainty) > 0;
    }
}
