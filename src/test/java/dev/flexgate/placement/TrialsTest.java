package dev.flexgate.placement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Reading;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Vintage;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Cause;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.workload.Demand;
import dev.flexgate.workload.JobLimits;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Moment;
import dev.flexgate.workload.Origin;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.SiteChoice;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Sites;
import dev.flexgate.workload.Submission;
import dev.flexgate.workload.TenantId;
import dev.flexgate.workload.WorkloadCatalog;
import dev.flexgate.workload.WorkloadRecords;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** A policy is tried on what was known when each job came, and judged by what was measured since. */
class TrialsTest {

    private static final SiteId SITE = new SiteId("cambridge-east");
    private static final Zone CARBON = new Zone("GB-10");
    private static final Zone PRICE = new Zone("GB-A");
    private static final TenantId TENANT = new TenantId("fen-research");

    private final Moment clock = new Moment("2026-03-02T06:00:00Z");
    private final Database database = TestDatabase.fresh();
    private final Ids ids = new Ids(clock, new Random(5));
    private final Readings readings = new Readings(database);
    private final Forecaster forecaster = new Forecaster(database, readings, ids);
    private final Sites sites = new Sites(database);
    private final Jobs jobs = new Jobs(
            database,
            new WorkloadRecords(new AuditLog(ids), new Actor("test", "workload")),
            ids,
            clock,
            JobLimits.DEFAULT);

    /** Tells grams or a price for two days from {@code start} on. */
    private void tell(Zone zone, Signal signal, Instant start, Quality quality, IntFunction<String> value) {
        var grid = new HalfHours(start, 96);
        List<Reading> values = new ArrayList<>();
        for (int index = 0; index < grid.count(); index++) {
            values.add(new Reading(zone, signal, grid.at(index), new BigDecimal(value.apply(index)), quality));
        }
        var vintage = Vintage.of(ids.next(), "test", zone, signal, clock.instant(), clock.instant(), values);
        database.doInTransaction(tx -> readings.save(tx, vintage));
    }

    private void issue() {
        HalfHours grid = HalfHours.containing(clock.instant(), 96);
        forecaster.forecast(CARBON, Signal.CARBON_INTENSITY, grid, clock.instant(), Cause.SCHEDULE);
        forecaster.forecast(PRICE, Signal.ENERGY_PRICE, grid, clock.instant(), Cause.SCHEDULE);
    }

    private void submit(String reference) {
        var start = HalfHours.ceiling(clock.instant());
        var power = Power.ofKilowatts(100);
        var request = new JobRequest(
                TENANT,
                reference,
                reference,
                new JobShape.Contiguous(),
                new Demand(power, new Energy(power.watts() * 2 * HalfHours.STEP.toSeconds())),
                Interval.from(start, Duration.ofHours(12)),
                SiteChoice.of(SITE, List.of(SITE)),
                Priority.NORMAL,
                Origin.SUBMITTED);
        assertTrue(jobs.submit(request) instanceof Submission.Accepted);
    }

    private TrialReport tried(TrialAsk ask) {
        return new Trials(forecaster, readings, jobs, sites, new ExchangeRates(database), PlanningLimits.CURRENCY)
                .run(ask, clock.instant());
    }

    private static TrialAsk ask(Optional<BigDecimal> carbon) {
        return new TrialAsk(TENANT, Money.of("100", "GBP"), carbon, Optional.empty(), true, 3);
    }

    @Test
    void only_what_stood_then_decides_and_what_was_measured_judges() {
        new WorkloadCatalog(
                        database, jobs, new WorkloadRecords(new AuditLog(ids), new Actor("test", "workload")), clock)
                .load(Path.of("catalog"));
        database.rows("delete from workload_job");
        Instant start = clock.instant();
        submit("before any forecast");
        clock.advance(Duration.ofMinutes(60));
        // Forecast: clean from the tenth half-hour of the day on.
        tell(CARBON, Signal.CARBON_INTENSITY, start, Quality.PROVIDER_FORECAST, index -> index < 10 ? "300" : "100");
        tell(PRICE, Signal.ENERGY_PRICE, start, Quality.PROVIDER_FORECAST, _ -> "0.20");
        clock.advance(Duration.ofMinutes(1));
        issue();
        clock.advance(Duration.ofMinutes(40));
        submit("one");
        submit("two");
        clock.advance(Duration.ofMinutes(30));
        // Known too late: dirty when it was said to be clean.
        tell(CARBON, Signal.CARBON_INTENSITY, start, Quality.PROVIDER_FORECAST, index -> index < 10 ? "50" : "900");
        issue();
        TrialReport early = tried(ask(Optional.empty()));
        assertEquals(3, early.history().jobs());
        assertEquals(1, early.history().jobsWithoutForecast());
        assertEquals(2, early.total().decided());
        assertEquals(2, early.total().moved(), "to when it was said to be clean");
        assertEquals(2, early.history().jobsWithoutOutturn());
        assertEquals(0, early.total().realised());
        assertEquals(1, early.history().daysWithVintages());
        double kwh =
                100 * sites.find(SITE).orElseThrow().power().effectiveness().doubleValue();
        assertEquals(2 * 0.2 * kwh, early.total().forecastSavedKg().p50().doubleValue(), 1e-6);

        clock.advance(Duration.ofDays(2));
        tell(CARBON, Signal.CARBON_INTENSITY, start, Quality.MEASURED, index -> index < 10 ? "300" : "350");
        TrialReport later = tried(ask(Optional.empty()));
        assertEquals(
                early.total().forecastSavedKg(),
                later.total().forecastSavedKg(),
                "what came later changes no decision");
        assertEquals(2, later.total().realised());
        assertEquals(-2 * 0.05 * kwh, later.total().realisedSavedKg().doubleValue(), 1e-6);
        assertTrue(later.realisedBand().isEmpty(), "one day is no band");

        TrialReport tight = tried(ask(Optional.of(BigDecimal.valueOf(0.1 * kwh + 1))));
        assertEquals("1 1", tight.total().decided() + " " + tight.total().held());
        assertEquals(0.1 * kwh, tight.days().getLast().usedKgSoFar().doubleValue(), 1e-6);
        database.close();
    }
}
