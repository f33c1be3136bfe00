package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Money;
import java.math.BigDecimal;

/**
 * What a plan costs and how much better any plan could be. Cost and carbon are recomputed exactly from the
 * allocations; the bound comes from the prices of the negotiation and is rounded down, the objective up.
 *
 * @param cost energy of all allocations at forecast prices (P50), facility overhead included
 * @param carbon emissions of all allocations at forecast intensity (P50), facility overhead included
 * @param objective what was minimised: cost, the tenants' worth of carbon, and the value of work left undone
 * @param lowerBound no feasible plan has an objective below this
 * @param gap (objective - bound) over the bound's cost of the work done; {@link #GAP_MAX} means that or more
 * @param carbonPerTonne shadow price of the carbon cap; zero where it does not bind
 * @param rounds price rounds until the agents agreed
 * @param stopped why they stopped
 */
public record Certificate(
        Money cost,
        CarbonMass carbon,
        Money objective,
        Money lowerBound,
        BigDecimal gap,
        Money carbonPerTonne,
        int rounds,
        String stopped) {

    public static final BigDecimal GAP_MAX = new BigDecimal("9.999999");
}
