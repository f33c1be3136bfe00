package dev.flexgate.workload;

import dev.flexgate.quantity.Interval;

/**
 * A piece of computing that waits for a time and a place. A job is never changed once taken: its
 * {@link JobState} is kept beside it.
 *
 * @param id its name in FlexGate
 * @param tenant whose it is
 * @param reference the tenant's own name for it, unique among the tenant's jobs
 * @param name what it is, for people
 * @param shape how it may be moved in time
 * @param demand how much it needs
 * @param window from its release to its deadline
 * @param sites where it may run
 * @param handling what moving and pausing it costs
 * @param priority who goes first
 * @param origin asked for, or sample
 */
public record Job(
        JobId id,
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

    public Job {
        Names.text(reference, "reference");
        Names.text(name, "name");
    }

    /** Whether {@code other} asks for the same under the same reference, whatever id it got. */
    boolean asksTheSameAs(Job other) {
        return equals(new Job(
                id,
                other.tenant,
                other.reference,
                other.name,
                other.shape,
                other.demand,
                other.window,
                other.sites,
                other.handling,
                other.priority,
                other.origin));
    }
}
