package dev.flexgate.console.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One step of a cost curve: as wide as the power it adds, as high as what a kWh of it costs. Positions in SVG's words.
 *
 * @param text what it says, for those who do not see it
 */
public record Bar(String x, String width, String y, String height, String text) {

    private static final double PLOT = 120;
    private static final double LEAST = 2;

    /** A step before it is drawn. */
    record Step(double width, double level, String text) {}

    static List<Bar> of(List<Step> steps) {
        double wide = steps.stream().mapToDouble(Step::width).sum();
        double high = steps.stream().mapToDouble(Step::level).max().orElse(1);
        List<Bar> bars = new ArrayList<>();
        double left = 0;
        for (Step step : steps) {
            double height = Math.max(LEAST, high <= 0 ? LEAST : step.level() / high * PLOT);
            bars.add(new Bar(
                    number(left / wide * 100) + "%",
                    number(Math.max(0.4, step.width() / wide * 100 - 0.4)) + "%",
                    number(PLOT - height),
                    number(height),
                    step.text()));
            left += step.width();
        }
        return bars;
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
