package dev.flexgate.forecast;

import dev.flexgate.feed.Beside;
import dev.flexgate.feed.Known;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Weather;
import dev.flexgate.feed.WeatherIssue;
import dev.flexgate.feed.WeatherIssues;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.model.Companion.Auction;
import dev.flexgate.forecast.model.WeatherForecasts;
import dev.flexgate.forecast.model.WeatherForecasts.Variable;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/** Reads what a model is learnt from: what is settled, as it was known at one moment, and no further back than asked. */
final class Training {

    /** Half-hours of one question to the store. */
    private static final int CHUNK = 2_400;

    /** The next day whole, wherever that is. */
    private static final int AHEAD_DAYS = 3;

    /** Half-hours: what is later than three days is no help, and a model with it is only one without it. */
    private static final int LATE_MAX = 144;

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
        return history(topic, now, days, 0, _ -> {});
    }

    /** What models of that kind look at, as known at {@code now}. */
    Surroundings around(Zone zone, List<Neighbour.Kind> kinds, Instant now, int days) {
        return new Surroundings(
                weather(zone, now, days),
                kinds.stream().map(kind -> neighbour(kind, now, days)).toList());
    }

    /**
     * What a model of {@code topic} may be learnt with. No neighbours where the series itself is known ahead, as prices
     * are: forecasts begin where that ends, and neighbours will not be known by then.
     */
    Surroundings around(Topic topic, List<Beside> beside, Instant now, int days) {
        boolean isKnownAhead =
                history(topic, now, 1, 1, _ -> {}).halfHours().end().isAfter(HalfHours.ceiling(now));
        return new Surroundings(
                weather(topic.zone(), now, days),
                beside.stream()
                        .filter(each -> !isKnownAhead && !each.topic().equals(topic))
                        .map(each -> asItComes(each, now, days))
                        .toList());
    }

    /** A series that is late now is taken to be as late always: else a model would trust what it will not have. */
    private Neighbour asItComes(Beside beside, Instant now, int days) {
        Neighbour punctual = neighbour(new Neighbour.Kind(beside, 0), now, days);
        Instant promised = beside.published()
                .map(each -> new Auction(each.at(), each.where()).knownUntil(now))
                .orElse(HalfHours.floor(now));
        Instant told = punctual.history().halfHours().end();
        long late = Duration.between(told, promised).dividedBy(HalfHours.STEP);
        var kind = new Neighbour.Kind(beside, Math.clamp(late, 0, LATE_MAX));
        return new Neighbour(kind, punctual.history(), punctual.vintages());
    }

    private Neighbour neighbour(Neighbour.Kind kind, Instant now, int days) {
        SortedSet<UUID> vintages = new TreeSet<>();
        Instant weekAgo = now.minus(Duration.ofDays(7));
        int ahead = kind.beside().published().isPresent() ? AHEAD_DAYS : 0;
        History history = history(kind.beside().topic(), now, days, ahead, known -> {
            if (!known.reading().valid().start().isBefore(weekAgo)) {
                vintages.add(known.vintage());
            }
        });
        return new Neighbour(kind, history, List.copyOf(vintages));
    }

    private History history(Topic topic, Instant now, int days, int daysAhead, Consumer<Known> taken) {
        Instant start = HalfHours.floor(now).minus(Duration.ofDays(days));
        var all = new HalfHours(start, (days + daysAhead) * SeasonalNaive.DAY);
        double[] values = new double[all.count()];
        Arrays.fill(values, Double.NaN);
        for (int from = 0; from < all.count(); from += CHUNK) {
            var part = new Interval(all.startOf(from), all.startOf(Math.min(all.count(), from + CHUNK)));
            for (Known known : readings.known(topic.zone(), topic.signal(), part, now)) {
                if (known.reading().quality() != Quality.SIMULATED && ForecastRules.isSettled(known.reading(), now)) {
                    values[all.indexOf(known.reading().valid().start())] =
                            known.reading().value().doubleValue();
                    taken.accept(known);
                }
            }
        }
        return new History(all, values).trimmed();
    }
}
