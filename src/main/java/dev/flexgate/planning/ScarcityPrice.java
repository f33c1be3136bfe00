package dev.flexgate.planning;

import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.SiteId;

/**
 * What one more kWh of room is worth where the agents competed for it: the shadow price of capacity.
 *
 * @param site where
 * @param period which half-hour
 * @param perItKwh price per kWh of IT energy, over and above the energy itself; always above zero
 */
public record ScarcityPrice(SiteId site, Interval period, EnergyPrice perItKwh) {}
