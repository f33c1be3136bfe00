package dev.flexgate.feed;

import java.math.BigDecimal;

/**
 * A place whose weather stands for part of a zone.
 *
 * @param latitude degrees, north positive
 * @param longitude degrees, east positive
 */
public record WeatherPoint(BigDecimal latitude, BigDecimal longitude) {

    public WeatherPoint {
        check(latitude, 90);
        check(longitude, 180);
    }

    static WeatherPoint of(String latitude, String longitude) {
        return new WeatherPoint(new BigDecimal(latitude), new BigDecimal(longitude));
    }

    private static void check(BigDecimal degrees, int most) {
        if (degrees.abs().compareTo(BigDecimal.valueOf(most)) > 0 || degrees.scale() > 6 || degrees.scale() < -3) {
            throw new IllegalArgumentException("no place on earth: " + degrees);
        }
    }
}
