package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.model.EvenSeries;
import dev.flexgate.wire.CsvRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
        var rows = new CsvRows(file, JOBS_MAX);
        rows.read(List.of(ARRIVAL, LENGTH, SLACK), row -> {
            var arrival = rows.time(row, ARRIVAL);
            if (arrival.getEpochSecond() % series.step().toSeconds() != 0) {
                throw new BadDataException(rows.at(row) + ARRIVAL + " is not the start of a step of " + series.step());
            }
            int length = steps(rows, row, LENGTH, series);
            int slack = steps(rows, row, SLACK, series);
            if (length < 1) {
                throw new BadDataException(rows.at(row) + LENGTH + " has to be more than 0");
            }
            int at = series.indexOf(arrival);
            if (at >= 0) {
                all.add(new Work(at, length, at + length + slack));
            }
        });
        return all;
    }

    private static int steps(CsvRows rows, CsvRow row, String column, EvenSeries series) {
        double steps = CsvRows.number(row.cell(column))
                * SECONDS_AN_HOUR
                / series.step().toSeconds();
        if (!(steps >= 0 && steps <= HOURS_MAX) || steps != Math.rint(steps)) {
            throw new BadDataException(rows.at(row) + column + " is not a whole number of steps of " + series.step()
                    + ", in hours: " + row.cell(column));
        }
        return (int) steps;
    }
}
