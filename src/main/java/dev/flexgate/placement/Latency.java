package dev.flexgate.placement;

import dev.flexgate.workload.Place;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Time from the home site to a region and back.
 *
 * @param milliseconds of a round trip
 * @param source whether it was given or is estimated
 */
public record Latency(BigDecimal milliseconds, Source source) {

    /** Where a latency comes from. */
    public enum Source {
        /** The job runs at home. */
        HOME,
        /** Stated by whoever asks. */
        GIVEN,
        /** From the distance, see {@link #estimated}. */
        ESTIMATED
    }

    private static final double EARTH_RADIUS_KM = 6_371;
    /** Light in glass: two thirds of its speed in a vacuum. */
    private static final double KM_PER_MS = 200;
    /** Cables are longer than great circles. */
    private static final double DETOUR = 1.5;

    static final Latency NONE = new Latency(BigDecimal.ZERO, Source.HOME);

    /** The great circle, half as long again, at the speed of light in glass, there and back; no queues, no hops. */
    static Latency estimated(Place from, Place to) {
        double north = Math.toRadians(from.latitude().doubleValue());
        double south = Math.toRadians(to.latitude().doubleValue());
        double turn = Math.toRadians(to.longitude().subtract(from.longitude()).doubleValue());
        double half = Math.pow(Math.sin((south - north) / 2), 2)
                + Math.cos(north) * Math.cos(south) * Math.pow(Math.sin(turn / 2), 2);
        double kilometres = 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(half)));
        return new Latency(
                BigDecimal.valueOf(2 * DETOUR * kilometres / KM_PER_MS).setScale(1, RoundingMode.HALF_EVEN),
                Source.ESTIMATED);
    }
}
