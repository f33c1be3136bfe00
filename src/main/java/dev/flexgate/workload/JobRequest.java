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
 * @param handling what moving and pausing it costs
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
        Handling handling,
        Priority priority,
        Origin origin) {

    /** A job that costs nothing to move and to pause. */
    public JobRequest(
            TenantId tenant,
            String reference,
            String name,
            JobShape shape,
            Demand demand,
            Interval window,
            SiteChoice sites,
            Priority priority,
            Origin origin) {
        this(tenant, reference, name, shape, demand, window, sites, Handling.NONE, priority, origin);
    }

    public JobRequest {
        Names.text(reference, "reference");
        Names.text(name, "name");
        handling.requireFor(shape);
    }

    Job named(JobId id) {
        return new Job(id, tenant, reference, name, shape, demand, window, sites, handling, priority, origin);
    }
}
