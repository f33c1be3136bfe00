package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;

/**
 * What comes of a step of an offer or order.
 *
 * @param <T> of what
 */
public sealed interface Stepped<T> {

    /** It took the step. */
    record Taken<T>(T thing, RecordId record) implements Stepped<T> {}

    /** It took the step before. */
    record Repeated<T>(T thing) implements Stepped<T> {}

    /** It stays as it is; the attempt is on record. */
    record Refused<T>(Reason reason, RecordId record) implements Stepped<T> {}
}
