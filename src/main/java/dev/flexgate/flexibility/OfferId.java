package dev.flexgate.flexibility;

import java.util.UUID;

/** Names a offer. Ids are time-ordered. */
public record OfferId(UUID value) implements Comparable<OfferId> {

    /** Throws {@link IllegalArgumentException} for anything but a UUID in its usual form. */
    public static OfferId parse(String text) {
        return new OfferId(UUID.fromString(text));
    }

    @Override
    public int compareTo(OfferId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
