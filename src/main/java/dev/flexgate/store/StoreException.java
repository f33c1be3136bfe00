package dev.flexgate.store;

import org.jspecify.annotations.Nullable;

/**
 * The database refused or failed a statement. Unlike the driver's own exceptions it carries the caller's stack.
 * The message holds the server's words and the SQL, never the parameters.
 */
public sealed class StoreException extends RuntimeException
        permits StoreUnavailableException, ConstraintViolatedException {

    private final String sqlState;

    StoreException(String message, String sqlState, @Nullable Throwable cause) {
        super(message, cause);
        this.sqlState = sqlState;
    }

    /** The five characters of PostgreSQL's appendix A, or empty when the server did not say. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether others got in the way (serialization failure, deadlock) and the same work may well pass next time. */
    boolean contended() {
        return sqlState.equals("40001") || sqlState.equals("40P01");
    }
}
