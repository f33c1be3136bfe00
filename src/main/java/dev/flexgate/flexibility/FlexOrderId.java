package dev.flexgate.flexibility;

import java.util.UUID;

/** Names a flexibility order. Ids are time-ordered. */
public record FlexOrderId(UUID value) implements Comparable<FlexOrderId> {

    /** Throws {@link IllegalArgumentException} for anything but a UUID in its usual form. */
    public static FlexOrderId parse(String text) {
        return new FlexOrderId(UUID.fromString(text));
    }

    @Override
    public int compareTo(FlexOrderId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
