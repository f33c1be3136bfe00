package dev.flexgate.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.feed.Beside;
import dev.flexgate.feed.Reading;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Vintage;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.TrainingStatus.Outcome;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForecastAgentTest {

    private static final Database DATABASE = TestDatabase.fresh();
    private static final Topic GB = new Topic(new Zone("GB"), Signal.CARBON_INTENSITY);
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final HalfHours TWO_DAYS = new HalfHours(NOON, 96);
    private static final Pace PACE = Pace.defaults();

    private final Readings readings = new Readings(DATABASE);
    private final Ids ids = new Ids(InstantSource.fixed(NOON), new Random(1));
    private final Forecaster forecaster = new Forecaster(DATABASE, readings, ids);
    private final MeterRegistry meters = new SimpleMeterRegistry();

    @BeforeEach
    void empty() {
        DATABASE.rows(
                "truncate feed_vintage, feed_reading, forecast_issue, forecast_model, audit_pending, store_lease");
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void a_model_is_learnt_put_on_record_used_and_kept_when_the_next_training_fails() {
        measured(95, NOON.minusSeconds(600));
        TrainingStatus trained = run(NOON, PACE);
        assertEquals(Outcome.TRAINED, trained.outcome());
        ModelNote model = trained.model().orElseThrow();
        assertEquals(95 * 48, model.historyHalfHours());
        assertEquals(1, pendingRecords());

        Forecaster.Issue issue = forecaster
                .issues(GB.zone(), GB.signal(), NOON.plusSeconds(1), 5)
                .getFirst();
        assertEquals(new Forecast.Making(model.sha256(), Cause.NEW_MODEL), issue.making());
        assertEquals(192, issue.grid().count());
        Forecast forecast = forecaster.find(issue.id()).orElseThrow();
        assertEquals("flexgate+tracked-band", method(forecast, 0));
        assertEquals("flexgate-hourly+tracked-band", method(forecast, 191));

        TrainingStatus again = run(NOON.plusSeconds(3_600), PACE);
        assertEquals(Outcome.CURRENT, again.outcome());
        assertEquals(model, again.model().orElseThrow());

        // Known a moment before the model, and asked afterwards: as if there were none.
        Instant before = NOON.minusSeconds(1);
        Forecast earlier = forecaster.forecast(GB.zone(), GB.signal(), TWO_DAYS, before);
        assertEquals("avg7d+decay+past-errors", method(earlier, 40));
        // Whatever is learnt and known later changes nothing of what is asked as of now.
        Forecast now = forecaster.forecast(GB.zone(), GB.signal(), TWO_DAYS, NOON);
        Instant later = NOON.plus(Duration.ofHours(26));
        save(Weekly.series(NOON.minus(Duration.ofDays(30)), 31, 99), later.minusSeconds(60));
        TrainingStatus next = run(later, PACE);
        assertEquals(Outcome.TRAINED, next.outcome());
        assertNotEquals(model.sha256(), next.model().orElseThrow().sha256());
        assertEquals(now, forecaster.forecast(GB.zone(), GB.signal(), TWO_DAYS, NOON));

        Instant much = later.plus(Duration.ofHours(26));
        var impatient = new Pace(PACE.issue(), PACE.training(), PACE.retry(), Duration.ofNanos(1), 400, PACE.tick());
        TrainingStatus failed = run(much, impatient);
        assertEquals(Outcome.FAILED, failed.outcome());
        assertEquals(next.model(), failed.model());
        assertTrue(failed.failure().contains("not done within"), failed.failure());
        assertEquals(
                1,
                meters.get("flexgate.forecast.trainings")
                        .tag("outcome", "failed")
                        .counter()
                        .count());
    }

    @Test
    void a_neighbour_that_the_operator_names_is_looked_at_as_it_was_known() {
        measured(95, NOON.minusSeconds(600));
        var price = new Topic(new Zone("DE"), Signal.ENERGY_PRICE);
        // Out at 11:57 UTC, to midnight in Berlin; what comes a moment later is not known at noon.
        History told = Weekly.series(NOON.minus(Duration.ofHours(95 * 24 + 12)), 97, 8);
        save(price, told, NOON.minusSeconds(180));
        save(price, Weekly.series(NOON, 2, 9), NOON.plusSeconds(1));
        var published = new Beside.Published(LocalTime.of(12, 57), ZoneId.of("Europe/Berlin"));
        Map<Zone, List<Beside>> named = Map.of(GB.zone(), List.of(new Beside(price, Optional.of(published))));
        assertEquals(Outcome.TRAINED, run(NOON, PACE, named).outcome());
        Forecast forecast = forecaster.forecast(GB.zone(), GB.signal(), TWO_DAYS, NOON);
        assertEquals("flexgate+beside+tracked-band", method(forecast, 0));
        assertTrue(
                forecast.inputs().stream().anyMatch(vintagesSince(price, NOON.minusSeconds(180))::contains),
                "what it looked at is named");
        assertTrue(
                forecast.inputs().stream().noneMatch(vintagesSince(price, NOON.plusSeconds(1))::contains),
                "nothing that came later is");
        assertEquals(forecast, forecaster.forecast(GB.zone(), GB.signal(), TWO_DAYS, NOON));
    }

    @Test
    void with_too_little_history_the_fallback_forecasts_and_the_status_says_why() {
        measured(30, NOON.minusSeconds(600));
        assertEquals(Outcome.TOO_LITTLE_HISTORY, run(NOON, PACE).outcome());
        Forecaster.Issue issue = forecaster
                .issues(GB.zone(), GB.signal(), NOON.plusSeconds(1), 5)
                .getFirst();
        assertEquals(new Forecast.Making("", Cause.SCHEDULE), issue.making());
        assertEquals(
                "avg7d+decay+past-errors", method(forecaster.find(issue.id()).orElseThrow(), 0));
        assertEquals(0, pendingRecords());
    }

    /** Until the first issue. */
    private TrainingStatus run(Instant now, Pace pace) {
        return run(now, pace, Map.of());
    }

    private TrainingStatus run(Instant now, Pace pace, Map<Zone, List<Beside>> beside) {
        var records = new ModelRecords(new AuditLog(ids), new Actor("us", "forecast"));
        var rooms = new ForecastAgent.Rooms(DATABASE, readings, forecaster, records, ids, "node");
        int before = issues();
        try (var agent = new ForecastAgent(rooms, List.of(GB), beside, pace, InstantSource.fixed(now), meters)) {
            agent.start();
            Await.until("an issue", () -> issues() > before);
            return agent.statuses().getFirst();
        }
    }

    private static int issues() {
        return count("forecast_issue");
    }

    private static int pendingRecords() {
        return count("audit_pending");
    }

    private static int count(String table) {
        return DATABASE.row("select count(*) as n from " + table).orElseThrow().getInteger("n");
    }

    private static String method(Forecast forecast, int index) {
        return forecast.points().get(index).provenance().method();
    }

    private void measured(int days, Instant knownAt) {
        save(Weekly.series(NOON.minus(Duration.ofDays(days)), days, 5), knownAt);
    }

    private static Set<UUID> vintagesSince(Topic topic, Instant knownAt) {
        return DATABASE
                .rows(
                        "select id from feed_vintage where zone = $1 and known_at >= $2",
                        topic.zone().code(),
                        knownAt)
                .stream()
                .map(row -> Columns.uuid(row, "id"))
                .collect(Collectors.toSet());
    }

    private void save(History history, Instant knownAt) {
        save(GB, history, knownAt);
    }

    private void save(Topic topic, History history, Instant knownAt) {
        List<Reading> list = new ArrayList<>();
        for (int at = 0; at < history.values().length; at++) {
            BigDecimal value = BigDecimal.valueOf(history.values()[at]).setScale(3, RoundingMode.HALF_EVEN);
            list.add(new Reading(
                    topic.zone(), topic.signal(), history.halfHours().at(at), value, Quality.MEASURED));
        }
        for (int from = 0; from < list.size(); from += Vintage.READINGS_MAX) {
            List<Reading> part = list.subList(from, Math.min(list.size(), from + Vintage.READINGS_MAX));
            Vintage vintage = Vintage.of(ids.next(), "measuring", topic.zone(), topic.signal(), knownAt, knownAt, part);
            DATABASE.doInTransaction(tx -> readings.save(tx, vintage));
        }
    }
}
