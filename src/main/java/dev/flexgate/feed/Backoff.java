package dev.flexgate.feed;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Waits that double up to a limit, each cut by up to half at random so that many askers do not march in step. */
final class Backoff {

    /** Doubling further would overflow long before it could matter. */
    private static final int DOUBLINGS_MAX = 20;

    private Backoff() {}

    /** The wait after {@code failures} in a row, one or more. */
    static Duration pause(Duration min, Duration max, int failures, RandomGenerator random) {
        Duration doubled = min.multipliedBy(1L << Math.min(failures - 1, DOUBLINGS_MAX));
        long millis = Math.min(doubled.toMillis(), max.toMillis());
        return Duration.ofMillis(millis - random.nextLong(millis / 2 + 1));
    }
}
