package dev.flexgate.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Reading;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Vintage;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.model.Skill;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SkillBookTest {

    private static final Database DATABASE = TestDatabase.fresh();
    private static final Topic GB = new Topic(new Zone("GB"), Signal.CARBON_INTENSITY);
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private final Readings readings = new Readings(DATABASE);
    private final Ids ids = new Ids(InstantSource.fixed(NOON), new Random(1));
    private final Forecaster forecaster = new Forecaster(DATABASE, readings, ids);
    private final SkillBook book = new SkillBook(DATABASE, readings);

    @BeforeEach
    void empty() {
        DATABASE.rows("truncate feed_vintage, feed_reading, forecast_issue, forecast_said");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void what_was_said_is_judged_by_what_came_and_what_is_not_known_is_not_counted() {
        save("measuring", Quality.MEASURED, NOON.minus(Duration.ofDays(8)), 8 * 48, "150");
        save("provider", Quality.PROVIDER_FORECAST, NOON, 20, "170");
        issue(NOON);
        // A day comes, and is 160 all the time; the three days after it are not known.
        save("measuring", Quality.MEASURED, NOON, 48, "160");
        // Issued later, when it was known: nothing of it counts.
        issue(NOON.plus(Duration.ofHours(24)));
        SkillReport report = book.report(GB, NOON.plus(Duration.ofHours(25)));
        assertEquals(2, report.issues());
        assertEquals(10, skill(report, "avg7d+decay", SkillLead.DAY_1).mae(), 1e-3);
        assertEquals(10, skill(report, "persistence", SkillLead.HOURS_0_6).mae(), 1e-3);
        assertEquals(48, skill(report, "flexgate", SkillLead.DAY_1).count());
        assertEquals(12, skill(report, "provider", SkillLead.HOURS_6_12).count() + 4);
        assertEquals(
                100.0 * 10 / 160, skill(report, "provider", SkillLead.DAY_1).mapePercent(), 1e-3);
        assertTrue(Double.isNaN(skill(report, "persistence", SkillLead.DAY_1).coveragePercent()));
        assertEquals(100, skill(report, "issued", SkillLead.DAY_1).coveragePercent());
        assertTrue(report.lines().stream().noneMatch(line -> line.lead() == SkillLead.DAY_2));
        assertEquals("issued", report.lines().getFirst().method());
    }

    @Test
    void skill_and_its_metric_move_when_new_vintages_tell_what_came() {
        var registry = new SimpleMeterRegistry();
        var meters = new SkillMeters(registry);
        save("measuring", Quality.MEASURED, NOON.minus(Duration.ofDays(8)), 8 * 48, "150");
        issue(NOON);
        Instant later = NOON.plus(Duration.ofHours(7));
        meters.set(book.report(GB, later));
        assertEquals(
                List.of(), List.copyOf(registry.find("flexgate.forecast.mae").gauges()), "nothing came yet");
        save("measuring", Quality.MEASURED, NOON, 6, "160");
        meters.set(book.renewed(GB, later));
        assertEquals(10, mae(registry), 1e-3);
        assertEquals(
                6,
                skill(book.report(GB, later), "flexgate", SkillLead.HOURS_0_6).count());
        // Three hours more come, and the first three are revised.
        save("measuring", Quality.MEASURED, NOON, 12, "170");
        assertEquals(
                10,
                skill(book.report(GB, later), "flexgate", SkillLead.HOURS_0_6).mae(),
                1e-3);
        meters.set(book.report(GB, later.plus(Duration.ofMinutes(30))));
        assertEquals(20, mae(registry), 1e-3);
    }

    private static double mae(SimpleMeterRegistry registry) {
        return registry.get("flexgate.forecast.mae")
                .tags("zone", "GB", "signal", "CARBON_INTENSITY", "method", "flexgate", "lead", "0-6 h")
                .gauge()
                .value();
    }

    @Test
    void a_plans_forecasts_and_simulated_values_are_not_judged() {
        issue(NOON);
        forecaster.forecast(GB.zone(), GB.signal(), new HalfHours(NOON, 96), NOON);
        save("measuring", Quality.MEASURED, NOON, 48, "160");
        SkillReport report = book.report(GB, NOON.plus(Duration.ofHours(25)));
        assertEquals(List.of(), report.lines());
        assertEquals(0, report.issues());
    }

    private void issue(Instant now) {
        forecaster.forecast(GB.zone(), GB.signal(), new HalfHours(now, 192), now, Cause.SCHEDULE);
    }

    private static Skill skill(SkillReport report, String method, SkillLead lead) {
        return report.lines().stream()
                .filter(line -> line.method().equals(method) && line.lead() == lead)
                .findFirst()
                .orElseThrow(() -> new AssertionError(report.toString()))
                .skill();
    }

    private void save(String provider, Quality quality, Instant start, int count, String value) {
        var halfHours = new HalfHours(start, count);
        Instant knownAt = quality == Quality.MEASURED ? halfHours.end() : start;
        List<Reading> list = halfHours.stream()
                .map(valid -> new Reading(GB.zone(), GB.signal(), valid, new BigDecimal(value), quality))
                .toList();
        Vintage vintage = Vintage.of(ids.next(), provider, GB.zone(), GB.signal(), knownAt, knownAt, list);
        DATABASE.doInTransaction(tx -> readings.save(tx, vintage));
    }
}
