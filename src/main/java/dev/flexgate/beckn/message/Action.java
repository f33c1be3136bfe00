package dev.flexgate.beckn.message;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a consumer may ask of us; every one is answered by a callback. How it is called in paths and envelopes, and
 * which of them there are, is a matter of the dialect: {@code RATE} is {@code rate} in one and {@code rating} in
 * another, only LTS pulls catalogues, and only the first generation asks for lists of reasons.
 */
public enum Action {
    DISCOVER(Weight.LOOK),
    SELECT(Weight.DEED),
    INIT(Weight.DEED),
    CONFIRM(Weight.DEED),
    STATUS(Weight.LOOK),
    TRACK(Weight.LOOK),
    UPDATE(Weight.DEED),
    CANCEL(Weight.DEED),
    RATE(Weight.DEED),
    SUPPORT(Weight.DEED),
    /** The catalogue, whole. */
    PULL(Weight.ASIDE),
    /** For which reasons an order can be cancelled. */
    CANCELLATION_REASONS(Weight.ASIDE),
    /** For which reasons something can be given back. */
    RETURN_REASONS(Weight.ASIDE),
    /** What can be rated. */
    RATING_CATEGORIES(Weight.ASIDE);

    /** What comes of being asked. */
    private enum Weight {
        /** An order, a rating or a ticket, or their refusal: worth a record. */
        DEED,
        /** Nothing but an answer about what is here. */
        LOOK,
        /** No part of a trade, and not in every generation. */
        ASIDE
    }

    /** Those of a trade from discovery to support, which every generation has. */
    public static final List<Action> DEALS =
            Stream.of(values()).filter(action -> action.weight != Weight.ASIDE).toList();

    private final Weight weight;

    Action(Weight weight) {
        this.weight = weight;
    }

    /** Whether what comes of it binds somebody, so that the message that asks for it is kept as evidence. */
    public boolean binds() {
        return weight == Weight.DEED;
    }

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
