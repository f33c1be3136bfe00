package dev.flexgate.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Shared;
import dev.flexgate.feed.FeedAgent;
import dev.flexgate.feed.FeedLimits;
import dev.flexgate.feed.FeedStatus;
import dev.flexgate.feed.Feeds;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.ReplayFile;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Zone;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The whole way on a real series: file, feed, store, forecast. */
class ReplayedForecastTest {

    private static final Zone GB = new Zone("GB");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T17:10:00Z"));

    private final Database database = TestDatabase.fresh();
    private final Readings readings = new Readings(database);
    private final Ids ids = new Ids(CLOCK, new Random(1));

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void a_recorded_series_is_forecast_with_bands_and_never_passes_for_live() {
        var file = Shared.path("data/gb-halfhourly/gb_electric_insights_2021-01_2022-06.csv.gz");
        List<Topic> topics = List.of(new Topic(GB, Signal.CARBON_INTENSITY), new Topic(GB, Signal.ENERGY_PRICE));
        var feeds = Feeds.replayed(topics, ReplayFile.read(file, CLOCK.instant()), CLOCK);
        try (var agent = new FeedAgent(
                database,
                readings,
                feeds,
                ids,
                FeedLimits.defaults(),
                CLOCK,
                new Random(1),
                new SimpleMeterRegistry())) {
            agent.start();
            assertTrue(agent.statuses().stream().noneMatch(FeedStatus::simulated));
        }
        Forecast carbon = forecast(Signal.CARBON_INTENSITY);
        assertEquals(Quality.ESTIMATED, carbon.quality());
        assertEquals(Set.of("avg7d+decay+past-errors"), methods(carbon));
        Forecast price = forecast(Signal.ENERGY_PRICE);
        // Known to 23:00 of the next day, our own from there.
        assertEquals(Set.of("published", "avg7d+decay+past-errors"), methods(price));
        assertEquals(
                60,
                price.points().stream()
                        .filter(ReplayedForecastTest::isPublished)
                        .count());
        for (Forecast each : List.of(carbon, price)) {
            assertTrue(each.points().stream()
                    .allMatch(point -> point.provenance().source().contains("replayed")));
        }
    }

    private Forecast forecast(Signal signal) {
        HalfHours twoDays = HalfHours.containing(CLOCK.instant(), 96);
        return new Forecaster(database, readings, ids).forecast(GB, signal, twoDays, CLOCK.instant());
    }

    private static Set<String> methods(Forecast forecast) {
        return forecast.points().stream()
                .map(each -> each.provenance().method())
                .collect(Collectors.toSet());
    }

    private static boolean isPublished(ForecastPoint point) {
        return point.provenance().method().equals("published");
    }
}
