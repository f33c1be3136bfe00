package dev.flexgate.planning;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;

/**
 * A job runs at a site for a while at one power.
 *
 * @param job which
 * @param site where
 * @param interval when: whole half-hours
 * @param itPower at what IT power
 */
public record Allocation(JobId job, SiteId site, Interval interval, Power itPower) {

    /** IT energy of the run. */
    public Energy energy() {
        return itPower.over(interval);
    }
}
