package dev.flexgate;

import dev.flexgate.feed.Readings;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.placement.PlacementDesk;
import dev.flexgate.planning.Planning;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Policies;
import dev.flexgate.workload.Sites;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** Wires the questions when and where work would be done best to what is forecast and planned. */
final class PlacementDoor {

    private PlacementDoor() {}

    static PlacementDesk desk(
            Database database,
            Sites sites,
            Jobs jobs,
            Planning planning,
            Ids ids,
            InstantSource clock,
            MeterRegistry meters) {
        var forecaster = new Forecaster(database, new Readings(database), ids);
        return new PlacementDesk(
                new PlacementDesk.Rooms(database, forecaster, sites, jobs, planning, new Policies(database)),
                clock,
                meters);
    }
}
