package dev.flexgate.flexibility;

import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;

/**
 * What one site contributes to an option in every half-hour of the window.
 *
 * @param site which
 * @param power facility power, as the grid sees it
 * @param itPower the same as IT power, rounded up to a watt so that the facility power is reached
 */
public record SiteShare(SiteId site, Power power, Power itPower) {}
