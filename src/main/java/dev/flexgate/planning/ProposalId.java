package dev.flexgate.planning;

import java.util.UUID;

/**
 * Names a proposal; a later one has a greater id.
 *
 * @param value a UUID of version 7
 */
public record ProposalId(UUID value) {

    /** Reads what {@link #toString} writes; {@link IllegalArgumentException} for anything else. */
    public static ProposalId of(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("a proposal's id is a UUID");
        }
        return new ProposalId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
