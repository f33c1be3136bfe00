package dev.flexgate;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.execution.Execution;
import dev.flexgate.execution.ExecutionRooms;
import dev.flexgate.execution.Executors;
import dev.flexgate.flexibility.dispatch.DispatchClock;
import dev.flexgate.flexibility.dispatch.DispatchLimits;
import dev.flexgate.flexibility.dispatch.DispatchRecords;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.flexibility.dispatch.SiteMeter;
import dev.flexgate.identity.Signer;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.settlement.EventDayReason;
import dev.flexgate.settlement.EventDays;
import dev.flexgate.settlement.SettlementRooms;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Cidr;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import dev.flexgate.workload.Asset;
import dev.flexgate.workload.Assets;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Wires dispatch to the sites: instructions, their clock, and the edge that carries them. */
record DispatchDoor(Dispatches dispatches, Execution execution, DispatchClock time) implements AutoCloseable {

    /** What it is wired to. */
    record Neighbours(
            Vertx vertx,
            Database database,
            AuditLog audit,
            Outbox outbox,
            Ids ids,
            InstantSource clock,
            MeterRegistry meters) {}

    /** Call {@link #start} once whoever orders has been made to watch. */
    static DispatchDoor open(Config config, Neighbours around, SiteMeter meter, Signer key) {
        var actor = new Actor(config.network().subscriberId(), "dispatch");
        var assets = new Assets(around.database());
        var eventDays =
                new EventDays(new SettlementRooms(around.database(), assets, around.audit(), actor), around.clock());
        var dispatches = new Dispatches(
                around.database(),
                new DispatchRecords(around.audit(), actor),
                (tx, site, window, cause) -> eventDays.declare(
                        tx,
                        assets.of(site).stream().map(Asset::id).toList(),
                        window,
                        EventDayReason.DISPATCH,
                        List.of(cause)),
                meter,
                around.ids(),
                around.clock(),
                DispatchLimits.DEFAULT);
        Execution execution = execution(config, around, dispatches, actor, key);
        dispatches.watch(execution.watcher());
        return new DispatchDoor(
                dispatches, execution, new DispatchClock(dispatches, DispatchLimits.DEFAULT, around.meters()));
    }

    private static Execution execution(
            Config config, Neighbours around, Dispatches dispatches, Actor actor, Signer key) {
        var outbound = new OutboundHttp(around.vertx(), policy(config), OutboundLimits.DEFAULT, around.meters());
        Executors executors = switch (config.executors().choice()) {
            case Config.ExecutorChoice.InFile(Path file) -> Executors.read(file, outbound);
            case Config.ExecutorChoice.AskedOverRest() -> Executors.none();
        };
        var rooms = new ExecutionRooms(
                around.database(),
                dispatches,
                around.outbox(),
                around.audit(),
                outbound,
                around.ids(),
                around.meters());
        return new Execution(rooms, executors, actor, key, around.clock());
    }

    /** The operator names executors itself, so their own networks may be allowed; never anybody else's. */
    private static AddressPolicy policy(Config config) {
        List<Cidr> ranges = new ArrayList<>(config.executors().networks());
        if (config.network().loopbackPeers()) {
            ranges.addAll(AddressPolicy.loopback().ranges());
        }
        return ranges.isEmpty() ? AddressPolicy.publicOnly() : new AddressPolicy(true, Set.of(), Set.of(), ranges);
    }

    void start(Database database) {
        time.start(database);
    }

    @Override
    public void close() {
        time.close();
    }
}
