package dev.flexgate.workload;

import java.util.List;

/**
 * Which jobs are asked for.
 *
 * @param tenants whose; empty for everybody's
 * @param states in which states, by their names in capitals; empty for any
 */
public record JobFilter(List<TenantId> tenants, List<String> states) {

    /** Names of the states. */
    public static final List<String> STATES =
            List.of("QUEUED", "PLACED", "RUNNING", "DEFERRED", "DONE", "MISSED", "CANCELLED");

    /** Every job. */
    public static final JobFilter ALL = new JobFilter(List.of(), List.of());

    public JobFilter {
        tenants = List.copyOf(tenants);
        states = List.copyOf(states);
        if (!STATES.containsAll(states)) {
            throw new IllegalArgumentException("state must be of " + STATES + ", not " + states);
        }
    }
}
