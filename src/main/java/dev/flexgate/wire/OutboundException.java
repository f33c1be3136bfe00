package dev.flexgate.wire;

/**
 * A call that was not made or not answered. The message names the host at most: path, query and headers may hold
 * secrets.
 */
public final class OutboundException extends RuntimeException {

    /** What went wrong, in the order in which it can. */
    public enum Reason {
        /** The URL or an address behind it is not one that FlexGate may connect to. Trying again is useless. */
        ADDRESS_REFUSED,
        /** The name has no address, or the resolver did not say. */
        UNRESOLVED,
        /** No connection, no TLS, or the connection broke. */
        CONNECT,
        /** The deadline of the whole call passed. */
        TIMEOUT,
        /** The answer is longer than allowed. */
        TOO_LARGE,
        /** Too many calls to the same target are waiting. */
        BUSY
    }

    private final Reason reason;

    OutboundException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    OutboundException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
