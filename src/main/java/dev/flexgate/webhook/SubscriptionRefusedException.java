package dev.flexgate.webhook;

/** A subscription that is not made or changed so. */
public final class SubscriptionRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String field;

    /** Why. */
    public enum Reason {
        /** A field cannot be accepted. */
        INVALID,
        /** The tenant, or all tenants together, have as many as they may. */
        TOO_MANY,
        /** Somebody changed it meanwhile. */
        STALE,
        /** What is asked does not go with how it is now. */
        CONFLICT
    }

    SubscriptionRefusedException(Reason reason, String field, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.field = field;
    }

    public Reason reason() {
        return reason;
    }

    /** Which field of the request; empty when none in particular. */
    public String field() {
        return field;
    }
}
