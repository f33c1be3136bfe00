package dev.flexgate.workload;

import java.time.Instant;

/**
 * One version of a tenant's policy, and where it comes from.
 *
 * @param version counts from 1; a policy that is withdrawn and set again counts on
 * @param withdrawn whether the tenant has no policy any more from this version on
 * @param source who says so
 * @param recordedAt since when
 * @param recordedBy id of the key that changed it; empty for a file, and for a gateway without keys
 */
public record PolicyVersion(
        Policy policy, int version, boolean withdrawn, Source source, Instant recordedAt, String recordedBy) {

    /** Where a version comes from. */
    public enum Source {
        /** A file of the catalogue. */
        FILE,
        /** A caller of the REST interface, the command line or the console. */
        API
    }
}
