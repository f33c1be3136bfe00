package dev.flexgate.flexibility;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;

/**
 * What a site would draw in a half-hour of the window if nobody asked.
 *
 * @param site which
 * @param period which half-hour
 * @param itJobs IT power that the standing plan gives to jobs
 * @param facility power of the whole site: jobs, load that never moves, sold slots, times the PUE
 * @param turned IT power that earlier orders had turned the same way when this was read
 */
public record PlannedLoad(SiteId site, Interval period, Power itJobs, Power facility, Power turned) {}
