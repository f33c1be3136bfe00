package dev.flexgate.forecast.model;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Weather forecasts as they were issued, each hour by hour from its issue on, averaged over the area of a zone.
 *
 * @param issues by the time from which each was known
 */
public record WeatherForecasts(NavigableMap<Instant, Issue> issues) {

    /** No weather is given. */
    public static final WeatherForecasts NONE = new WeatherForecasts(new TreeMap<>());

    /** An issue older than this is not used: a forecast without weather is better than one with last week's. */
    private static final Duration STALE = Duration.ofHours(60);

    /** What weather is about, each in one unit. */
    public enum Variable {
        /** At 10 m, m/s. */
        WIND_SPEED,
        /** At 2 m, kelvin. */
        TEMPERATURE,
        /** At 2 m, kelvin. */
        DEW_POINT,
        /** Short-wave, downward at the ground, W/m2, the mean of the hour. */
        RADIATION
    }

    /**
     * One issue.
     *
     * @param start the hour that the first value of each variable is for
     * @param hourly a day or more of each variable that it has, NaN for not known
     */
    @SuppressWarnings("ArrayRecordComponent") // a kernel type
    public record Issue(Instant start, Map<Variable, double[]> hourly) {

        private static final int DAY_HOURS = 24;

        public Issue {
            hourly = new EnumMap<>(hourly);
            for (double[] values : hourly.values()) {
                if (values.length < DAY_HOURS) {
                    throw new IllegalArgumentException("an issue of " + values.length + " hours");
                }
            }
        }

        /** At {@code moment}; beyond its end what the last of its days had at that time of day; NaN for not known. */
        double at(Variable variable, Instant moment) {
            double[] values = hourly.get(variable);
            long hour = Math.floorDiv(moment.getEpochSecond() - start.getEpochSecond(), 3_600L);
            if (values == null || hour < 0) {
                return Double.NaN;
            }
            while (hour >= values.length) {
                hour -= DAY_HOURS;
            }
            return values[(int) hour];
        }
    }

    public WeatherForecasts {
        issues = new TreeMap<>(issues);
    }

    /** The newest known at {@code moment}, unless it is too old to be of use. */
    Optional<Issue> known(Instant moment) {
        var entry = issues.floorEntry(moment);
        return entry == null || entry.getValue().start().isBefore(moment.minus(STALE))
                ? Optional.empty()
                : Optional.of(entry.getValue());
    }
}
