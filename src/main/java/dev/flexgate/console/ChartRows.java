package dev.flexgate.console;

import dev.flexgate.console.Chart.Point;
import dev.flexgate.console.Chart.Row;
import dev.flexgate.console.Chart.Series;
import dev.flexgate.quantity.Interval;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The numbers of a chart as a table. */
final class ChartRows {

    private ChartRows() {}

    static List<Row> of(Chart chart) {
        List<Map<Interval, Point>> columns =
                chart.series().stream().map(ChartRows::byPeriod).toList();
        return chart.series().stream()
                .flatMap(series -> series.points().stream())
                .map(Point::period)
                .distinct()
                .sorted(Comparator.comparing(Interval::start))
                .map(period -> new Row(
                        period,
                        columns.stream()
                                .map(column -> Optional.ofNullable(column.get(period)))
                                .toList()))
                .toList();
    }

    private static Map<Interval, Point> byPeriod(Series series) {
        var points = new HashMap<Interval, Point>();
        series.points().forEach(point -> points.put(point.period(), point));
        return points;
    }
}
