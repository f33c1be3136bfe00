package dev.flexgate.flexibility;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;

/**
 * Load that moves because of an order.
 *
 * @param site where
 * @param period in which half-hour
 * @param change facility power with the order less without it, outside what is promised: positive where there is more
 */
public record Rebound(SiteId site, Interval period, Power change) {}
