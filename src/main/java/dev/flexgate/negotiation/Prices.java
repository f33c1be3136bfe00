package dev.flexgate.negotiation;

import java.util.List;

/**
 * The prices that the plan was agreed at.
 *
 * @param carbonPricePerKg currency per kg CO2e: the shadow price of the carbon cap
 * @param scarcityPerMwh currency per MWh of IT work at each site, a period each: the shadow price of capacity
 */
public record Prices(double carbonPricePerKg, List<Series> scarcityPerMwh) {

    public Prices {
        scarcityPerMwh = List.copyOf(scarcityPerMwh);
    }
}
