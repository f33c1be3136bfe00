package dev.flexgate.flexibility;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;

/**
 * Load that moves because of a turn-down.
 *
 * @param site where
 * @param period in which half-hour
 * @param change facility power with the turn-down less without it: positive where load comes back
 */
public record Rebound(SiteId site, Interval period, Power change) {}
