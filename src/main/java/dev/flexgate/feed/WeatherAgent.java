package dev.flexgate.feed;

import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Rounds;
import dev.flexgate.store.Rounds.Left;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for the weather of each zone when there can be something new, one zone after the other. */
public final class WeatherAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WeatherAgent.class);

    private static final Duration TICK = Duration.ofSeconds(30);

    private final Database database;
    private final WeatherIssues issues;
    private final List<WeatherProvider> providers;
    private final Ids ids;
    private final FeedLimits limits;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Rounds rounds;
    private final Map<Zone, Instant> receivedAt = new ConcurrentHashMap<>();
    private final Map<Zone, Instant> askAt = new HashMap<>();
    private final Map<Zone, Integer> failures = new HashMap<>();

    public WeatherAgent(
            Database database,
            List<WeatherProvider> providers,
            Ids ids,
            FeedLimits limits,
            InstantSource clock,
            MeterRegistry meters) {
        this.database = database;
        this.issues = new WeatherIssues(database);
        this.providers = List.copyOf(providers);
        this.ids = ids;
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
        this.rounds = Rounds.shared("weather", Rounds.Pace.of(TICK), this::round);
        providers.forEach(this::meter);
    }

    /** Begins; returns at once. */
    public void start() {
        if (!providers.isEmpty()) {
            rounds.start();
        }
    }

    @Override
    public void close() {
        rounds.close();
    }

    private Left round() {
        for (WeatherProvider provider : providers) {
            Instant due = askAt.getOrDefault(provider.zone(), Instant.MIN);
            if (!rounds.isStopping() && !clock.instant().isBefore(due)) {
                ask(provider);
            }
        }
        return Left.NOTHING;
    }

    private void ask(WeatherProvider provider) {
        Zone zone = provider.zone();
        // Set first: whatever happens below, a whole pause passes before the next attempt.
        askAt.put(zone, clock.instant().plus(limits.retryMax()));
        switch (provider.fetch()) {
            case WeatherProvider.Told.Issue(WeatherIssue issue, Instant nextAt) -> {
                boolean added = database.inTransaction(tx -> issues.save(tx, ids.next(), issue));
                askAt.put(zone, nextAt);
                failures.remove(zone);
                receivedAt.put(zone, issue.knownAt());
                count(provider, added ? "new" : "unchanged");
            }
            case WeatherProvider.Told.Nothing(Fetched.Missing missing) -> {
                int times = failures.merge(zone, 1, Integer::sum);
                Duration pause = limits.retryMin().multipliedBy(1L << Math.min(times - 1, 10));
                Instant next = clock.instant().plus(pause.compareTo(limits.retryMax()) > 0 ? limits.retryMax() : pause);
                askAt.put(zone, missing.retryAt().filter(next::isBefore).orElse(next));
                count(provider, missing.reason().name().toLowerCase(Locale.ROOT));
                LOG.warn("weather of {}: no usable answer, {} ({})", zone, missing.reason(), missing.detail());
            }
        }
    }

    private void count(WeatherProvider provider, String outcome) {
        meters.counter("flexgate.feed.polls", "provider", provider.name(), "outcome", outcome)
                .increment();
    }

    private void meter(WeatherProvider provider) {
        Gauge.builder("flexgate.feed.weather.age.seconds", () -> age(provider.zone()))
                .description("Time since the last weather forecast; NaN before the first")
                .tag("zone", provider.zone().code())
                .register(meters);
    }

    private double age(Zone zone) {
        return Optional.ofNullable(receivedAt.get(zone))
                .map(at -> (double) Duration.between(at, clock.instant()).toSeconds())
                .orElse(Double.NaN);
    }
}
