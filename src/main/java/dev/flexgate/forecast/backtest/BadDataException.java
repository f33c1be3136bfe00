package dev.flexgate.forecast.backtest;

import java.io.Serial;

/** A file that cannot be used; the message names it, the place and the fault. */
public final class BadDataException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    /** @param message names what is at fault, and what it has to be */
    public BadDataException(String message) {
        super(message);
    }

    BadDataException(String message, Throwable cause) {
        super(message, cause);
    }
}
