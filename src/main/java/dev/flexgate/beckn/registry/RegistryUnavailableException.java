package dev.flexgate.beckn.registry;

/** The registry of the network cannot be asked, and what it said earlier is too old to be believed. */
public final class RegistryUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RegistryUnavailableException(String message) {
        super(message, null, false, false); // thrown on event loops, where a stack says nothing
    }
}
