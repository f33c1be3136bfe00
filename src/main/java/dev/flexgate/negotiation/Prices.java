package dev.flexgate.negotiation;

import java.util.List;

/**
 * The prices that the plan was agreed at.
 *
 * @param carbonPricePerKg currency per kg CO2e: the shadow price of the carbon cap
 * @param scarcityPerMwh currency per MWh of IT work at each site, a period each: the shadow price of capacity
 * @param limits one for each of the policy's limits, in their order
 */
public record Prices(double carbonPricePerKg, List<Series> scarcityPerMwh, List<Limit> limits) {

    /**
     * What a limit costs.
     *
     * @param id its name
     * @param shadowPrice currency that one more of its unit would save; of power, one MW more in every period
     * @param used how much of it the plan uses; of power, the most in any period
     */
    public record Limit(String id, double shadowPrice, double used) {}

    public Prices {
        scarcityPerMwh = List.copyOf(scarcityPerMwh);
        limits = List.copyOf(limits);
    }
}
