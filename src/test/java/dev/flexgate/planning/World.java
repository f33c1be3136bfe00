package dev.flexgate.planning;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.feed.Reading;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Vintage;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.workload.Demand;
import dev.flexgate.workload.Handling;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobLimits;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Moment;
import dev.flexgate.workload.Origin;
import dev.flexgate.workload.Policies;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteChoice;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Sites;
import dev.flexgate.workload.Submission;
import dev.flexgate.workload.TenantId;
import dev.flexgate.workload.WorkloadCatalog;
import dev.flexgate.workload.WorkloadRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** A gateway's rooms up to planning on a database of its own, at noon of a day, with the shipped catalogue. */
final class World implements AutoCloseable {

    static final SiteId CAMBRIDGE = new SiteId("cambridge-east");
    static final SiteId MANCHESTER = new SiteId("manchester-north-west");
    static final SiteId WALES = new SiteId("south-wales");

    final Moment clock = new Moment("2026-11-21T12:00:10Z");
    final Database database = TestDatabase.fresh();
    final Ids ids = new Ids(clock, new Random(7));
    final Readings readings = new Readings(database);
    final Sites sites = new Sites(database);
    final AuditLog audit = new AuditLog(ids);
    final WorkloadRecords records = new WorkloadRecords(audit, new Actor("test", "workload"));
    final Jobs jobs = new Jobs(database, records, ids, clock, JobLimits.DEFAULT);
    /** Gateways on one event bus must not be named alike, even where everything else is. */
    private static final AtomicInteger GATEWAYS = new AtomicInteger();

    private final List<Planning> gateways = new ArrayList<>();

    /** Loads the sites and policies, and the sample jobs too. */
    static World withSamples() {
        return new World(Path.of("catalog"));
    }

    private World(Path catalog) {
        new WorkloadCatalog(database, jobs, records, clock).load(catalog);
    }

    /** The sites and policies without the sample jobs. */
    static World withoutJobs() {
        World world = withSamples();
        world.database.rows("delete from workload_job");
        return world;
    }

    Planning planning() {
        return planning(PlanningLimits.DEFAULT);
    }

    Planning planning(PlanningLimits limits) {
        var rooms = new PlanningRooms(
                database,
                sites,
                jobs,
                new Policies(database),
                new Forecaster(database, readings, ids),
                audit,
                new Actor("test", "planning"),
                new Ids(clock, new Random(GATEWAYS.incrementAndGet())));
        Planning planning = new Planning(TestDatabase.vertx(), rooms, limits, clock, new SimpleMeterRegistry());
        gateways.add(planning);
        return planning;
    }

    /** A provider's forecast for the next two days, known from now on. */
    void forecast(String zone, Signal signal, IntFunction<String> value) {
        var grid = HalfHours.containing(clock.instant(), 100);
        List<Reading> values = new ArrayList<>();
        for (int period = 0; period < grid.count(); period++) {
            values.add(new Reading(
                    new Zone(zone),
                    signal,
                    grid.at(period),
                    new BigDecimal(value.apply(period)),
                    Quality.PROVIDER_FORECAST));
        }
        Vintage vintage =
                Vintage.of(ids.next(), "test", new Zone(zone), signal, clock.instant(), clock.instant(), values);
        database.doInTransaction(tx -> readings.save(tx, vintage));
    }

    /** Real forecasts everywhere: flat carbon, prices that are low at night. */
    void forecastEverything() {
        for (Site site : sites.all()) {
            forecast(site.grid().carbonZone(), Signal.CARBON_INTENSITY, period -> "" + (100 + period % 7));
            forecast(site.grid().priceZone(), Signal.ENERGY_PRICE, period -> period % 48 < 24 ? "0.30" : "0.10");
        }
    }

    Job submit(String reference, JobShape shape, long kilowatts, long halfHours, Duration window, SiteId... allowed) {
        return submit(reference, shape, kilowatts, halfHours, window, Handling.NONE, allowed);
    }

    Job submit(
            String reference,
            JobShape shape,
            long kilowatts,
            long halfHours,
            Duration window,
            Handling handling,
            SiteId... allowed) {
        Power power = Power.ofKilowatts(kilowatts);
        var work = new Energy(power.watts() * halfHours * HalfHours.STEP.toSeconds());
        var start = HalfHours.ceiling(clock.instant());
        var request = new JobRequest(
                new TenantId("fen-research"),
                reference,
                reference,
                shape,
                new Demand(power, work),
                Interval.from(start, window),
                SiteChoice.of(allowed[0], List.of(allowed)),
                handling,
                Priority.NORMAL,
                Origin.SUBMITTED);
        return switch (jobs.submit(request)) {
            case Submission.Accepted(Job job) -> job;
            case Submission.Repeated repeated -> throw new IllegalStateException(repeated.toString());
            case Submission.Refused refused -> throw new IllegalStateException(refused.toString());
        };
    }

    @Override
    public void close() {
        gateways.forEach(Planning::close);
        database.close();
    }
}
