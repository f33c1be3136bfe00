package dev.flexgate.identity.access;

import java.time.Duration;

/**
 * Bounds on API keys. All live keys are held in memory, so that no request ever waits for the database to be let in.
 *
 * @param live most keys that open something at one time
 * @param livePerTenant most of one tenant
 * @param overlapMax how long a rotated key may still open beside its successor
 * @param tick how late a change that another gateway made can be seen when its news was lost
 */
public record KeyLimits(int live, int livePerTenant, Duration overlapMax, Duration tick) {

    public static final KeyLimits DEFAULT = new KeyLimits(10_000, 100, Duration.ofDays(7), Duration.ofSeconds(5));
}
