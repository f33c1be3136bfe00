package dev.flexgate.forecast.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A series to forecast with everything that may help: its sources of generation and the weather. Holes are filled from
 * the day before, never from later.
 *
 * @param series the series; columns whose names end in {@code _mw} are sources of generation
 * @param target which column is forecast
 * @param weather what was forecast when; may be {@link WeatherForecasts#NONE}
 * @param companions other series on the same grid
 */
public record Dataset(EvenSeries series, int target, WeatherForecasts weather, List<Companion> companions) {

    private static final String POWER = "_mw";

    /** Without companions. */
    public Dataset(EvenSeries series, int target, WeatherForecasts weather) {
        this(series, target, weather, List.of());
    }

    public Dataset {
        companions = List.copyOf(companions);
        if (target < 0 || target >= series.columns().length) {
            throw new IllegalArgumentException("no column " + target);
        }
    }

    Dataset withoutWeather() {
        return new Dataset(series, target, WeatherForecasts.NONE, companions);
    }

    boolean hasWeather() {
        return !weather.issues().isEmpty();
    }

    double[] values() {
        return series.columns()[target];
    }

    /** Columns of generation by source, the target not among them. */
    List<Integer> sources() {
        var sources = new ArrayList<Integer>();
        for (int column = 0; column < series.names().size(); column++) {
            if (column != target && series.names().get(column).endsWith(POWER)) {
                sources.add(column);
            }
        }
        return sources;
    }

    /** A column with its holes filled; what comes before anything is known stays NaN. */
    double[] filled(int column) {
        double[] filled = series.columns()[column].clone();
        int perDay = series.perDay();
        for (int at = perDay; at < filled.length; at++) {
            if (Double.isNaN(filled[at])) {
                filled[at] = filled[at - perDay];
            }
        }
        return filled;
    }

    /** The same, for power: never below zero, as station use at rest is reported by some. */
    double[] power(int column) {
        double[] filled = filled(column);
        for (int at = 0; at < filled.length; at++) {
            filled[at] = Math.max(0, filled[at]);
        }
        return filled;
    }
}
