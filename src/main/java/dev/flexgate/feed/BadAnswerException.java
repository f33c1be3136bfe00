package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import java.time.Instant;
import java.util.Optional;

/** An answer of a provider that nothing may be taken from; becomes {@link Missing} at the adapter's door. */
final class BadAnswerException extends RuntimeException {

    private final Reason reason;
    private Optional<Instant> retryAt = Optional.empty();

    BadAnswerException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    BadAnswerException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    Missing missing() {
        return new Missing(reason, String.valueOf(getMessage()), retryAt);
    }

    /** The provider should not be asked again before {@code moment}. */
    BadAnswerException retryAt(Instant moment) {
        retryAt = Optional.of(moment);
        return this;
    }

    Reason reason() {
        return reason;
    }
}
