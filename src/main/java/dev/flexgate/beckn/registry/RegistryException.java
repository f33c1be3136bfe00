package dev.flexgate.beckn.registry;

/** A registry file that cannot be used: every fault with its place. */
public final class RegistryException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RegistryException(String message) {
        super(message);
    }

    RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
