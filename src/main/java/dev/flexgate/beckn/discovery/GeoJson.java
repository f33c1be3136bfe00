package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/**
 * Reads a GeoJSON geometry (RFC 7946) as geometry on the plane of longitude and latitude, which is how that standard
 * defines its lines. What is no geometry is refused with the path to it.
 */
public final class GeoJson {

    /** An outline of a country at a sensible scale; more make a query slow and no more precise. */
    private static final int POSITIONS_MAX = 2_000;

    private static final int NESTING_MAX = 4;
    private static final GeometryFactory FACTORY = new GeometryFactory();

    private int positions;

    private GeoJson() {}

    /**
     * Reads a geometry.
     *
     * @param path to it, for the refusal
     */
    public static Geometry read(JsonNode json, String path) {
        Geometry geometry = new GeoJson().geometry(json, path, 0);
        TopologyValidationError fault = new IsValidOp(geometry).getValidationError();
        if (fault != null) {
            Coordinate at = fault.getCoordinate();
            throw wrong(path, fault.getMessage() + (at == null ? "" : " at [" + at.getX() + ", " + at.getY() + "]"));
        }
        return geometry;
    }

    private Geometry geometry(JsonNode json, String path, int depth) {
        JsonNode coordinates = json.path("coordinates");
        String below = path + ".coordinates";
        return switch (json.path("type").asText()) {
            case "Point" -> FACTORY.createPoint(position(coordinates, below));
            case "MultiPoint" ->
                FACTORY.createMultiPoint(each(coordinates, below, this::point).toArray(Point[]::new));
            case "LineString" -> line(coordinates, below);
            case "MultiLineString" ->
                FACTORY.createMultiLineString(
                        each(coordinates, below, this::line).toArray(LineString[]::new));
            case "Polygon" -> polygon(coordinates, below);
            case "MultiPolygon" ->
                FACTORY.createMultiPolygon(
                        each(coordinates, below, this::polygon).toArray(Polygon[]::new));
            case "GeometryCollection" -> {
                if (depth == NESTING_MAX) {
                    throw wrong(path, "collections are nested too deep");
                }
                yield FACTORY.createGeometryCollection(each(
                                json.path("geometries"),
                                path + ".geometries",
                                (member, at) -> geometry(member, at, depth + 1))
                        .toArray(Geometry[]::new));
            }
            default -> throw wrong(path + ".type", "no geometry of RFC 7946 is called '" + shortened(json) + "'");
        };
    }

    private static String shortened(JsonNode json) {
        String type = json.path("type").asText();
        return type.substring(0, Math.min(type.length(), 40));
    }

    private <T> List<T> each(JsonNode array, String path, BiFunction<JsonNode, String, T> reading) {
        if (!array.isArray() || array.isEmpty()) {
            throw wrong(path, "an array with at least one element is expected");
        }
        var read = new ArrayList<T>();
        for (JsonNode element : array) {
            read.add(reading.apply(element, path + "[" + read.size() + "]"));
        }
        return read;
    }

    private Point point(JsonNode json, String path) {
        return FACTORY.createPoint(position(json, path));
    }

    private LineString line(JsonNode json, String path) {
        Coordinate[] coordinates = each(json, path, this::position).toArray(Coordinate[]::new);
        if (coordinates.length < 2) {
            throw wrong(path, "a line has two positions at least");
        }
        return FACTORY.createLineString(coordinates);
    }

    private Polygon polygon(JsonNode json, String path) {
        List<LinearRing> rings = each(json, path, this::ring);
        return FACTORY.createPolygon(rings.getFirst(), rings.stream().skip(1).toArray(LinearRing[]::new));
    }

    private LinearRing ring(JsonNode json, String path) {
        Coordinate[] coordinates = each(json, path, this::position).toArray(Coordinate[]::new);
        if (coordinates.length < 4 || !coordinates[0].equals2D(coordinates[coordinates.length - 1])) {
            throw wrong(path, "a ring has four positions at least, the last equal to the first");
        }
        return FACTORY.createLinearRing(coordinates);
    }

    private Coordinate position(JsonNode json, String path) {
        if (++positions > POSITIONS_MAX) {
            throw wrong(path, "more than " + POSITIONS_MAX + " positions");
        }
        if (!json.isArray() || json.size() < 2 || json.size() > 3) {
            throw wrong(path, "[longitude, latitude] is expected");
        }
        return new Coordinate(degrees(json.get(0), 180, path + "[0]"), degrees(json.get(1), 90, path + "[1]"));
    }

    private static double degrees(JsonNode json, int most, String path) {
        if (!json.isNumber() || !(Math.abs(json.doubleValue()) <= most)) {
            throw wrong(path, "degrees from -" + most + " to " + most + " are expected");
        }
        return json.doubleValue();
    }

    private static RefusedException wrong(String path, String what) {
        return RefusedException.of(ErrorCode.SCH_SCHEMA_VALIDATION_FAILED, path + " is no valid geometry: " + what)
                .at(path)
                .fix("send GeoJSON as RFC 7946 has it: [longitude, latitude] in degrees, rings closed");
    }
}
