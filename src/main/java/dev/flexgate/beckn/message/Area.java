package dev.flexgate.beckn.message;

import java.math.BigDecimal;
import java.util.List;

/** A stretch of land in which a resource must stand: the inside of a ring, its border included. */
public record Area(List<Corner> ring) {

    /**
     * A corner.
     *
     * @param longitude degrees east, WGS 84
     * @param latitude degrees north, WGS 84
     */
    public record Corner(BigDecimal longitude, BigDecimal latitude) {}

    public Area {
        ring = List.copyOf(ring);
        if (ring.size() < 3) {
            throw new IllegalArgumentException("an area has three corners at least, not " + ring.size());
        }
    }

    /** Whether a point lies inside or on the border, on the plane of longitude and latitude. */
    public boolean covers(BigDecimal longitude, BigDecimal latitude) {
        boolean inside = false;
        for (int k = 0; k < ring.size(); k++) {
            Corner one = ring.get(k);
            Corner other = ring.get((k + 1) % ring.size());
            int side = side(one, other, longitude, latitude);
            if (side == 0 && between(one, other, longitude, latitude)) {
                return true;
            }
            boolean oneAbove = one.latitude().compareTo(latitude) > 0;
            boolean otherAbove = other.latitude().compareTo(latitude) > 0;
            if (oneAbove != otherAbove && (side > 0) == otherAbove) {
                inside = !inside;
            }
        }
        return inside;
    }

    /** Positive when the point lies left of the way from one corner to the other. */
    private static int side(Corner one, Corner other, BigDecimal longitude, BigDecimal latitude) {
        BigDecimal along = other.longitude().subtract(one.longitude()).multiply(latitude.subtract(one.latitude()));
        BigDecimal across = other.latitude().subtract(one.latitude()).multiply(longitude.subtract(one.longitude()));
        return along.subtract(across).signum();
    }

    private static boolean between(Corner one, Corner other, BigDecimal longitude, BigDecimal latitude) {
        return inside(one.longitude(), other.longitude(), longitude)
                && inside(one.latitude(), other.latitude(), latitude);
    }

    private static boolean inside(BigDecimal one, BigDecimal other, BigDecimal value) {
        return value.compareTo(one.min(other)) >= 0 && value.compareTo(one.max(other)) <= 0;
    }
}
