package dev.flexgate.beckn.discovery;

import java.time.Duration;

/**
 * How much one discovery may cost and answer.
 *
 * @param stepsMax steps of a filter, some tens of nanoseconds each: what really bounds it, the same on every machine
 * @param timeMax the last bound, should steps be slow
 * @param resourcesMax resources in one answer: 100 are some 200 kB
 */
public record DiscoveryLimits(long stepsMax, Duration timeMax, int resourcesMax) {

    public static final DiscoveryLimits DEFAULT = new DiscoveryLimits(3_000_000, Duration.ofSeconds(2), 100);
}
