package dev.flexgate.beckn.message;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which catalogues somebody asks for, whole.
 *
 * @param mode of which time
 * @param networks those in which they are shown; empty for any
 * @param schemaTypes those of which something in them is; empty for any
 * @param catalogIds these alone; empty for any
 * @param limit how many at most
 */
public record PullWish(
        Mode mode, List<String> networks, List<String> schemaTypes, List<String> catalogIds, OptionalInt limit) {

    /** Of which time. */
    public sealed interface Mode {}

    /** As they are now. */
    public record Full() implements Mode {}

    /**
     * Every version that was written down between two moments, both inclusive.
     *
     * @param from empty for as far back as is remembered
     * @param to empty for now
     */
    public record Incremental(Optional<Instant> from, Optional<Instant> to) implements Mode {}

    public PullWish {
        networks = List.copyOf(networks);
        schemaTypes = List.copyOf(schemaTypes);
        catalogIds = List.copyOf(catalogIds);
    }
}
