package dev.flexgate.store;

/** A statement broke a constraint of the schema: a duplicate, an oversale, a missing parent. */
public final class ConstraintViolatedException extends StoreException {

    private final String constraint;

    ConstraintViolatedException(String message, String sqlState, String constraint, Throwable cause) {
        super(message, sqlState, cause);
        this.constraint = constraint;
    }

    /** The constraint's name; for a {@code not null} constraint, which has none, the column's. */
    public String constraint() {
        return constraint;
    }
}
