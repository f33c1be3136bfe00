package dev.flexgate.beckn.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicMask;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFilter;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/**
 * Distances along the ellipsoid WGS 84 (Karney 2013, accurate to nanometres between two points). The nearest point of
 * a line is sought on the straight line between its positions, as RFC 7946 draws it, to less than a metre.
 */
final class Geodesy {

    /** A degree of latitude is never shorter than this, in metres (at the equator), with something to spare. */
    private static final double DEGREE_METRES_MIN = 110_500;

    /** How far the sphere may be from the ellipsoid: 0.56 % (half the flattening, twice). */
    private static final double SPHERE_TOLERANCE = 0.006;

    private static final double EARTH_RADIUS_METRES = 6_371_008.8;

    /** Within so many degrees the distance to a point has one minimum along a line. */
    private static final double PIECE_DEGREES = 5;

    private static final int NARROWINGS = 40;
    private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

    /** A search along a piece of line costs about a microsecond. */
    private static final int STEPS_OF_A_PIECE = 20;

    private record Piece(Coordinate from, Coordinate to) {

        Coordinate at(double part) {
            return new Coordinate(from.x + (to.x - from.x) * part, from.y + (to.y - from.y) * part);
        }

        double latitudesFrom(Coordinate point) {
            double low = Math.min(from.y, to.y) - point.y;
            double high = point.y - Math.max(from.y, to.y);
            return Math.max(0, Math.max(low, high));
        }
    }

    private Geodesy() {}

    /** Whether two geometries that do not touch are at most so many metres apart. */
    static boolean isWithin(Geometry one, Geometry other, double metres, Budget budget) {
        return reaches(one.getCoordinates(), pieces(other), metres, budget)
                || (one.getNumPoints() > 1 && reaches(other.getCoordinates(), pieces(one), metres, budget));
    }

    private static boolean reaches(Coordinate[] points, List<Piece> pieces, double metres, Budget budget) {
        for (Coordinate point : points) {
            for (Piece piece : pieces) {
                budget.spend(1);
                if (piece.latitudesFrom(point) * DEGREE_METRES_MIN <= metres) {
                    budget.spend(STEPS_OF_A_PIECE);
                    if (reaches(point, piece, metres)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean reaches(Coordinate point, Piece piece, double metres) {
        double onSphere = least(part -> onSphere(point, piece.at(part)));
        if (onSphere * (1 + SPHERE_TOLERANCE) <= metres) {
            return true;
        }
        return onSphere * (1 - SPHERE_TOLERANCE) <= metres
                && least(part -> onEllipsoid(point, piece.at(part))) <= metres;
    }

    /** The least value on [0, 1] of a function that falls, then rises. */
    private static double least(DoubleUnaryOperator distance) {
        double low = 0;
        double high = 1;
        for (int k = 0; k < NARROWINGS; k++) {
            double left = high - GOLDEN * (high - low);
            double right = low + GOLDEN * (high - low);
            if (distance.applyAsDouble(left) <= distance.applyAsDouble(right)) {
                high = right;
            } else {
                low = left;
            }
        }
        double inside = distance.applyAsDouble((low + high) / 2);
        return Math.min(inside, Math.min(distance.applyAsDouble(0), distance.applyAsDouble(1)));
    }

    /** The haversine formula. */
    private static double onSphere(Coordinate one, Coordinate other) {
        double acrossLatitude = Math.sin(Math.toRadians(other.y - one.y) / 2);
        double acrossLongitude = Math.sin(Math.toRadians(other.x - one.x) / 2);
        double square = acrossLatitude * acrossLatitude
                + Math.cos(Math.toRadians(one.y))
                        * Math.cos(Math.toRadians(other.y))
                        * acrossLongitude
                        * acrossLongitude;
        return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(square)));
    }

    static double onEllipsoid(Coordinate one, Coordinate other) {
        return Geodesic.WGS84.Inverse(one.y, one.x, other.y, other.x, GeodesicMask.DISTANCE).s12;
    }

    private static List<Piece> pieces(Geometry geometry) {
        var pieces = new ArrayList<Piece>();
        GeometryFilter lines = part -> {
            if (part instanceof Point point) {
                pieces.add(new Piece(point.getCoordinate(), point.getCoordinate()));
            } else if (part instanceof LineString line) {
                cut(line.getCoordinates(), pieces);
            } else if (part instanceof Polygon polygon) {
                cut(polygon.getExteriorRing().getCoordinates(), pieces);
                for (int k = 0; k < polygon.getNumInteriorRing(); k++) {
                    cut(polygon.getInteriorRingN(k).getCoordinates(), pieces);
                }
            }
        };
        geometry.apply(lines);
        return pieces;
    }

    private static void cut(Coordinate[] coordinates, List<Piece> pieces) {
        for (int k = 1; k < coordinates.length; k++) {
            var whole = new Piece(coordinates[k - 1], coordinates[k]);
            double length = Math.max(Math.abs(whole.to.x - whole.from.x), Math.abs(whole.to.y - whole.from.y));
            int parts = Math.max(1, (int) Math.ceil(length / PIECE_DEGREES));
            for (int part = 0; part < parts; part++) {
                pieces.add(new Piece(whole.at((double) part / parts), whole.at((part + 1.0) / parts)));
            }
        }
    }
}
