package dev.flexgate.news;

import java.time.Duration;

/**
 * How much of the log is held ready.
 *
 * @param ready newest records whose events are kept in memory; older ones are read from the log
 * @param page records read at once
 * @param tick how often to look without being told
 */
public record NewsLimits(int ready, int page, Duration tick) {

    public static final NewsLimits DEFAULT = new NewsLimits(2_048, 256, Duration.ofSeconds(1));

    public NewsLimits {
        if (ready < page || page < 1) {
            throw new IllegalArgumentException("at least one page is kept ready");
        }
    }
}
