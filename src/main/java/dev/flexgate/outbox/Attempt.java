package dev.flexgate.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * One attempt, as remembered.
 *
 * @param number from 1
 * @param result how it ended; {@code UNKNOWN} while it runs, or when its node died with it
 * @param nextAt when the message was to be tried again; empty if it was settled
 * @param exchange what was said, where the courier told
 */
public record Attempt(
        int number,
        Instant startedAt,
        Optional<Instant> endedAt,
        Result result,
        String note,
        Optional<Instant> nextAt,
        Optional<Exchange> exchange) {

    public enum Result {
        UNKNOWN,
        DELIVERED,
        AGAIN,
        GAVE_UP
    }
}
