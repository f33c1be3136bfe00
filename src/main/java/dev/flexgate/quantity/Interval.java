package dev.flexgate.quantity;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A half-open stretch of time {@code [start, end)} of whole seconds.
 *
 * @param start first instant inside
 * @param end first instant after; later than {@code start}
 */
public record Interval(Instant start, Instant end) {

    public Interval {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("interval must end after it starts: " + start + " to " + end);
        }
        if (!isWholeSecond(start) || !isWholeSecond(end)) {
            throw new IllegalArgumentException("interval must be whole seconds: " + start + " to " + end);
        }
    }

    public static Interval of(String start, String end) {
        return new Interval(Instant.parse(start), Instant.parse(end));
    }

    public static Interval from(Instant start, Duration length) {
        return new Interval(start, start.plus(length));
    }

    public boolean contains(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end);
    }

    public boolean contains(Interval other) {
        return !other.start.isBefore(start) && !other.end.isAfter(end);
    }

    public boolean overlaps(Interval other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    public Duration length() {
        return Duration.between(start, end);
    }

    public long seconds() {
        return end.getEpochSecond() - start.getEpochSecond();
    }

    private static boolean isWholeSecond(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).equals(moment);
    }

    @Override
    public String toString() {
        return start + "/" + end;
    }
}
