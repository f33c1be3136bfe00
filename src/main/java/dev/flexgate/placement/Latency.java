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

    private static final int NANO_DIGITS_OF_MS = 6;

    static final Latency NONE = new Latency(BigDecimal.ZERO, Source.HOME);

    /** As {@link Place#roundTrip} has it. */
    static Latency estimated(Place from, Place to) {
        return new Latency(
                BigDecimal.valueOf(from.roundTrip(to).toNanos(), NANO_DIGITS_OF_MS)
                        .setScale(1, RoundingMode.HALF_EVEN),
                Source.ESTIMATED);
    }
}
