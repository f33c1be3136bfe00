package dev.flexgate.beckn.registry;

/** What the registry knows of a key. */
public sealed interface Lookup {

    record Known(Participant participant) implements Lookup {}

    /** Nobody of this name is on the network. */
    record SubscriberUnknown() implements Lookup {}

    /** The participant is known, this key of it is not. */
    record KeyUnknown() implements Lookup {}

    /** The key was believed once, or will be, but is not now. */
    record KeyNotValid(String why) implements Lookup {}
}
