package dev.flexgate.workload;

import dev.flexgate.quantity.Interval;

/**
 * A tenant's wish to have a job run; {@link Jobs#submit} answers it.
 *
 * @param tenant who asks
 * @param reference the tenant's own name for the job; asking again under the same one is a repeat
 * @param name what it is, for people
 * @param shape how it may be moved in time
 * @param demand how much it needs
 * @param window from its release to its deadline
 * @param sites where it may run
 * @param priority who goes first
 * @param origin asked for, or sample
 */
public record JobRequest(
        TenantId tenant,
        String reference,
        String name,
        JobShape shape,
        Demand demand,
        Interval window,
        SiteChoice sites,
        Priority priority,
        Origin origin) {

    public JobRequest {
        Names.text(reference, "reference");
        Names.text(name, "name");
    }

    Job named(JobId id) {
        return new Job(id, tenant, reference, name, shape, demand, window, sites, priority, origin);
    }
}
