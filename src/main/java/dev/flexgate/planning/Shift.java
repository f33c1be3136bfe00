package dev.flexgate.planning;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;

/**
 * How the load of jobs changes at one site in one half-hour.
 *
 * @param site where
 * @param period when
 * @param itPower with the ceilings less without them: positive where load comes to, negative where it leaves
 */
public record Shift(SiteId site, Interval period, Power itPower) {}
