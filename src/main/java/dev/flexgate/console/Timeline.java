package dev.flexgate.console;

import dev.flexgate.quantity.Interval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Bars over time, a lane each for what they belong to.
 *
 * @param title what is shown
 * @param legend how to read the bars
 * @param lanes top to bottom
 * @param ticks vertical lines with labels
 * @param now where now is, in per cent from the left
 */
public record Timeline(String title, String legend, List<Lane> lanes, List<Tick> ticks, Optional<String> now) {

    private static final int TICKS = 6;
    private static final double LANE_HEIGHT = 40;
    private static final double BAR_LEAST = 6;

    /** The bars of one site. */
    public record Lane(String name, String note, List<Bar> bars) {}

    /**
     * One bar; positions in SVG's words.
     *
     * @param path where it leads
     * @param text what it says, for those who do not see it
     * @param css classes
     */
    public record Bar(String path, String text, String css, String x, String width, String y, String height) {

        /**
         * A bar over part of {@code axis}.
         *
         * @param share its height, 0 to 1
         */
        public static Bar of(Interval axis, Interval span, double share, String path, String text, String css) {
            double left = part(axis, span.start());
            double right = part(axis, span.end());
            double height = Math.max(BAR_LEAST, LANE_HEIGHT * Math.clamp(share, 0, 1));
            return new Bar(
                    path,
                    text,
                    css,
                    percent(left),
                    percent(Math.max(0.002, right - left - 0.002)),
                    number(LANE_HEIGHT + 2 - height),
                    number(height));
        }
    }

    /** A vertical line. */
    public record Tick(String x, String label, String anchor) {}

    public static Timeline of(String title, String legend, Interval axis, List<Lane> lanes, Instant now, Times times) {
        Duration step = axis.length().dividedBy(TICKS);
        boolean days = axis.length().compareTo(Duration.ofHours(30)) > 0;
        List<Tick> ticks = IntStream.rangeClosed(0, TICKS)
                .mapToObj(index -> {
                    Instant moment = axis.start().plus(step.multipliedBy(index));
                    String anchor = index == 0 ? "start" : index == TICKS ? "end" : "middle";
                    String label = days ? times.utcWeekday(moment) : times.utcTime(moment);
                    return new Tick(percent((double) index / TICKS), label, anchor);
                })
                .toList();
        Optional<String> line = axis.contains(now) ? Optional.of(percent(part(axis, now))) : Optional.empty();
        return new Timeline(title, legend, lanes, ticks, line);
    }

    private static double part(Interval axis, Instant moment) {
        double seconds = Duration.between(axis.start(), moment).toSeconds();
        return Math.clamp(seconds / axis.seconds(), 0, 1);
    }

    private static String percent(double part) {
        return number(part * 100) + "%";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
