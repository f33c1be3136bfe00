package dev.flexgate;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.flexibility.FlexClock;
import dev.flexgate.flexibility.FlexLimits;
import dev.flexgate.flexibility.FlexRooms;
import dev.flexgate.flexibility.FlexTerms;
import dev.flexgate.flexibility.Flexibility;
import dev.flexgate.flexibility.OrderSettlement;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.flexibility.dispatch.OrderDispatch;
import dev.flexgate.flexibility.dispatch.OrderFailure;
import dev.flexgate.planning.Planning;
import dev.flexgate.settlement.Settlement;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.workload.Assets;
import dev.flexgate.workload.Sites;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;

/** Wires the grid operator's door: plans keep what was promised, sites are instructed, orders are settled. */
record GridDoor(Flexibility flexibility, FlexClock time) implements AutoCloseable {

    /** Call before planning starts, so that not even the first plan breaks a promise of yesterday. */
    static GridDoor open(
            Database database,
            Planning planning,
            Sites sites,
            AuditLog audit,
            Actor actor,
            Ids ids,
            InstantSource clock,
            MeterRegistry meters) {
        planning.keep(Flexibility.promises(database));
        var rooms = new FlexRooms(database, planning, sites::all, audit, actor, ids);
        var flexibility = new Flexibility(rooms, FlexTerms.DEFAULT, FlexLimits.DEFAULT, List.of(), clock, meters);
        return new GridDoor(flexibility, new FlexClock(flexibility, FlexLimits.DEFAULT));
    }

    /** From now on the sites of an order are instructed, in the transaction that schedules it. */
    GridDoor dispatch(Dispatches dispatches) {
        flexibility.watch(new OrderDispatch(dispatches));
        return this;
    }

    /** From now on an order hears of it when a site does not keep its instruction. */
    GridDoor heed(Dispatches dispatches, MeterRegistry meters) {
        dispatches.watch(new OrderFailure(flexibility, meters));
        return this;
    }

    /** From now on an order opens its settlement, in the same transaction, and a settlement moves its order on. */
    GridDoor settle(Settlement settlement, Assets assets, String seller) {
        var joined = new OrderSettlement(flexibility, settlement, assets, seller);
        flexibility.watch(joined);
        settlement.watch(joined);
        return this;
    }

    /** Lets time pass for offers and orders: call when whoever has to hear of it watches. */
    void start() {
        time.start();
    }

    @Override
    public void close() {
        time.close();
    }
}
