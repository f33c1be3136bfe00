package dev.flexgate.settlement.rule;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one meter would have read without the event.
 *
 * @param days the selection for each settlement date that was needed
 * @param periods by the start of each half-hour of the event
 */
public record MeterBaseline(SortedMap<LocalDate, DaySelection> days, SortedMap<Instant, Period> periods) {

    public MeterBaseline {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
        periods = Collections.unmodifiableSortedMap(new TreeMap<>(periods));
    }

    /** One half-hour. */
    public sealed interface Period {

        /**
         * Found.
         *
         * @param unadjusted mean of the selected days
         * @param inDay what became of the in-day adjustment
         * @param adjustment what was added to it; zero without one
         * @param value what counts
         */
        record Found(Volume unadjusted, InDay inDay, Volume adjustment, Volume value) implements Period {}

        /** Too little history: the baseline is what was metered, so that nothing was delivered. */
        record Insufficient() implements Period {}
    }

    /** What became of the in-day adjustment. */
    public enum InDay {
        /** The method has none. */
        OFF,
        APPLIED,
        /** A half-hour of its window was not read, or has no baseline of its own: none was made. */
        WINDOW_INCOMPLETE
    }
}
