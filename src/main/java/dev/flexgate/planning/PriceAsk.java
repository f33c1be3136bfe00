package dev.flexgate.planning;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;

/**
 * Somebody wants constant IT power.
 *
 * @param site where
 * @param window when
 * @param itPower how much
 */
public record PriceAsk(SiteId site, Interval window, Power itPower) {}
