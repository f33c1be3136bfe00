package dev.flexgate.settlement.meter;

import dev.flexgate.audit.RecordId;
import java.time.Instant;

/**
 * A reading as it is kept.
 *
 * @param version from 1; a correction is one more
 * @param knownAt when it was taken in
 * @param record of the batch it came with
 */
public record StoredReading(Reading reading, int version, Instant knownAt, RecordId record) {}
