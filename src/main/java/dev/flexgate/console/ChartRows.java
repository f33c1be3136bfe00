package dev.flexgate.console;

import dev.flexgate.console.Chart.Point;
import dev.flexgate.console.Chart.Row;
import dev.flexgate.console.Chart.Series;
import dev.flexgate.quantity.Interval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The numbers of a chart as a table. Series may have periods of different lengths; a row is a stretch in which none of
 * them changes, so that nothing is lost and nothing is said twice.
 */
final class ChartRows {

    private ChartRows() {}

    static List<Row> of(Chart chart) {
        List<NavigableMap<Instant, Point>> columns =
                chart.series().stream().map(ChartRows::byStart).toList();
        List<Row> rows = new ArrayList<>();
        Optional<Instant> start = Optional.empty();
        for (Instant end : bounds(chart)) {
            start.ifPresent(from -> add(rows, row(new Interval(from, end), columns)));
            start = Optional.of(end);
        }
        return rows;
    }

    private static SortedSet<Instant> bounds(Chart chart) {
        SortedSet<Instant> bounds = new TreeSet<>();
        for (Series series : chart.series()) {
            for (Point point : series.points()) {
                bounds.add(point.period().start());
                bounds.add(point.period().end());
            }
        }
        return bounds;
    }

    private static NavigableMap<Instant, Point> byStart(Series series) {
        NavigableMap<Instant, Point> points = new TreeMap<>();
        series.points().forEach(point -> points.put(point.period().start(), point));
        return points;
    }

    private static Row row(Interval period, List<NavigableMap<Instant, Point>> columns) {
        return new Row(
                period,
                columns.stream()
                        .map(column -> Optional.ofNullable(column.floorEntry(period.start()))
                                .map(Map.Entry::getValue)
                                .filter(point -> point.period().contains(period.start()))
                                .map(point -> new Point(period, point.value(), point.low(), point.high())))
                        .toList());
    }

    /** The next row, unless nobody says anything there; one that says the same as the last is a longer last. */
    private static void add(List<Row> rows, Row next) {
        if (next.points().stream().allMatch(Optional::isEmpty)) {
            return;
        }
        if (!rows.isEmpty()
                && rows.getLast().period().end().equals(next.period().start())) {
            var joined =
                    new Interval(rows.getLast().period().start(), next.period().end());
            Row longer = over(joined, rows.getLast());
            if (longer.equals(over(joined, next))) {
                rows.set(rows.size() - 1, longer);
                return;
            }
        }
        rows.add(next);
    }

    private static Row over(Interval period, Row row) {
        return new Row(
                period,
                row.points().stream()
                        .map(each -> each.map(point -> new Point(period, point.value(), point.low(), point.high())))
                        .toList());
    }
}
