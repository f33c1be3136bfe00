package dev.flexgate;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.feed.Readings;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.market.CapacityCommitments;
import dev.flexgate.market.CatalogFolder;
import dev.flexgate.market.Market;
import dev.flexgate.market.MarketClock;
import dev.flexgate.market.MarketLimits;
import dev.flexgate.market.MarketRecords;
import dev.flexgate.market.OrderAlerts;
import dev.flexgate.market.Showcase;
import dev.flexgate.planning.Planning;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.planning.PlanningRooms;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Policies;
import dev.flexgate.workload.Sites;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Wires what is planned to what is sold: the planning, its slots in the showcase, and the market that sells them. */
record MarketDoor(Planning planning, Showcase showcase, Market market, MarketRecords records, MarketClock time)
        implements AutoCloseable {

    private static final Duration FIRST_PLAN_WAIT = Duration.ofSeconds(5);
    private static final Duration FIRST_PLAN_LOOK = Duration.ofMillis(20);

    /** What planning and selling rest on. */
    record Rooms(
            Vertx vertx,
            Database database,
            Jobs jobs,
            Sites sites,
            AuditLog audit,
            Ids ids,
            InstantSource clock,
            MeterRegistry meters) {}

    static MarketDoor open(Config config, Rooms rooms) {
        String us = config.network().subscriberId();
        var records = new MarketRecords(rooms.audit(), new Actor(us, "market"));
        MarketLimits limits = MarketLimits.DEFAULT;
        Planning planning = planning(config.planning(), new Actor(us, "planning"), rooms);
        var showcase = new Showcase(
                rooms.database(),
                records,
                new CatalogFolder(config.catalogFolder()),
                rooms.sites()::all,
                rooms.clock(),
                limits);
        planning.heed(new CapacityCommitments(rooms.database()));
        planning.watch(showcase);
        var market = new Market(
                rooms.database(), records, showcase, planning::priceOf, List.of(), rooms.ids(), rooms.clock(), limits);
        var time = new MarketClock(market, showcase, limits);
        time.start(rooms.database());
        planning.watch(new OrderAlerts(market, records, rooms.ids(), rooms.clock()));
        return new MarketDoor(planning, showcase, market, records, time);
    }

    private static Planning planning(Config.Planning paced, Actor actor, Rooms rooms) {
        Database database = rooms.database();
        var forecaster = new Forecaster(database, new Readings(database), rooms.ids());
        return new Planning(
                rooms.vertx(),
                new PlanningRooms(
                        database,
                        rooms.sites(),
                        rooms.jobs(),
                        new Policies(database),
                        forecaster,
                        rooms.audit(),
                        actor,
                        rooms.ids()),
                PlanningLimits.DEFAULT.withShards(paced.shards()).withInterval(paced.interval()),
                rooms.clock(),
                rooms.meters());
    }

    /** Who starts the gateway wants to see slots; it serves without them too, if the first plan takes longer. */
    void awaitFirstPlan() {
        long deadline = System.nanoTime() + FIRST_PLAN_WAIT.toNanos();
        while (planning.standing().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(FIRST_PLAN_LOOK.toNanos());
        }
        showcase.refresh();
    }

    @Override
    public void close() {
        time.close();
        planning.close();
    }
}
