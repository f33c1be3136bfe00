package dev.flexgate.beckn.message;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * How a place must lie to a geometry: an operator of OGC CQL2, with the catalogue's geometry on its left.
 *
 * @param targets paths to geometries of a resource or of a catalogue, at least one
 * @param geometry GeoJSON (RFC 7946), WGS 84; not to be changed
 * @param distanceMeters for {@link Operator#S_DWITHIN}: at most so far
 * @param quantifier how many of the geometries found must lie so
 */
public record SpatialConstraint(
        Operator operator,
        List<String> targets,
        JsonNode geometry,
        Optional<BigDecimal> distanceMeters,
        Quantifier quantifier) {

    /** OGC CQL2, 7.3 and annex. */
    public enum Operator {
        S_INTERSECTS,
        S_DISJOINT,
        S_CONTAINS,
        S_WITHIN,
        S_TOUCHES,
        S_OVERLAPS,
        S_CROSSES,
        S_EQUALS,
        S_DWITHIN
    }

    /** Of the geometries that a path finds. */
    public enum Quantifier {
        ANY,
        /** At least one is found, and all lie so. */
        ALL,
        NONE
    }

    public SpatialConstraint {
        targets = List.copyOf(targets);
    }
}
