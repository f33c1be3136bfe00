package dev.flexgate.console;

import dev.flexgate.quantity.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A figure over time: one unit, one axis, no smoothing. The server draws it; a table of the same numbers stands
 * below it, from which the browser's script draws it once more with a cursor.
 *
 * @param id unique on the page, letters, digits and hyphens
 * @param title what is shown
 * @param sentence what it says, in one sentence, for those who do not see it
 * @param unit of every series
 * @param span the time axis
 * @param series what is drawn, the first in front
 * @param now a line at this moment, where it lies inside
 * @param zeroBased whether the axis starts at zero: always for power, never needed for prices
 * @param mark how far to believe it
 * @param times how moments are written
 */
public record Chart(
        String id,
        String title,
        String sentence,
        String unit,
        Interval span,
        List<Series> series,
        Optional<Instant> now,
        boolean zeroBased,
        Mark mark,
        Times times) {

    /**
     * One line or area.
     *
     * @param name for the legend
     * @param style how it is drawn: the same in every chart
     * @param colour 1 to 6, an index into the palette
     * @param points in order of time; a gap is a gap
     */
    public record Series(String name, Style style, int colour, List<Point> points) {

        public Series {
            points = List.copyOf(points);
        }

        /** Whether any point has a band. */
        public boolean banded() {
            return points.stream().anyMatch(Point::banded);
        }
    }

    /** What a line says about its numbers. */
    public enum Style {
        /** Solid: it happened. */
        MEASURED,
        /** Dashed, with its band. */
        FORECAST,
        /** Dotted. */
        SIMULATED,
        /** A filled step: what is planned. */
        PLANNED,
        /** A thin line: what must not be passed. */
        LIMIT;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One stretch of a series.
     *
     * @param value in the chart's unit
     * @param low lower end of the band; the value where there is none
     * @param high upper end of the band; the value where there is none
     */
    public record Point(Interval period, double value, double low, double high) {

        /** Whether it is a range rather than one number. */
        public boolean banded() {
            return low < high;
        }

        public static Point of(Interval period, double value) {
            return new Point(period, value, value, value);
        }
    }

    public Chart {
        series = List.copyOf(series);
    }

    /** The drawing. */
    public Plot plot() {
        return Plot.of(this);
    }

    /** One row a period, one column a series; empty where a series has nothing to say. */
    public List<Row> rows() {
        return ChartRows.of(this);
    }

    /** One row of the table below. */
    public record Row(Interval period, List<Optional<Point>> points) {}

    /** Digits that suit the chart's numbers. */
    public static String digits(double value) {
        return Amount.digits(BigDecimal.valueOf(value), Math.abs(value) >= 100 ? 0 : 2);
    }
}
