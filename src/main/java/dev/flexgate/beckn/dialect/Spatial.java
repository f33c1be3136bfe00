package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.discovery.SpatialSearch;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.SpatialConstraint;
import dev.flexgate.beckn.message.SpatialConstraint.Operator;
import dev.flexgate.beckn.message.SpatialConstraint.Quantifier;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Spatial constraints, which both generations of 2.0.0 write alike but for the case of the operators. */
final class Spatial {

    /** Longitude first, as GeoJSON has it, whichever order the register states for the code. */
    private static final Set<String> WGS84 =
            Set.of("", "EPSG:4326", "4326", "OGC:CRS84", "CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84");

    private Spatial() {}

    /** @param path to the array, for refusals */
    static List<SpatialConstraint> read(JsonNode array, String path) {
        var constraints = new ArrayList<SpatialConstraint>();
        for (JsonNode each : array) {
            constraints.add(constraint(each, path + "[" + constraints.size() + "]"));
        }
        SpatialSearch.check(constraints, path); // found out now, while the sender is still listening
        return constraints;
    }

    private static SpatialConstraint constraint(JsonNode json, String path) {
        if (!WGS84.contains(json.path("srid").asText())) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_ENUM, "only WGS 84 is understood")
                    .at(path + ".srid")
                    .fix("send longitudes and latitudes, EPSG:4326");
        }
        JsonNode distance = json.path("distanceMeters");
        return new SpatialConstraint(
                constant(Operator.class, json.path("op").asText(), path + ".op"),
                targets(json.path("targets")),
                json.path("geometry").deepCopy(),
                distance.isNumber() ? Optional.of(distance.decimalValue()) : Optional.<BigDecimal>empty(),
                constant(Quantifier.class, json.path("quantifier").asText("ANY"), path + ".quantifier"));
    }

    /** The specification changed the case of the names, and peers write both. */
    private static <E extends Enum<E>> E constant(Class<E> names, String text, String path) {
        return Arrays.stream(names.getEnumConstants())
                .filter(each -> each.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> RefusedException.of(ErrorCode.SCH_INVALID_ENUM, path + " is none of its values")
                        .at(path)
                        .fix("send "
                                + Arrays.stream(names.getEnumConstants())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))));
    }

    private static List<String> targets(JsonNode targets) {
        if (targets.isTextual()) {
            return List.of(targets.asText());
        }
        var paths = new ArrayList<String>();
        targets.forEach(each -> paths.add(each.asText()));
        return paths;
    }

    /** In upper case, as the newest generation has it. */
    static void write(ObjectNode json, List<SpatialConstraint> constraints) {
        write(json, constraints, UnaryOperator.identity());
    }

    /** In lower case, as 2.0.0-rc1 has it. */
    static void writeLower(ObjectNode json, List<SpatialConstraint> constraints) {
        write(json, constraints, name -> name.toLowerCase(Locale.ROOT));
    }

    private static void write(ObjectNode json, List<SpatialConstraint> constraints, UnaryOperator<String> ofOperator) {
        if (constraints.isEmpty()) {
            return;
        }
        ArrayNode array = json.putArray("spatial");
        for (SpatialConstraint each : constraints) {
            ObjectNode written =
                    Json.object().put("op", ofOperator.apply(each.operator().name()));
            if (each.targets().size() == 1) {
                written.put("targets", each.targets().getFirst());
            } else {
                ArrayNode targets = written.putArray("targets");
                each.targets().forEach(targets::add);
            }
            written.set("geometry", each.geometry().deepCopy());
            each.distanceMeters().ifPresent(metres -> written.put("distanceMeters", metres));
            if (each.quantifier() != Quantifier.ANY) {
                written.put("quantifier", ofOperator.apply(each.quantifier().name()));
            }
            array.add(written);
        }
    }
}
