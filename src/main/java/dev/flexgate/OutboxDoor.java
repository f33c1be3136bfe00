package dev.flexgate;

import dev.flexgate.outbox.Chance;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Dispatcher;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutboxLimits;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.store.Database;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;

/** Wires what leaves for others: kept in one outbox, carried by whoever can. */
record OutboxDoor(Outbox outbox, OutboundHttp http, Rooms rooms) {

    /** A subscriber may say that an attempt takes up to half a minute. */
    private static final OutboxLimits PUSHES = OutboxLimits.DEFAULT
            .withAttemptTimeout(Duration.ofSeconds(32), Duration.ofSeconds(65))
            .withInFlight(32, 2);

    /** A callback is tried for ten seconds; the shorter the lease, the sooner a crash is made good. */
    private static final OutboxLimits OUTBOX =
            OutboxLimits.DEFAULT.withAttemptTimeout(Duration.ofSeconds(12), Duration.ofSeconds(25));

    /** What it rests on. */
    record Rooms(Vertx vertx, Database database, InstantSource clock, RandomGenerator random, MeterRegistry meters) {}

    /** Things can be promised from now on; they leave once they are carried. */
    static OutboxDoor open(Config config, Rooms rooms) {
        var http = new OutboundHttp(rooms.vertx(), whomWeMayCall(config), OutboundLimits.DEFAULT, rooms.meters());
        return new OutboxDoor(new Outbox(rooms.database(), OUTBOX, rooms.clock()), http, rooms);
    }

    /** Peers on this machine and in private ranges only where the configuration says so. */
    private static AddressPolicy whomWeMayCall(Config config) {
        return config.network().loopbackPeers()
                ? AddressPolicy.loopback()
                : AddressPolicy.publicOnly()
                        .withRanges(config.callbacks().ranges())
                        .withPorts(config.callbacks().allPorts());
    }

    /** Carries, whoever does it, until closed. */
    Dispatcher carry(List<Courier> couriers, List<OutcomeWatcher> watchers) {
        return started(OUTBOX, couriers, watchers);
    }

    /** The same for what subscribers say themselves how long it may take: what others wait for must not wait for them. */
    Dispatcher push(Courier courier, List<OutcomeWatcher> watchers) {
        return started(PUSHES, List.of(courier), watchers);
    }

    private Dispatcher started(OutboxLimits limits, List<Courier> couriers, List<OutcomeWatcher> watchers) {
        var chance = new Chance(rooms.clock(), rooms.random());
        var dispatcher = new Dispatcher(rooms.database(), limits, couriers, watchers, chance, rooms.meters());
        dispatcher.start();
        return dispatcher;
    }
}
