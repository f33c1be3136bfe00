package dev.flexgate.feed;

import dev.flexgate.quantity.HalfHours;

/** A socket: one series of one source. Called on a virtual thread, waits for its answer, never throws for a fault outside. */
public interface Provider {

    /** Names the series in vintages, metrics and provenance, such as {@code octopus-agile}. */
    String name();

    Zone zone();

    Signal signal();

    /**
     * Asks once, with the adapter's own bounded retries.
     *
     * @param wanted the half-hours the caller would like; an answer may hold fewer, or a few more
     */
    Fetched fetch(HalfHours wanted);
}
