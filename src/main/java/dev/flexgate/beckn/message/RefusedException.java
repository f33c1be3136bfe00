package dev.flexgate.beckn.message;

import java.time.Duration;

/**
 * A message we do not take, thrown where the fault is noticed and answered once, at the edge. It carries no stack
 * trace: refusals are ordinary answers, and hostile senders cause many of them.
 */
public final class RefusedException extends RuntimeException {

    private final ErrorCode code;
    private final transient BecknError error;

    private RefusedException(ErrorCode code, BecknError error) {
        super(error.code() + ": " + error.message(), null, false, false);
        this.code = code;
        this.error = error;
    }

    public static RefusedException of(ErrorCode code, String message) {
        return new RefusedException(code, BecknError.of(code, message));
    }

    public RefusedException at(String path) {
        return new RefusedException(code, error.at(path));
    }

    public RefusedException fix(String fix) {
        return new RefusedException(code, error.fix(fix));
    }

    /** When to come again, in whole seconds, for the answer's {@code Retry-After}. */
    public RefusedException after(Duration pause) {
        return new RefusedException(code, error.with(BecknError.RETRY_AFTER, Long.toString(pause.toSeconds())));
    }

    /** A name finer than the code, for machines: {@code SIGNATURE_EXPIRED}, {@code TIMESTAMP_IN_FUTURE}. */
    public RefusedException reason(Enum<?> reason) {
        return new RefusedException(code, error.with("reason", reason.name()));
    }

    public ErrorCode code() {
        return code;
    }

    public BecknError error() {
        return error;
    }
}
