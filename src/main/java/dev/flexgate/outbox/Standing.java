package dev.flexgate.outbox;

import java.time.Duration;

/**
 * How the outbox stands.
 *
 * @param depth messages that are still owed
 * @param oldestAge how long ago the oldest of them was promised; zero when none is owed
 * @param dead letters waiting for a person
 */
public record Standing(long depth, Duration oldestAge, long dead) {

    static final Standing EMPTY = new Standing(0, Duration.ZERO, 0);
}
