package dev.flexgate.feed;

import java.time.Duration;

/**
 * Bounds of the feed room.
 *
 * @param firstAnswer how long a start waits for providers before simulation stands in
 * @param attempt one request, whole answer included
 * @param attempts requests of one fetch, the first included
 * @param pauseMin the pause before the second attempt; doubles, with jitter
 * @param pauseMax no pause is longer
 * @param answerBytes of one page
 * @param breakerFailures consecutive failures that suspend asking a host
 * @param breakerRest how long asking is then suspended
 * @param retryMin the wait after a failed fetch; doubles, with jitter
 * @param retryMax no wait is longer
 */
public record FeedLimits(
        Duration firstAnswer,
        Duration attempt,
        int attempts,
        Duration pauseMin,
        Duration pauseMax,
        int answerBytes,
        int breakerFailures,
        Duration breakerRest,
        Duration retryMin,
        Duration retryMax) {

    public static final Duration DEFAULT_FIRST_ANSWER = Duration.ofSeconds(3);
    public static final Duration DEFAULT_ATTEMPT = Duration.ofSeconds(20);
    public static final int DEFAULT_ATTEMPTS = 3;
    public static final Duration DEFAULT_PAUSE_MIN = Duration.ofMillis(500);
    public static final Duration DEFAULT_PAUSE_MAX = Duration.ofSeconds(10);

    /** 13 days of one region with its fuel mix are about half a megabyte. */
    public static final int DEFAULT_ANSWER_BYTES = 2 * 1024 * 1024;

    public static final int DEFAULT_BREAKER_FAILURES = 6;
    public static final Duration DEFAULT_BREAKER_REST = Duration.ofMinutes(2);
    public static final Duration DEFAULT_RETRY_MIN = Duration.ofMinutes(1);
    public static final Duration DEFAULT_RETRY_MAX = Duration.ofMinutes(30);

    public FeedLimits {
        if (attempts < 1 || breakerFailures < 1 || answerBytes < 1) {
            throw new IllegalArgumentException("feed limits must be positive");
        }
    }

    public static FeedLimits defaults() {
        return new FeedLimits(
                DEFAULT_FIRST_ANSWER,
                DEFAULT_ATTEMPT,
                DEFAULT_ATTEMPTS,
                DEFAULT_PAUSE_MIN,
                DEFAULT_PAUSE_MAX,
                DEFAULT_ANSWER_BYTES,
                DEFAULT_BREAKER_FAILURES,
                DEFAULT_BREAKER_REST,
                DEFAULT_RETRY_MIN,
                DEFAULT_RETRY_MAX);
    }
}
