package dev.flexgate.forecast.model;

import dev.flexgate.forecast.model.WeatherForecasts.Issue;
import dev.flexgate.forecast.model.WeatherForecasts.Variable;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** An invented grid: gas follows what wind and sun leave of the load, and the weather is forecast with an error. */
final class Grown {

    static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final double GAS_GRAMS = 490;
    private static final double WIND_GRAMS = 11;

    private Grown() {}

    /** Hourly; the same seed, the same grid. */
    static Dataset grid(int days, long seed) {
        var random = new Random(seed);
        int hours = days * 24;
        double[] wind = new double[hours + 96];
        double gust = 0;
        for (int hour = 0; hour < wind.length; hour++) {
            gust = 0.97 * gust + random.nextGaussian() * 0.6;
            wind[hour] = Math.max(0, 6 + gust);
        }
        double[][] columns = new double[3][hours];
        for (int hour = 0; hour < hours; hour++) {
            double load = 100 + 20 * Math.sin(2 * Math.PI * hour / 24) + (hour / 24 % 7 < 2 ? -10 : 0);
            double fromWind = Math.min(80, 8 * wind[hour]) + random.nextGaussian();
            columns[1][hour] = Math.max(1, load - fromWind);
            columns[2][hour] = Math.max(0, fromWind);
            columns[0][hour] = (GAS_GRAMS * columns[1][hour] + WIND_GRAMS * columns[2][hour])
                    / (columns[1][hour] + columns[2][hour]);
        }
        var series = new EvenSeries(START, Duration.ofHours(1), List.of("ci", "gas_mw", "wind_mw"), columns);
        return new Dataset(series, 0, forecasts(wind, days, random));
    }

    private static WeatherForecasts forecasts(double[] wind, int days, Random random) {
        var issues = new TreeMap<Instant, Issue>();
        for (int day = 0; day < days; day++) {
            var hourly = new EnumMap<Variable, double[]>(Variable.class);
            for (Variable variable : Variable.values()) {
                double[] values = new double[96];
                for (int hour = 0; hour < values.length; hour++) {
                    values[hour] = variable == Variable.WIND_SPEED
                            ? wind[day * 24 + hour] + random.nextGaussian() * 0.01 * hour
                            : 280;
                }
                hourly.put(variable, values);
            }
            Instant start = START.plus(Duration.ofDays(day));
            issues.put(start, new Issue(start, hourly));
        }
        return new WeatherForecasts(issues);
    }

    /** The same up to {@code origin}, and something else after it. */
    static Dataset scrambledAfter(Dataset data, int origin, long seed) {
        var random = new Random(seed);
        double[][] columns = new double[data.series().columns().length][];
        for (int column = 0; column < columns.length; column++) {
            columns[column] = data.series().columns()[column].clone();
            for (int at = origin; at < columns[column].length; at++) {
                columns[column][at] = random.nextInt(10) == 0 ? Double.NaN : random.nextDouble(1_000);
            }
        }
        var issues = new TreeMap<Instant, Issue>(data.weather().issues());
        Instant now = data.series().startOf(origin);
        issues.tailMap(now, false).replaceAll((_, issue) -> {
            var hourly = new EnumMap<Variable, double[]>(Variable.class);
            issue.hourly()
                    .forEach((variable, values) -> hourly.put(
                            variable, random.doubles(values.length, 0, 30).toArray()));
            return new Issue(issue.start(), hourly);
        });
        var series = new EvenSeries(
                data.series().start(), data.series().step(), data.series().names(), columns);
        return new Dataset(series, data.target(), new WeatherForecasts(issues));
    }
}
