package dev.flexgate.workload;

import java.math.BigDecimal;

/**
 * Where a site stands.
 *
 * @param locality town, for people
 * @param latitude degrees north, WGS 84
 * @param longitude degrees east, WGS 84
 */
public record Place(String locality, BigDecimal latitude, BigDecimal longitude) {

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
}
