package dev.flexgate.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Reading;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.SimulatedWeek;
import dev.flexgate.feed.Vintage;
import dev.flexgate.feed.Zone;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ForecasterTest {

    private static final Database DATABASE = TestDatabase.fresh();

    private static final Zone GB = new Zone("GB");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Instant NOW = NOON.plusSeconds(600);
    private static final HalfHours TWO_DAYS = new HalfHours(NOON, 96);

    private final Readings readings = new Readings(DATABASE);
    private final Ids ids = new Ids(InstantSource.fixed(NOON), new Random(1));
    private final Forecaster forecaster = new Forecaster(DATABASE, readings, ids);

    @BeforeEach
    void empty() {
        DATABASE.rows("truncate feed_vintage, feed_reading, forecast_issue");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void an_old_forecast_is_forgotten_and_says_so_and_its_hash_stays() {
        Forecast old = carbon(TWO_DAYS, NOW);
        Forecast young = carbon(TWO_DAYS, NOW.plusSeconds(60));
        Instant later = NOW.plus(days(35)).plusSeconds(1);
        assertEquals(1, forget(days(35), later));
        assertEquals(0, forget(days(35), later));

        Problem gone = assertThrows(ProblemException.class, () -> forecaster.find(old.id()))
                .problem();
        assertEquals(410, gone.status());
        assertEquals(old.sha256(), gone.extras().get("sha256"));
        assertEquals(young, forecaster.find(young.id()).orElseThrow());
        assertEquals(
                2, forecaster.issues(GB, Signal.CARBON_INTENSITY, later, 10).size(), "it is still in the list");
    }

    private int forget(Duration keep, Instant now) {
        return DATABASE.inTransaction(
                tx -> forecaster.retention(keep).forgetting().forget(tx, now.minus(keep), now, 10));
    }

    @Nested
    class Choosing {

        @Test
        void nothing_known_is_simulated_and_says_so_everywhere() {
            Forecast forecast = carbon(TWO_DAYS, NOW);
            assertEquals(Quality.SIMULATED, forecast.quality());
            for (ForecastPoint point : forecast.points()) {
                assertEquals("simulated", point.provenance().source());
                assertEquals("simulated-week+prior-band", point.provenance().method());
                assertEquals(
                        SimulatedWeek.reading(GB, Signal.CARBON_INTENSITY, point.period())
                                .value(),
                        point.value().p50());
            }
            assertEquals(List.of(), forecast.inputs());
        }

        @Test
        void the_providers_forecast_is_used_as_far_as_it_goes_and_our_own_beyond() {
            Vintage past = save("measuring", Quality.MEASURED, NOON.minus(days(7)), 7 * 48, NOW, _ -> "150");
            Vintage provided = save("provider", Quality.PROVIDER_FORECAST, NOON, 20, NOW, _ -> "226");
            Forecast forecast = carbon(TWO_DAYS, NOW.plusSeconds(60));
            ForecastPoint inside = forecast.points().get(19);
            assertEquals(
                    new Provenance("provider", "provider-forecast+prior-band", NOW, Quality.PROVIDER_FORECAST),
                    inside.provenance());
            assertEquals(quantiles("187", "226", "265"), inside.value());
            ForecastPoint beyond = forecast.points().get(20);
            assertEquals(
                    new Provenance("flexgate:measuring", "avg7d+decay+prior-band", NOW, Quality.OWN_FORECAST),
                    beyond.provenance());
            assertEquals(quantiles("96", "150", "204"), beyond.value());
            assertEquals(List.of(past.id(), provided.id()), forecast.inputs());
        }

        @Test
        void with_a_day_of_history_yesterday_is_repeated() {
            save("measuring", Quality.MEASURED, NOON.minus(days(1)), 48, NOW, index -> "1" + (10 + index));
            ForecastPoint first = carbon(TWO_DAYS, NOW).points().get(0);
            assertEquals("seasonal-24h+prior-band", first.provenance().method());
            assertEquals(new BigDecimal("110"), first.value().p50());
        }

        @Test
        void with_less_than_a_day_of_history_simulation_stands_in() {
            save("measuring", Quality.MEASURED, NOON.minus(days(1)), 47, NOW, _ -> "150");
            assertEquals(Quality.SIMULATED, carbon(TWO_DAYS, NOW).quality());
        }

        @Test
        void simulated_readings_are_never_history() {
            save("simulated", Quality.SIMULATED, NOON.minus(days(7)), 9 * 48, NOW, _ -> "150");
            Forecast forecast = carbon(TWO_DAYS, NOW);
            assertTrue(forecast.points().stream()
                    .allMatch(each -> each.provenance().quality() == Quality.SIMULATED));
            assertEquals(1, forecast.inputs().size());
        }

        @Test
        void what_is_made_from_replayed_history_is_no_better_than_that() {
            save("replayed", Quality.ESTIMATED, NOON.minus(days(7)), 7 * 48, NOW, _ -> "150");
            Provenance from = carbon(TWO_DAYS, NOW).points().get(0).provenance();
            assertEquals("flexgate:replayed", from.source());
            assertEquals(Quality.ESTIMATED, from.quality());
        }

        @Test
        void a_published_price_is_certain_and_our_own_forecast_begins_where_prices_end() {
            Instant end = Instant.parse("2026-11-21T23:00:00Z");
            int count = 7 * 48 + 22;
            savePrices(Quality.MEASURED, end.minus(HalfHours.STEP.multipliedBy(count)), count, NOW, _ -> "0.166425");
            List<ForecastPoint> points =
                    forecaster.forecast(GB, Signal.ENERGY_PRICE, TWO_DAYS, NOW).points();
            assertEquals(
                    quantiles("0.166425", "0.166425", "0.166425"),
                    points.get(21).value());
            assertEquals("published", points.get(21).provenance().method());
            assertEquals(
                    quantiles("0.123425", "0.166425", "0.209425"),
                    points.get(22).value());
            assertEquals("avg7d+decay+prior-band", points.get(22).provenance().method());
        }

        @Test
        void a_band_never_reaches_below_no_carbon_and_a_price_may_be_negative() {
            save("provider", Quality.PROVIDER_FORECAST, NOON, 96, NOW, _ -> "10");
            assertEquals(
                    BigDecimal.ZERO,
                    carbon(TWO_DAYS, NOW).points().get(50).value().p10());
            savePrices(Quality.MEASURED, NOON.minus(days(7)), 7 * 48, NOW, _ -> "-0.01");
            Quantiles price = forecaster
                    .forecast(GB, Signal.ENERGY_PRICE, TWO_DAYS, NOW)
                    .points()
                    .get(0)
                    .value();
            assertEquals(quantiles("-0.053", "-0.01", "0.033"), price);
        }

        @Test
        void an_old_vintage_counts_its_lead_from_when_it_was_known() {
            save("provider", Quality.PROVIDER_FORECAST, NOON, 96, NOW, _ -> "226");
            Instant later = NOW.plus(Duration.ofHours(40));
            HalfHours grid = HalfHours.containing(later, 4);
            // Known 40 hours ago: no nowcast any more.
            assertEquals(
                    quantiles("187", "226", "265"),
                    carbon(grid, later).points().get(0).value());
        }

        @Test
        void a_grid_longer_than_two_weeks_is_refused() {
            assertThrows(IllegalArgumentException.class, () -> carbon(new HalfHours(NOON, 673), NOW));
        }
    }

    @Nested
    class Bands {

        @Test
        void enough_errors_of_the_provider_make_its_band() {
            // For ten days: an issue every six hours, each 5 g too low in one half-hour of ten, else 20 g too high.
            Instant first = NOON.minus(days(12));
            for (int issue = 0; issue < 40; issue++) {
                Instant at = first.plus(Duration.ofHours(6L * issue));
                save("provider", Quality.PROVIDER_FORECAST, at, 96, at, _ -> "200");
            }
            save("measuring", Quality.MEASURED, first, 12 * 48, NOON, index -> index % 10 == 0 ? "205" : "180");
            save("provider", Quality.PROVIDER_FORECAST, NOON, 96, NOW, _ -> "226");
            ForecastPoint point = carbon(TWO_DAYS, NOW).points().get(0);
            assertEquals("provider-forecast+past-errors", point.provenance().method());
            assertEquals(quantiles("206", "226", "226"), point.value());
        }

        @Test
        void enough_history_makes_the_band_of_our_own_forecast() {
            var random = new Random(7);
            save(
                    "measuring",
                    Quality.MEASURED,
                    NOON.minus(days(42)),
                    42 * 48,
                    NOW,
                    _ -> Integer.toString(200 + random.nextInt(-50, 51)));
            ForecastPoint point = carbon(TWO_DAYS, NOW).points().get(0);
            assertEquals("avg7d+decay+past-errors", point.provenance().method());
            double width = point.value().p90().subtract(point.value().p10()).doubleValue();
            // Uniform noise of +-50 g holds four fifths of itself within +-40 g; the average and the decay add some.
            assertTrue(width > 75 && width < 120, "width " + width);
        }
    }

    @Nested
    class Keeping {

        @Test
        void a_forecast_is_read_back_as_it_was_issued() {
            save("provider", Quality.PROVIDER_FORECAST, NOON, 20, NOW, _ -> "226");
            Forecast issued = carbon(TWO_DAYS, NOW);
            assertEquals(issued, forecaster.find(issued.id()).orElseThrow());
        }

        @Test
        void the_same_inputs_give_the_same_bytes_and_are_stored_once() {
            save("provider", Quality.PROVIDER_FORECAST, NOON, 20, NOW, _ -> "226");
            Forecast first = carbon(TWO_DAYS, NOW);
            Forecast second = carbon(TWO_DAYS, NOW);
            assertEquals(first, second);
            assertEquals(
                    1L,
                    DATABASE.row("select count(*) as issues from forecast_issue")
                            .orElseThrow()
                            .getLong("issues"));
        }

        @Test
        void what_is_known_later_does_not_change_what_was_forecast() {
            save("measuring", Quality.MEASURED, NOON.minus(days(7)), 7 * 48, NOW, _ -> "150");
            save("provider", Quality.PROVIDER_FORECAST, NOON, 20, NOW, _ -> "226");
            Forecast before = carbon(TWO_DAYS, NOW);
            Instant later = NOW.plusMillis(1);
            save("measuring", Quality.MEASURED, NOON.minus(days(7)), 9 * 48, later, _ -> "10");
            save("provider", Quality.PROVIDER_FORECAST, NOON, 96, later, _ -> "400");
            assertEquals(before, carbon(TWO_DAYS, NOW));
            assertNotEquals(before.sha256(), carbon(TWO_DAYS, later).sha256());
        }

        @Test
        void issues_are_paged_from_the_newest_for_each_stream() {
            save("provider", Quality.PROVIDER_FORECAST, NOON, 20, NOW, _ -> "226");
            Forecast first = carbon(TWO_DAYS, NOW);
            Forecast second = carbon(TWO_DAYS, NOW.plusSeconds(60));
            forecaster.forecast(GB, Signal.ENERGY_PRICE, TWO_DAYS, NOW);
            List<Forecaster.Issue> issues = forecaster.issues(GB, Signal.CARBON_INTENSITY, NOW.plus(days(1)), 5);
            assertEquals(
                    List.of(second.id(), first.id()),
                    issues.stream().map(Forecaster.Issue::id).toList());
            assertEquals(
                    List.of(first.id()),
                    forecaster.issues(GB, Signal.CARBON_INTENSITY, NOW.plusSeconds(60), 5).stream()
                            .map(Forecaster.Issue::id)
                            .toList());
            assertEquals(
                    List.of(
                            new Forecaster.Stream(GB, Signal.CARBON_INTENSITY),
                            new Forecaster.Stream(GB, Signal.ENERGY_PRICE)),
                    forecaster.streams());
        }

        @Test
        void a_forecast_whose_bytes_were_changed_is_not_shown() {
            Forecast issued = carbon(TWO_DAYS, NOW);
            DATABASE.rows("update forecast_issue set series = replace(series, 'SIMULATED', 'MEASURED')");
            assertThrows(IllegalStateException.class, () -> forecaster.find(issued.id()));
        }
    }

    private Forecast carbon(HalfHours grid, Instant asOf) {
        return forecaster.forecast(GB, Signal.CARBON_INTENSITY, grid, asOf);
    }

    private Vintage save(
            String provider, Quality quality, Instant start, int count, Instant knownAt, IntFunction<String> value) {
        return save(Signal.CARBON_INTENSITY, provider, quality, new HalfHours(start, count), knownAt, value);
    }

    private void savePrices(Quality quality, Instant start, int count, Instant knownAt, IntFunction<String> value) {
        save(Signal.ENERGY_PRICE, "prices", quality, new HalfHours(start, count), knownAt, value);
    }

    private Vintage save(
            Signal signal,
            String provider,
            Quality quality,
            HalfHours halfHours,
            Instant knownAt,
            IntFunction<String> value) {
        List<Reading> list = IntStream.range(0, halfHours.count())
                .mapToObj(index -> {
                    Interval valid = halfHours.at(index);
                    return new Reading(GB, signal, valid, new BigDecimal(value.apply(index)), quality);
                })
                .toList();
        Vintage vintage = Vintage.of(ids.next(), provider, GB, signal, knownAt, knownAt, list);
        DATABASE.doInTransaction(tx -> readings.save(tx, vintage));
        return vintage;
    }

    private static Quantiles quantiles(String p10, String p50, String p90) {
        return new Quantiles(new BigDecimal(p10), new BigDecimal(p50), new BigDecimal(p90));
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }
}
