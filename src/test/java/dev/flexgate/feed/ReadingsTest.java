package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadingsTest {

    private static final Database DATABASE = TestDatabase.fresh();

    private static final Zone GB = new Zone("GB");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Interval HOUR = Interval.from(NOON, Duration.ofHours(1));

    private final Readings readings = new Readings(DATABASE);
    private final Ids ids = new Ids(InstantSource.fixed(NOON), new Random(1));

    @BeforeEach
    void empty() {
        DATABASE.rows("truncate feed_vintage, feed_reading");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void what_was_saved_is_read_back_exactly() {
        Vintage vintage = vintage("first", NOON, Quality.PROVIDER_FORECAST, "226", "0.1234567891");
        assertTrue(save(vintage));
        assertEquals(vintage, readings.vintage(vintage.id()).orElseThrow());
    }

    @Test
    void an_earlier_moment_does_not_know_a_later_revision() {
        save(vintage("first", NOON, Quality.PROVIDER_FORECAST, "226", "230"));
        save(vintage("first", NOON.plusSeconds(60), Quality.PROVIDER_FORECAST, "180", "190"));
        assertEquals(List.of(), values(NOON.minusMillis(1)));
        assertEquals(List.of("226", "230"), values(NOON));
        assertEquals(List.of("226", "230"), values(NOON.plusSeconds(60).minusMillis(1)));
        assertEquals(List.of("180", "190"), values(NOON.plusSeconds(60)));
    }

    @Test
    void the_same_answer_again_is_not_stored_twice() {
        assertTrue(save(vintage("first", NOON, Quality.PROVIDER_FORECAST, "226", "230")));
        assertFalse(save(vintage("first", NOON.plusSeconds(60), Quality.PROVIDER_FORECAST, "226", "230")));
        assertEquals(1, count("feed_vintage"));
        assertEquals(2, count("feed_reading"));
    }

    @Test
    void an_answer_that_goes_back_to_an_older_one_is_news() {
        save(vintage("first", NOON, Quality.PROVIDER_FORECAST, "1", "1"));
        save(vintage("first", NOON.plusSeconds(60), Quality.PROVIDER_FORECAST, "2", "2"));
        assertTrue(save(vintage("first", NOON.plusSeconds(120), Quality.PROVIDER_FORECAST, "1", "1")));
        assertEquals(List.of("1", "1"), values(NOON.plusSeconds(120)));
    }

    @Test
    void the_same_answer_at_the_same_moment_from_many_askers_is_stored_once() {
        var askers = IntStream.range(0, 8)
                .mapToObj(_ -> Thread.ofVirtual()
                        .start(() -> save(vintage("first", NOON, Quality.PROVIDER_FORECAST, "226", "230"))))
                .toList();
        askers.forEach(ReadingsTest::join);
        assertEquals(1, count("feed_vintage"));
    }

    @Test
    void a_measured_value_beats_a_newer_forecast_and_any_beats_simulation() {
        save(vintage("measuring", NOON, Quality.MEASURED, "200"));
        save(vintage("first", NOON.plusSeconds(60), Quality.PROVIDER_FORECAST, "226", "230"));
        save(vintage("simulated", NOON.plusSeconds(120), Quality.SIMULATED, "100", "100"));
        List<Known> known = readings.known(GB, Signal.CARBON_INTENSITY, HOUR, NOON.plusSeconds(120));
        assertEquals(
                List.of("200", "230"),
                known.stream()
                        .map(each -> each.reading().value().toPlainString())
                        .toList());
        assertEquals(
                List.of("measuring", "first"),
                known.stream().map(Known::provider).toList());
        assertEquals(NOON, known.get(0).knownAt());
    }

    @Test
    void an_old_vintage_is_forgotten_and_says_so_and_its_hash_stays() {
        Duration keep = Duration.ofDays(35);
        Vintage old = vintage("first", NOON, Quality.MEASURED, "226", "230");
        save(old);
        assertEquals(0, forget(keep, NOON.plus(keep)), "it is about the hour after it became known");
        save(vintage("first", NOON.plus(keep), Quality.MEASURED, "226", "231"));
        Instant later = NOON.plus(keep).plus(Duration.ofHours(2));
        assertEquals(Optional.empty(), readings.forgotten(GB, Signal.CARBON_INTENSITY, HOUR));
        assertEquals(1, forget(keep, later), "what became known later stays");
        assertEquals(0, forget(keep, later));

        Problem gone = assertThrows(ProblemException.class, () -> readings.vintage(old.id()))
                .problem();
        assertEquals(410, gone.status());
        assertEquals(old.sha256(), gone.extras().get("sha256"));
        assertEquals(Optional.of(later), readings.forgotten(GB, Signal.CARBON_INTENSITY, HOUR));
        Interval before = Interval.from(NOON.minusSeconds(3_600), Duration.ofHours(1));
        assertEquals(Optional.empty(), readings.forgotten(GB, Signal.CARBON_INTENSITY, before));
        assertEquals(List.of("226", "231"), values(later));
    }

    @Test
    void what_was_forgotten_is_news_when_it_is_told_again() {
        save(vintage("first", NOON, Quality.MEASURED, "226", "230"));
        Instant later = NOON.plus(Duration.ofDays(36));
        assertEquals(1, forget(Duration.ofDays(35), later));
        assertTrue(save(vintage("first", later, Quality.MEASURED, "226", "230")));
    }

    private int forget(Duration keep, Instant now) {
        return DATABASE.inTransaction(
                tx -> readings.retention(keep).forgetting().forget(tx, now.minus(keep), now, 10));
    }

    @Test
    void zones_and_signals_are_kept_apart() {
        save(vintage("first", NOON, Quality.PROVIDER_FORECAST, "226", "230"));
        assertEquals(List.of(), readings.known(new Zone("GB-1"), Signal.CARBON_INTENSITY, HOUR, NOON));
        assertEquals(List.of(), readings.known(GB, Signal.ENERGY_PRICE, HOUR, NOON));
    }

    @Test
    void simulation_alone_is_nothing_real() {
        save(vintage("simulated", NOON, Quality.SIMULATED, "100"));
        assertFalse(readings.realSince(GB, Signal.CARBON_INTENSITY, NOON, NOON));
        save(vintage("first", NOON.plusSeconds(60), Quality.PROVIDER_FORECAST, "226"));
        assertFalse(readings.realSince(GB, Signal.CARBON_INTENSITY, NOON, NOON));
        assertTrue(readings.realSince(GB, Signal.CARBON_INTENSITY, NOON, NOON.plusSeconds(60)));
        assertFalse(readings.realSince(GB, Signal.CARBON_INTENSITY, NOON.plusSeconds(1), NOON.plusSeconds(60)));
    }

    @Test
    void misses_compare_each_forecast_with_what_came() {
        // Six half-hours forecast as 100 each, at noon; 101 to 106 came.
        save(vintage("first", NOON, Quality.PROVIDER_FORECAST, "100", "100", "100", "100", "100", "100"));
        String[] came = {"101", "102", "103", "104", "105", "106"};
        Instant after = NOON.plus(Duration.ofHours(3));
        save(vintage("measuring", after, Quality.MEASURED, came));
        List<MissBand> bands = readings.misses(
                "first",
                GB,
                Signal.CARBON_INTENSITY,
                after,
                Duration.ofDays(1),
                List.of(Duration.ofHours(1), Duration.ofHours(6)));
        assertEquals(
                List.of(
                        new MissBand(0, 2, new BigDecimal("1"), new BigDecimal("2")),
                        new MissBand(1, 4, new BigDecimal("3"), new BigDecimal("6"))),
                bands);
    }

    @Test
    void what_came_later_is_no_miss_yet() {
        save(vintage("first", NOON, Quality.PROVIDER_FORECAST, "100"));
        Instant after = NOON.plus(Duration.ofHours(1));
        save(vintage("measuring", after, Quality.MEASURED, "101"));
        assertEquals(List.of(), misses(after.minusSeconds(1)));
        assertEquals(1, misses(after).size());
    }

    @Test
    void a_vintage_whose_content_was_tampered_with_is_refused() {
        Vintage vintage = vintage("first", NOON, Quality.PROVIDER_FORECAST, "226");
        save(vintage);
        DATABASE.rows("update feed_reading set value = 1");
        assertThrows(IllegalArgumentException.class, () -> readings.vintage(vintage.id()));
    }

    private List<MissBand> misses(Instant asOf) {
        return readings.misses(
                "first", GB, Signal.CARBON_INTENSITY, asOf, Duration.ofDays(1), List.of(Duration.ofHours(6)));
    }

    private boolean save(Vintage vintage) {
        return DATABASE.inTransaction(tx -> readings.save(tx, vintage));
    }

    private Vintage vintage(String provider, Instant knownAt, Quality quality, String... values) {
        var list = new ArrayList<Reading>();
        for (String value : values) {
            Instant start = NOON.plus(HalfHours.STEP.multipliedBy(list.size()));
            list.add(new Reading(
                    GB, Signal.CARBON_INTENSITY, Interval.from(start, HalfHours.STEP), new BigDecimal(value), quality));
        }
        return Vintage.of(ids.next(), provider, GB, Signal.CARBON_INTENSITY, NOON, knownAt, list);
    }

    private List<String> values(Instant asOf) {
        return readings.known(GB, Signal.CARBON_INTENSITY, HOUR, asOf).stream()
                .map(each -> each.reading().value().toPlainString())
                .toList();
    }

    private long count(String table) {
        return DATABASE.row("select count(*) as rows from " + table)
                .orElseThrow()
                .getLong("rows");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
