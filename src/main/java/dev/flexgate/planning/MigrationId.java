package dev.flexgate.planning;

import java.util.UUID;

/**
 * Names a migration; a later one has a greater id.
 *
 * @param value a UUID of version 7
 */
public record MigrationId(UUID value) {

    /** Reads what {@link #toString} writes; {@link IllegalArgumentException} for anything else. */
    public static MigrationId of(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("a migration's id is a UUID");
        }
        return new MigrationId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
