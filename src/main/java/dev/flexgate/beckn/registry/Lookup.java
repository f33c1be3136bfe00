package dev.flexgate.beckn.registry;

import java.time.Instant;

/** What the registry knows of a key. */
public sealed interface Lookup {

    record Known(Participant participant) implements Lookup {}

    /** Nobody of this name is on the network. */
    record SubscriberUnknown() implements Lookup {}

    /** The participant is known, this key of it is not. */
    record KeyUnknown() implements Lookup {}

    /** The key was believed once, or will be, but is not now. */
    record KeyNotValid(String why) implements Lookup {}

    /** The key may be believed, but not on our networks. */
    record NotAMember(Participant participant) implements Lookup {}

    /** What follows from the entry of a key at {@code now}. */
    static Lookup of(Participant participant, Instant now) {
        Participant.Validity validity = participant.validity();
        if (validity.holds(now)) {
            return new Known(participant);
        }
        return new KeyNotValid(
                validity.revoked()
                        ? "it is revoked"
                        : "it is valid from " + validity.from() + " until " + validity.until());
    }
}
