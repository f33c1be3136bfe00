package dev.flexgate.feed;

/** A feed that cannot be set up, such as a replay file that cannot be read; faults of providers are answers instead. */
public final class FeedException extends RuntimeException {

    public FeedException(String message) {
        super(message);
    }

    FeedException(String message, Throwable cause) {
        super(message, cause);
    }
}
