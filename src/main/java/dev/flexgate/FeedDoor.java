package dev.flexgate;

import dev.flexgate.api.Api;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.feed.Backfill;
import dev.flexgate.feed.FeedAgent;
import dev.flexgate.feed.FeedImport;
import dev.flexgate.feed.FeedLimits;
import dev.flexgate.feed.FeedPlan;
import dev.flexgate.feed.LiveFeeds;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Topic;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Wires whom we ask about the grid, and what an operator brings. */
record FeedDoor(FeedAgent agent, Api.Feeding pages) implements AutoCloseable {

    /** What feeds rest on. */
    record Rooms(
            Vertx vertx,
            Database database,
            AuditLog audit,
            Ids ids,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry meters) {}

    /** Asks from now on, the past included; returns when the first answers are there or were awaited long enough. */
    static FeedDoor open(Config config, String node, List<Topic> topics, Rooms rooms) {
        var readings = new Readings(rooms.database());
        FeedAgent agent = agent(config, topics, rooms, readings);
        agent.start();
        agent.fillBack(
                new Backfill.Rooms(rooms.database(), readings, rooms.ids(), node),
                FeedChoice.history(config.feeds()),
                rooms.random());
        var actor = new Actor(config.network().subscriberId(), "feed");
        var importing = new FeedImport(readings, rooms.audit(), actor, rooms.ids(), rooms.clock());
        return new FeedDoor(agent, new Api.Feeding(rooms.database(), agent, readings, importing));
    }

    private static FeedAgent agent(Config config, List<Topic> topics, Rooms rooms, Readings readings) {
        FeedLimits limits = FeedLimits.defaults();
        AddressPolicy policy = config.network().loopbackPeers() ? AddressPolicy.loopback() : AddressPolicy.publicOnly();
        OutboundLimits answers = OutboundLimits.DEFAULT.withResponseBytes(limits.answerBytes());
        var http = new OutboundHttp(rooms.vertx(), policy, answers, rooms.meters());
        FeedPlan plan = FeedChoice.plan(
                config.feeds(), topics, rooms.database(), rooms.clock().instant());
        var ground = new LiveFeeds.Ground(rooms.vertx(), http, limits, rooms.clock(), rooms.random());
        return new FeedAgent(
                rooms.database(),
                readings,
                FeedChoice.of(config.feeds(), plan, topics, ground),
                rooms.ids(),
                limits,
                rooms.clock(),
                rooms.random(),
                rooms.meters());
    }

    @Override
    public void close() {
        agent.close();
    }
}
