package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.model.EvenSeries;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads work that may be shifted from CSV, plain or gzip: when it arrives, how long it takes, and how much later than at
 * the earliest it may be done. The form is in docs/reference/forecast.md.
 */
public final class WorkFile {

    private static final String ARRIVAL = "arrival_utc";
    private static final String LENGTH = "duration_hours";
    private static final String SLACK = "slack_hours";
    private static final int JOBS_MAX = 1_000_000;
    private static final int SECONDS_AN_HOUR = 3_600;

    /** Ten years: what is longer is a slip of the pen. */
    private static final double HOURS_MAX = 87_600;

    private WorkFile() {}

    /**
     * Work in steps of {@code series}; what arrives before it begins is left out.
     *
     * @throws BadDataException naming the file, and the line or column at fault
     */
    public static List<Work> read(Path file, EvenSeries series) {
        var all = new ArrayList<Work>();
        CsvRows.read(file, List.of(ARRIVAL, LENGTH, SLACK), (line, cells) -> {
            if (all.size() >= JOBS_MAX) {
                throw new BadDataException(file + " has more than " + JOBS_MAX + " rows");
            }
            var arrival = CsvRows.time(file, line, ARRIVAL, cells.getOrDefault(ARRIVAL, ""));
            if (arrival.getEpochSecond() % series.step().toSeconds() != 0) {
                throw new BadDataException(
                        file + " line " + line + ": " + ARRIVAL + " is not the start of a step of " + series.step());
            }
            int length = steps(file, line, LENGTH, cells, series);
            int slack = steps(file, line, SLACK, cells, series);
            if (length < 1) {
                throw new BadDataException(file + " line " + line + ": " + LENGTH + " has to be more than 0");
            }
            int at = series.indexOf(arrival);
            if (at >= 0) {
                all.add(new Work(at, length, at + length + slack));
            }
        });
        return all;
    }

    private static int steps(Path file, long line, String column, Map<String, String> cells, EvenSeries series) {
        double steps = CsvRows.number(cells.getOrDefault(column, "").strip())
                * SECONDS_AN_HOUR
                / series.step().toSeconds();
        if (!(steps >= 0 && steps <= HOURS_MAX) || steps != Math.rint(steps)) {
            throw new BadDataException(file + " line " + line + ": " + column + " is not a whole number of steps of "
                    + series.step() + ", in hours: " + cells.get(column));
        }
        return (int) steps;
    }
}
