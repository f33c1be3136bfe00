package dev.flexgate.forecast.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Several series on one even grid, in UTC.
 *
 * @param start start of the first step, a whole number of steps after midnight UTC
 * @param step an hour or half an hour
 * @param names of the columns, each once
 * @param columns the values, {@link Double#NaN} for not known; all of one length. Not copied: kernels read them only
 */
@SuppressWarnings("ArrayRecordComponent") // a kernel: copying megabytes for each look would be the cost of it all
public record EvenSeries(Instant start, Duration step, List<String> names, double[][] columns) {

    public EvenSeries {
        names = List.copyOf(names);
        if (!step.equals(Duration.ofHours(1)) && !step.equals(Duration.ofMinutes(30))) {
            throw new IllegalArgumentException("neither hourly nor half-hourly: " + step);
        }
        if (start.getEpochSecond() % step.toSeconds() != 0 || start.getNano() != 0) {
            throw new IllegalArgumentException("not aligned to " + step + ": " + start);
        }
        if (names.isEmpty() || names.size() != columns.length) {
            throw new IllegalArgumentException(names.size() + " names of " + columns.length + " columns");
        }
        for (double[] column : columns) {
            if (column.length != columns[0].length) {
                throw new IllegalArgumentException("columns of " + column.length + " and " + columns[0].length);
            }
        }
    }

    /** One column. */
    public static EvenSeries of(Instant start, Duration step, String name, double... values) {
        return new EvenSeries(start, step, List.of(name), new double[][] {values});
    }

    public int count() {
        return columns[0].length;
    }

    public int perDay() {
        // Not Duration.dividedBy, which divides decimals: kernels ask this for every value.
        return (int) (86_400L / step.toSeconds());
    }

    /** Index of the step that holds {@code moment}; negative before the grid, {@code >= count} after it. */
    public int indexOf(Instant moment) {
        return Math.toIntExact(Math.floorDiv(moment.getEpochSecond() - start.getEpochSecond(), step.toSeconds()));
    }

    public Instant startOf(int index) {
        return start.plusSeconds(index * step.toSeconds());
    }

    /** Step of the UTC day, 0 at midnight. */
    public int slotOf(int index) {
        return Math.toIntExact(Math.floorMod(startOf(index).getEpochSecond(), 86_400L) / step.toSeconds());
    }

    /** Whole days since 1970-01-01, in UTC. */
    public long dayOf(int index) {
        return Math.floorDiv(startOf(index).getEpochSecond(), 86_400L);
    }
}
