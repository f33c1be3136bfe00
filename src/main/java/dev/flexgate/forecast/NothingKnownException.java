package dev.flexgate.forecast;

/** Too little is known of a signal to say anything about it, and nothing stands in for it. */
final class NothingKnownException extends RuntimeException {

    private static final long serialVersionUID = 1;

    NothingKnownException(String of) {
        super("too little is known of " + of);
    }
}
