package dev.flexgate.outbox;

import java.time.Duration;

/**
 * How the outbox stands.
 *
 * @param depth messages that are still owed
 * @param oldestAge how long ago the oldest of them was promised, of those whose target may be sent to; zero when none is
 * @param dead letters waiting for a person
 */
public record Standing(long depth, Duration oldestAge, long dead) {

    public static final Standing EMPTY = new Standing(0, Duration.ZERO, 0);
}
