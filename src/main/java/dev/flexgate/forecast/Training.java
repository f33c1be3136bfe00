package dev.flexgate.forecast;

import dev.flexgate.feed.Known;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Weather;
import dev.flexgate.feed.WeatherIssue;
import dev.flexgate.feed.WeatherIssues;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.model.WeatherForecasts;
import dev.flexgate.forecast.model.WeatherForecasts.Variable;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.TreeMap;

/** Reads what a model is learnt from: what is settled, as it was known at one moment, and no further back than asked. */
final class Training {

    /** Half-hours of one question to the store. */
    private static final int CHUNK = 2_400;

    private final Readings readings;
    private final WeatherIssues weather;

    Training(Readings readings, WeatherIssues weather) {
        this.readings = readings;
        this.weather = weather;
    }

    /** What was told of the weather up to {@code now}, as it became known, from {@code days} before on. */
    WeatherForecasts weather(Zone zone, Instant now, int days) {
        var issues = new TreeMap<Instant, WeatherForecasts.Issue>();
        for (WeatherIssue told : weather.known(Weather.of(zone), now.minus(Duration.ofDays(days)), now)) {
            var hourly = new EnumMap<Variable, double[]>(Variable.class);
            told.hourly().forEach((variable, values) -> hourly.put(Variable.valueOf(variable.name()), values));
            issues.put(told.knownAt(), new WeatherForecasts.Issue(told.start(), hourly));
        }
        return new WeatherForecasts(issues);
    }

    /** Up to {@code days} before {@code now}, from the first half-hour that is known to the last. */
    History history(Topic topic, Instant now, int days) {
        Instant end = HalfHours.floor(now);
        var all = new HalfHours(end.minus(Duration.ofDays(days)), days * SeasonalNaive.DAY);
        double[] values = new double[all.count()];
        Arrays.fill(values, Double.NaN);
        for (int from = 0; from < all.count(); from += CHUNK) {
            var part = new Interval(all.startOf(from), all.startOf(Math.min(all.count(), from + CHUNK)));
            for (Known known : readings.known(topic.zone(), topic.signal(), part, now)) {
                if (known.reading().quality() != Quality.SIMULATED && ForecastRules.isSettled(known.reading(), now)) {
                    values[all.indexOf(known.reading().valid().start())] =
                            known.reading().value().doubleValue();
                }
            }
        }
        return new History(all, values).trimmed();
    }
}
