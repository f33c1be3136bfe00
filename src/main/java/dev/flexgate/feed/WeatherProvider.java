package dev.flexgate.feed;

import java.time.Instant;

/**
 * A socket: the weather forecasts of one zone from one source. Called on a virtual thread, waits for its answer, never
 * throws for a fault outside.
 */
public interface WeatherProvider {

    /** Names it in issues, metrics and provenance, such as {@code open-meteo}. */
    String name();

    Zone zone();

    /** Asks once, with the adapter's own bounded retries. */
    Told fetch();

    /** What came of asking. */
    sealed interface Told {

        /**
         * A usable answer.
         *
         * @param nextAt before this there cannot be anything newer: asking earlier is waste
         */
        record Issue(WeatherIssue issue, Instant nextAt) implements Told {}

        /** None; nothing is stored. */
        record Nothing(Fetched.Missing missing) implements Told {}
    }
}
