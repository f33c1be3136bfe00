package dev.flexgate.beckn.message;

import java.util.List;

/**
 * What a consumer looks for; all of it must hold.
 *
 * @param textSearch words; empty when unsaid
 * @param filter a path expression in the terms of the dialect's own catalogue; empty when unsaid
 * @param spatial where; empty for everywhere
 */
public record Intent(String textSearch, String filter, List<SpatialConstraint> spatial) {

    public Intent {
        spatial = List.copyOf(spatial);
    }

    /** Everywhere. */
    public Intent(String textSearch, String filter) {
        this(textSearch, filter, List.of());
    }
}
