package dev.flexgate.audit;

/**
 * The stored log does not hash to what it should: an entry, a leaf hash or the state was changed outside the
 * program. No checkpoint is signed until it has been repaired from a copy.
 */
public final class LogDamagedException extends RuntimeException {

    LogDamagedException(String what) {
        super(what);
    }
}
