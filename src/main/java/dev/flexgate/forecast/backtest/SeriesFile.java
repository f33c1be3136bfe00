package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.model.EvenSeries;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a recorded series from CSV, plain or gzip: a header, a column {@code time_utc}, and columns of numbers. The
 * form is in docs/reference/forecast.md. Gaps in time and empty cells are values that are not known.
 */
public final class SeriesFile {

    static final String TIME = "time_utc";

    /** Ten years of half-hours. */
    private static final int STEPS_MAX = 175_320;

    private SeriesFile() {}

    /** Throws {@link BadDataException} naming the file, and the line or column at fault. */
    public static EvenSeries read(Path file) {
        var times = new TreeMap<Instant, List<String>>();
        var rows = new CsvRows(file, STEPS_MAX);
        List<String> names = rows.read(List.of(TIME), row -> {
            Instant time = rows.time(row, TIME);
            if (times.put(time, row.cells()) != null) {
                throw new BadDataException(rows.at(row) + time + " is there twice");
            }
        });
        if (times.size() < 2) {
            throw new BadDataException(file + " has fewer than two rows");
        }
        return even(file, names, times);
    }

    private static EvenSeries even(Path file, List<String> names, SortedMap<Instant, List<String>> times) {
        Duration step = step(file, new ArrayList<>(times.keySet()));
        long steps = Duration.between(times.firstKey(), times.lastKey()).dividedBy(step) + 1;
        if (steps > STEPS_MAX) {
            throw new BadDataException(file + " spans more than " + STEPS_MAX + " steps of " + step);
        }
        var kept = new ArrayList<String>();
        var columns = new ArrayList<double[]>();
        for (int column = 0; column < names.size(); column++) {
            double[] values = new double[Math.toIntExact(steps)];
            if (!names.get(column).equals(TIME) && isNumeric(times, column, step, values)) {
                kept.add(names.get(column));
                columns.add(values);
            }
        }
        if (kept.isEmpty()) {
            throw new BadDataException(file + " has no column of numbers");
        }
        return new EvenSeries(times.firstKey(), step, kept, columns.toArray(double[][]::new));
    }

    private static boolean isNumeric(Map<Instant, List<String>> times, int column, Duration step, double[] values) {
        Arrays.fill(values, Double.NaN);
        Instant first = times.keySet().iterator().next();
        boolean any = false;
        for (var row : times.entrySet()) {
            String cell = row.getValue().get(column);
            if (cell.isEmpty()) {
                continue;
            }
            double value = CsvRows.number(cell);
            if (Double.isNaN(value)) {
                return false;
            }
            values[Math.toIntExact(Duration.between(first, row.getKey()).dividedBy(step))] = value;
            any = true;
        }
        return any;
    }

    private static Duration step(Path file, List<Instant> times) {
        Duration step = Duration.ofDays(1);
        for (int index = 1; index < times.size(); index++) {
            Duration gap = Duration.between(times.get(index - 1), times.get(index));
            step = gap.compareTo(step) < 0 ? gap : step;
        }
        if (!step.equals(Duration.ofHours(1)) && !step.equals(Duration.ofMinutes(30))) {
            throw new BadDataException(file + " is neither hourly nor half-hourly: its smallest step is " + step);
        }
        for (Instant time : times) {
            if (time.getEpochSecond() % step.toSeconds() != 0) {
                throw new BadDataException(file + ": " + time + " is not on the grid of " + step);
            }
        }
        return step;
    }
}
