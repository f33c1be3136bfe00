package dev.flexgate.beckn.message;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a consumer may ask of us; every one is answered by a callback. How it is called in paths and envelopes is a
 * matter of the dialect: {@code RATE} is {@code rate} in one and {@code rating} in another.
 */
public enum Action {
    DISCOVER,
    SELECT,
    INIT,
    CONFIRM,
    STATUS,
    TRACK,
    UPDATE,
    CANCEL,
    RATE,
    SUPPORT;

    /** Our own name of it, the same in every dialect: in tables, records and metrics. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The action of a {@link #label}. */
    public static Optional<Action> labelled(String label) {
        return Stream.of(values())
                .filter(action -> action.label().equals(label))
                .findFirst();
    }
}
