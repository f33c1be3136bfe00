package dev.flexgate.quantity;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A run of consecutive half-hours, each aligned to the UTC half-hour: the grid on which FlexGate forecasts,
 * plans, sells and settles. Settlement periods of every GB day fall on it, clock changes included.
 *
 * @param start start of the first half-hour, aligned
 * @param count how many half-hours, at least one
 */
public record HalfHours(Instant start, int count) {

    public static final Duration STEP = Duration.ofMinutes(30);

    private static final long STEP_SECONDS = 1_800;

    public HalfHours {
        if (!isAligned(start)) {
            throw new IllegalArgumentException("not aligned to a half-hour: " + start);
        }
        if (count < 1) {
            throw new IllegalArgumentException("at least one half-hour, not " + count);
        }
    }

    /** The grid from the half-hour that contains {@code moment}. */
    public static HalfHours containing(Instant moment, int count) {
        return new HalfHours(floor(moment), count);
    }

    /** The half-hours that cover {@code interval}, which must itself be aligned. */
    public static HalfHours of(Interval interval) {
        if (interval.seconds() % STEP_SECONDS != 0) {
            throw new IllegalArgumentException("not a whole number of half-hours: " + interval);
        }
        return new HalfHours(interval.start(), Math.toIntExact(interval.seconds() / STEP_SECONDS));
    }

    /** Start of the half-hour that contains {@code moment}. */
    public static Instant floor(Instant moment) {
        return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), STEP_SECONDS) * STEP_SECONDS);
    }

    /** First half-hour start at or after {@code moment}. */
    public static Instant ceiling(Instant moment) {
        Instant floor = floor(moment);
        return floor.equals(moment) ? floor : floor.plus(STEP);
    }

    public static boolean isAligned(Instant moment) {
        return floor(moment).equals(moment);
    }

    public Instant end() {
        return startOf(count);
    }

    public Interval span() {
        return new Interval(start, end());
    }

    /** Start of half-hour {@code index}; {@code index == count} gives the end of the grid. */
    public Instant startOf(int index) {
        return start.plusSeconds(index * STEP_SECONDS);
    }

    public Interval at(int index) {
        if (index < 0 || index >= count) {
            throw new IndexOutOfBoundsException("half-hour " + index + " of " + count);
        }
        return new Interval(startOf(index), startOf(index + 1));
    }

    /** Index of the half-hour that contains {@code moment}; negative before the grid, {@code >= count} after it. */
    public int indexOf(Instant moment) {
        return Math.toIntExact(Math.floorDiv(moment.getEpochSecond() - start.getEpochSecond(), STEP_SECONDS));
    }

    public Stream<Interval> stream() {
        return IntStream.range(0, count).mapToObj(this::at);
    }
}
