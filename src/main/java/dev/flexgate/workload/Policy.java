package dev.flexgate.workload;

import dev.flexgate.quantity.Money;

/**
 * What a tenant wants of every plan, for its own jobs. The policy of a site's operator binds all jobs at once.
 *
 * @param tenant whose policy
 * @param name what it says, for people
 * @param cap carbon over one horizon
 * @param carbonPerTonne what a tonne of CO2e is worth avoiding, over and above any cap; zero for money only
 * @param rates what it minds besides
 * @param limits what else no plan may exceed
 */
public record Policy(
        TenantId tenant, String name, CarbonCap cap, Money carbonPerTonne, PolicyRates rates, PolicyLimits limits) {

    /** A policy without further rates and limits. */
    public Policy(TenantId tenant, String name, CarbonCap cap, Money carbonPerTonne) {
        this(tenant, name, cap, carbonPerTonne, PolicyRates.NONE, PolicyLimits.NONE);
    }

    public Policy {
        Names.text(name, "name");
        if (carbonPerTonne.isNegative()) {
            throw new IllegalArgumentException("the worth of carbon cannot be negative: " + carbonPerTonne);
        }
    }
}
