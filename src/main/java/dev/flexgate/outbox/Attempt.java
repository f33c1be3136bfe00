package dev.flexgate.outbox;

import java.time.Instant;

/**
 * One attempt, as remembered.
 *
 * @param number from 1
 * @param result how it ended; {@code UNKNOWN} while it runs, or when its node died with it
 */
public record Attempt(int number, Instant startedAt, Result result, String note) {

    public enum Result {
        UNKNOWN,
        DELIVERED,
        AGAIN,
        GAVE_UP
    }
}
