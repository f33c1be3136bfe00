package dev.flexgate.console;

import dev.flexgate.console.Chart.Point;
import dev.flexgate.console.Chart.Series;
import dev.flexgate.console.Chart.Style;
import dev.flexgate.quantity.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A chart as geometry, in a box of {@value #WIDTH} by {@value #HEIGHT} that is stretched to its place; labels are
 * placed in per cent, so that they keep their size.
 *
 * @param curves what is drawn, back to front
 * @param levels horizontal lines with their labels
 * @param hours vertical lines with their labels
 * @param now where now is, in per cent from the left
 */
public record Plot(List<Curve> curves, List<Level> levels, List<Hour> hours, Optional<String> now) {

    public static final int WIDTH = 1000;
    public static final int HEIGHT = 100;

    /** Share of the height that is left free above the highest value. */
    private static final double HEADROOM = 1.08;

    private static final int LEVELS = 4;
    private static final int HOURS = 6;

    /**
     * A path.
     *
     * @param css classes
     * @param path in SVG's words
     */
    public record Curve(String css, String path) {}

    /** A horizontal line, {@code y} in per cent from the top. */
    public record Level(String y, String label) {}

    /** A vertical line, {@code x} in per cent from the left; {@code anchor} in SVG's words. */
    public record Hour(String x, String label, String anchor) {}

    static Plot of(Chart chart) {
        var scale = Scale.of(chart);
        List<Curve> curves = new ArrayList<>();
        for (Series series : chart.series().reversed()) {
            curves.addAll(curves(series, scale));
        }
        Optional<String> now = chart.now()
                .filter(moment -> chart.span().contains(moment))
                .map(moment -> percent(scale.x(moment), WIDTH));
        return new Plot(curves, levels(scale), hours(chart, scale), now);
    }

    private static List<Curve> curves(Series series, Scale scale) {
        String colour = " c" + series.colour();
        List<Curve> curves = new ArrayList<>();
        if (series.banded()) {
            curves.add(new Curve("band" + colour, areas(series, scale, false)));
        }
        if (series.style() == Style.PLANNED) {
            curves.add(new Curve("fill" + colour, areas(series, scale, true)));
        }
        curves.add(new Curve("line line-" + series.style().code() + colour, steps(series, scale)));
        return curves;
    }

    private static String steps(Series series, Scale scale) {
        var path = new StringBuilder();
        Instant reached = Instant.MIN;
        for (Point point : series.points()) {
            String y = number(scale.y(point.value()));
            boolean joins = point.period().start().equals(reached);
            path.append(joins ? "V" : "M" + number(scale.x(point.period().start())) + " ")
                    .append(y);
            path.append("H").append(number(scale.x(point.period().end())));
            reached = point.period().end();
        }
        return path.toString();
    }

    /** One box a period, from the band's low to its high, or from zero to the value. */
    private static String areas(Series series, Scale scale, boolean fromZero) {
        var path = new StringBuilder();
        for (Point point : series.points()) {
            double low = fromZero ? Math.clamp(0, scale.floor(), scale.top()) : point.low();
            double high = fromZero ? point.value() : point.high();
            path.append("M").append(number(scale.x(point.period().start()))).append(" ");
            path.append(number(scale.y(low)));
            path.append("H").append(number(scale.x(point.period().end())));
            path.append("V").append(number(scale.y(high)));
            path.append("H").append(number(scale.x(point.period().start()))).append("Z");
        }
        return path.toString();
    }

    private static List<Level> levels(Scale scale) {
        double step = scale.step(LEVELS);
        List<Level> levels = new ArrayList<>();
        for (double level = Math.ceil(scale.floor() / step) * step; level < scale.top(); level += step) {
            levels.add(new Level(percent(scale.y(level), HEIGHT), Chart.digits(level)));
        }
        return levels;
    }

    private static List<Hour> hours(Chart chart, Scale scale) {
        List<Hour> hours = new ArrayList<>();
        Interval span = chart.span();
        Duration step = span.length().dividedBy(HOURS);
        for (int index = 0; index <= HOURS; index++) {
            Instant moment = span.start().plus(step.multipliedBy(index));
            String anchor = index == 0 ? "start" : index == HOURS ? "end" : "middle";
            hours.add(new Hour(percent(scale.x(moment), WIDTH), chart.times().utcTime(moment), anchor));
        }
        return hours;
    }

    private static String percent(double position, int whole) {
        return number(position * 100 / whole) + "%";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    /** From time and value to the box. */
    private record Scale(Interval span, double floor, double top) {

        static Scale of(Chart chart) {
            double[] values = chart.series().stream()
                    .flatMap(series -> series.points().stream())
                    .flatMapToDouble(point -> DoubleStream.of(point.low(), point.value(), point.high()))
                    .toArray();
            double least = DoubleStream.of(values).min().orElse(0);
            double most = DoubleStream.of(values).max().orElse(1);
            double floor = chart.zeroBased() ? Math.min(0, least) : least - (most - least) * (HEADROOM - 1);
            double top = floor + Math.max(most - floor, 1e-6) * HEADROOM;
            return new Scale(chart.span(), floor, top);
        }

        double x(Instant moment) {
            double part = (double) Duration.between(span.start(), moment).toSeconds() / span.seconds();
            return Math.clamp(part, 0, 1) * WIDTH;
        }

        double y(double value) {
            return HEIGHT - (value - floor) / (top - floor) * HEIGHT;
        }

        /** The roundest distance that makes at most {@code lines} lines. */
        double step(int lines) {
            double rough = (top - floor) / lines;
            double power = Math.pow(10, Math.floor(Math.log10(rough)));
            double part = rough / power;
            return power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
        }
    }
}
