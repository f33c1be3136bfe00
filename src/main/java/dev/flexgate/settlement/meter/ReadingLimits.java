package dev.flexgate.settlement.meter;

import java.time.Duration;

/**
 * How much one batch may hold, and what it may say.
 *
 * @param bytes of the whole batch
 * @param lines of it
 * @param halfHours all lines together
 * @param meters that it may name
 * @param oldest how far back a half-hour may lie
 * @param kilowattHoursMax largest reading of one half-hour, either way
 */
public record ReadingLimits(int bytes, int lines, int halfHours, int meters, Duration oldest, long kilowattHoursMax) {

    public static final ReadingLimits DEFAULT =
            new ReadingLimits(256 * 1024, 1_000, 10_000, 200, Duration.ofDays(1_100), 1_000_000);
}
