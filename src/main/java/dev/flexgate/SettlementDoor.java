package dev.flexgate;

import dev.flexgate.api.Api;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.settlement.EventDays;
import dev.flexgate.settlement.Ledger;
import dev.flexgate.settlement.Settlement;
import dev.flexgate.settlement.SettlementAgent;
import dev.flexgate.settlement.SettlementLimits;
import dev.flexgate.settlement.SettlementRooms;
import dev.flexgate.settlement.SystemPrices;
import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.settlement.meter.ReadingLimits;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Assets;
import dev.flexgate.workload.Sites;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** Wires settlement: readings come in, contracts are opened, and an agent calculates what is due. */
final class SettlementDoor implements AutoCloseable {

    private final Database database;
    private final Settlement settlement;
    private final MeterReadings readings;
    private final EventDays eventDays;
    private final SystemPrices systemPrices;
    private final Ledger ledger;
    private final SettlementAgent agent;

    private SettlementDoor(
            String party, String node, Database database, AuditLog audit, InstantSource clock, MeterRegistry meters) {
        this.database = database;
        var assets = new Assets(database);
        var rooms = new SettlementRooms(database, assets, audit, new Actor(party, "settlement"));
        settlement = new Settlement(rooms, SettlementLimits.DEFAULT, clock);
        eventDays = new EventDays(rooms, clock);
        systemPrices = new SystemPrices(rooms, clock);
        ledger = new Ledger(database);
        readings = new MeterReadings(
                database,
                assets,
                new Sites(database),
                audit,
                new Actor(party, "readings"),
                ReadingLimits.DEFAULT,
                clock);
        readings.watch(settlement.readingWatcher());
        agent = new SettlementAgent(settlement, readings, node, meters);
    }

    /** The agent runs from now on. */
    static SettlementDoor open(
            Config config, String node, Database database, AuditLog audit, InstantSource clock, MeterRegistry meters) {
        var door = new SettlementDoor(config.network().subscriberId(), node, database, audit, clock, meters);
        door.agent.start();
        return door;
    }

    /** What REST shows of it. */
    Api.Settling pages() {
        return new Api.Settling(database, readings, settlement, systemPrices);
    }

    Settlement settlement() {
        return settlement;
    }

    MeterReadings readings() {
        return readings;
    }

    EventDays eventDays() {
        return eventDays;
    }

    SystemPrices systemPrices() {
        return systemPrices;
    }

    Ledger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        agent.close();
    }
}
