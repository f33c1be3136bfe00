package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.model.WeatherForecasts;
import dev.flexgate.forecast.model.WeatherForecasts.Issue;
import dev.flexgate.forecast.model.WeatherForecasts.Variable;
import dev.flexgate.wire.CsvRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Reads archived weather forecasts from CSV, plain or gzip: one row an issue and lead. The form is in
 * docs/reference/forecast.md.
 */
public final class WeatherFile {

    private static final String ISSUE = "issue_utc";
    private static final String LEAD = "lead_hour";
    private static final String WINDOW = "dswrf_window_h";

    /** Three years of daily issues by the hour for two weeks. */
    private static final int ROWS_MAX = 500_000;

    private static final int LEAD_MAX = 384;
    private static final int DAY_HOURS = 24;

    /** A window of radiation begins anew at every multiple of this. */
    private static final int WINDOW_HOURS = 6;

    private enum Column {
        WIND("wind_speed_10m_ms", Variable.WIND_SPEED),
        TEMPERATURE("temperature_2m_k", Variable.TEMPERATURE),
        DEW_POINT("dewpoint_2m_k", Variable.DEW_POINT),
        RADIATION("dswrf_wm2", Variable.RADIATION);

        private final String title;
        private final Variable variable;

        Column(String title, Variable variable) {
            this.title = title;
            this.variable = variable;
        }
    }

    private record Row(int lead, Map<Variable, Double> values, int windowStart) {}

    private WeatherFile() {}

    /**
     * Reads a whole archive.
     *
     * @param delay how long after its issue a forecast is known
     * @throws BadDataException naming the file, and the line or column at fault
     */
    public static WeatherForecasts read(Path file, Duration delay) {
        var rows = new TreeMap<Instant, List<Row>>();
        var table = new CsvRows(file, ROWS_MAX);
        table.read(List.of(ISSUE, LEAD), row -> {
            Instant issue = table.time(row, ISSUE);
            rows.computeIfAbsent(issue, _ -> new ArrayList<>()).add(row(table, row));
        });
        var issues = new TreeMap<Instant, Issue>();
        rows.forEach((issue, its) -> issues.put(issue.plus(delay), issue(issue, its)));
        return new WeatherForecasts(issues);
    }

    private static Row row(CsvRows table, CsvRow row) {
        double lead = CsvRows.number(row.cell(LEAD));
        if (!(lead >= 0 && lead <= LEAD_MAX && lead == Math.rint(lead))) {
            throw new BadDataException(table.at(row) + LEAD + " is not a whole number of hours up to " + LEAD_MAX);
        }
        var values = new EnumMap<Variable, Double>(Variable.class);
        for (Column column : Column.values()) {
            String cell = row.cell(column.title);
            double value = CsvRows.number(cell);
            if (!cell.isEmpty() && Double.isNaN(value)) {
                throw new BadDataException(table.at(row) + column.title + " is not a number: " + cell);
            }
            if (!cell.isEmpty()) {
                values.put(column.variable, value);
            }
        }
        return new Row((int) lead, values, windowStart(row.cell(WINDOW), (int) lead));
    }

    /** Where the mean of the radiation begins, in hours of lead: at the last multiple of six, if nothing is said. */
    private static int windowStart(String window, int lead) {
        String[] ends = window.split("-", -1);
        double start = ends.length == 2 ? CsvRows.number(ends[0]) : Double.NaN;
        double end = ends.length == 2 ? CsvRows.number(ends[1]) : Double.NaN;
        return Double.isNaN(start) || Double.isNaN(end)
                ? WINDOW_HOURS * Math.floorDiv(lead - 1, WINDOW_HOURS)
                : lead - (int) (end - start);
    }

    private static Issue issue(Instant start, List<Row> rows) {
        rows.sort(java.util.Comparator.comparingInt(Row::lead));
        int hours = Math.max(DAY_HOURS, rows.getLast().lead() + 1);
        var hourly = new EnumMap<Variable, double[]>(Variable.class);
        for (Variable variable : Variable.values()) {
            var points = variable == Variable.RADIATION ? radiation(rows) : points(rows, variable);
            if (!points.isEmpty()) {
                hourly.put(variable, hourly(points, hours, variable == Variable.RADIATION ? 0.5 : 0));
            }
        }
        return new Issue(start, hourly);
    }

    private static NavigableMap<Double, Double> points(List<Row> rows, Variable variable) {
        var points = new TreeMap<Double, Double>();
        for (Row row : rows) {
            Double value = row.values().get(variable);
            if (value != null) {
                points.put((double) row.lead(), value);
            }
        }
        return points;
    }

    /** Means over windows that began earlier, taken apart into means over the steps, at the middle of each. */
    private static NavigableMap<Double, Double> radiation(List<Row> rows) {
        var points = new TreeMap<Double, Double>();
        int windowStart = -1;
        int lastLead = 0;
        double sum = 0;
        for (Row row : rows) {
            Double mean = row.values().get(Variable.RADIATION);
            if (mean == null || row.lead() == 0) {
                continue;
            }
            if (row.windowStart() != windowStart) {
                windowStart = row.windowStart();
                lastLead = windowStart;
                sum = 0;
            }
            double total = mean * (row.lead() - windowStart);
            double here = Math.max(0, (total - sum) / Math.max(1, row.lead() - lastLead));
            points.put((lastLead + row.lead()) / 2.0, here);
            sum = total;
            lastLead = row.lead();
        }
        return points;
    }

    /** Straight lines between the points; beyond the ends as at the ends. */
    private static double[] hourly(NavigableMap<Double, Double> points, int hours, double middle) {
        double[] values = new double[hours];
        Arrays.setAll(values, hour -> {
            var before = points.floorEntry(hour + middle);
            var after = points.ceilingEntry(hour + middle);
            if (before == null) {
                return points.firstEntry().getValue();
            }
            if (after == null) {
                return before.getValue();
            }
            double gap = after.getKey() - before.getKey();
            double share = gap == 0 ? 0 : (hour + middle - before.getKey()) / gap;
            return before.getValue() + share * (after.getValue() - before.getValue());
        });
        return values;
    }
}
