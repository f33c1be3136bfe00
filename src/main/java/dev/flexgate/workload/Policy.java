package dev.flexgate.workload;

import dev.flexgate.quantity.Money;

/**
 * What a tenant wants of every plan. The policy of a site's operator binds all jobs at once.
 *
 * @param tenant whose policy
 * @param name what it says, for people
 * @param cap carbon over one horizon
 * @param carbonPerTonne what a tonne of CO2e is worth avoiding, over and above any cap; zero for money only
 */
public record Policy(TenantId tenant, String name, CarbonCap cap, Money carbonPerTonne) {

    public Policy {
        Names.text(name, "name");
        if (carbonPerTonne.isNegative()) {
            throw new IllegalArgumentException("the worth of carbon cannot be negative: " + carbonPerTonne);
        }
    }
}
