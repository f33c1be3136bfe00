package dev.flexgate.workload;

import java.time.Duration;

/**
 * How much this room takes on.
 *
 * @param openJobsMax open jobs held at once
 * @param lookahead how far off a deadline may be
 */
public record JobLimits(int openJobsMax, Duration lookahead) {

    public static final JobLimits DEFAULT = new JobLimits(100_000, Duration.ofDays(30));
}
