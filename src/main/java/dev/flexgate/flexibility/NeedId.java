package dev.flexgate.flexibility;

import java.util.UUID;

/** Names a need. Ids are time-ordered. */
public record NeedId(UUID value) implements Comparable<NeedId> {

    /** Throws {@link IllegalArgumentException} for anything but a UUID in its usual form. */
    public static NeedId parse(String text) {
        return new NeedId(UUID.fromString(text));
    }

    @Override
    public int compareTo(NeedId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
