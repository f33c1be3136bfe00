package dev.flexgate;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.flexibility.FlexClock;
import dev.flexgate.flexibility.FlexLimits;
import dev.flexgate.flexibility.FlexRooms;
import dev.flexgate.flexibility.FlexTerms;
import dev.flexgate.flexibility.Flexibility;
import dev.flexgate.planning.Planning;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.workload.Sites;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;

/** Wires the grid operator's door: from here on plans keep what was promised, and time passes for offers and orders. */
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
        var time = new FlexClock(flexibility, FlexLimits.DEFAULT);
        time.start();
        return new GridDoor(flexibility, time);
    }

    @Override
    public void close() {
        time.close();
    }
}
