package dev.flexgate.workload;

import java.math.BigDecimal;
import java.time.Duration;
import net.sf.geographiclib.Geodesic;
import net.sf.geographiclib.GeodesicMask;

/**
 * Where a site stands.
 *
 * @param locality town, for people
 * @param latitude degrees north, WGS 84
 * @param longitude degrees east, WGS 84
 */
public record Place(String locality, BigDecimal latitude, BigDecimal longitude) {

    private static final double METRES_PER_KM = 1_000;
    /** Cables are longer than great circles. */
    private static final double DETOUR = 1.5;
    /** Light in glass: two thirds of its speed in a vacuum. */
    private static final double KM_PER_MS = 200;

    private static final double NANOS_PER_MS = 1e6;
    private static final BigDecimal LATITUDE_MAX = BigDecimal.valueOf(90);
    private static final BigDecimal LONGITUDE_MAX = BigDecimal.valueOf(180);

    public Place {
        Names.text(locality, "locality");
        latitude = degrees(latitude, LATITUDE_MAX, "latitude");
        longitude = degrees(longitude, LONGITUDE_MAX, "longitude");
    }

    private static BigDecimal degrees(BigDecimal value, BigDecimal limit, String what) {
        if (value.abs().compareTo(limit) > 0) {
            throw new IllegalArgumentException(what + " must be within " + limit + " degrees: " + value);
        }
        return Decimals.plain(value);
    }

    /** The estimated time to another place and back: the great circle, half as long again, at the speed of light in glass. */
    public Duration roundTrip(Place other) {
        double kilometres = Geodesic.WGS84.Inverse(
                                latitude.doubleValue(),
                                longitude.doubleValue(),
                                other.latitude.doubleValue(),
                                other.longitude.doubleValue(),
                                GeodesicMask.DISTANCE)
                        .s12
                / METRES_PER_KM;
        return Duration.ofNanos(Math.round(2 * DETOUR * kilometres / KM_PER_MS * NANOS_PER_MS));
    }
}
