package dev.flexgate.workload;

import java.util.UUID;

/**
 * Names a job; ids of later jobs sort later.
 *
 * @param value a UUID of version 7
 */
public record JobId(UUID value) implements Comparable<JobId> {

    public static JobId of(String value) {
        return new JobId(UUID.fromString(value));
    }

    /** By text: the order in which PostgreSQL sorts the same ids. */
    @Override
    public int compareTo(JobId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
