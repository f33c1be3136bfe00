package dev.flexgate.store;

import org.jspecify.annotations.Nullable;

/** The database cannot answer now: down, starting, overloaded or too slow. The same call may succeed later. */
public final class StoreUnavailableException extends StoreException {

    private final boolean outcomeUnknown;

    StoreUnavailableException(String message, String sqlState, @Nullable Throwable cause) {
        this(message, sqlState, false, cause);
    }

    private StoreUnavailableException(
            String message, String sqlState, boolean outcomeUnknown, @Nullable Throwable cause) {
        super(message, sqlState, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** The connection went while the commit was on its way. */
    static StoreUnavailableException duringCommit(StoreException cause) {
        return new StoreUnavailableException(
                "lost the database during a commit, which may or may not have happened", cause.sqlState(), true, cause);
    }

    /** Whether the transaction may have been committed all the same; otherwise it certainly was not. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
