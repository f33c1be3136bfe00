package dev.flexgate.feed;

import dev.flexgate.quantity.HalfHours;
import java.util.Set;

/** A socket: one series of one source. Called on a virtual thread, waits for its answer, never throws for a fault outside. */
public interface Provider {

    /** Names the series in vintages, metrics and provenance, such as {@code octopus-agile}. */
    String name();

    Zone zone();

    /** The signal that it is mainly asked for. */
    Signal signal();

    /** All signals that its answers carry; each becomes a vintage of its own. */
    default Set<Signal> signals() {
        return Set.of(signal());
    }

    /**
     * Asks once, with the adapter's own bounded retries.
     *
     * @param wanted the half-hours the caller would like; an answer may hold fewer, or a few more
     */
    Fetched fetch(HalfHours wanted);
}
