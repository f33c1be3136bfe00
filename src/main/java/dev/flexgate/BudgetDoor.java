package dev.flexgate;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.budget.BudgetAgent;
import dev.flexgate.budget.BudgetHold;
import dev.flexgate.budget.BudgetLimits;
import dev.flexgate.budget.BudgetRecords;
import dev.flexgate.budget.Budgets;
import dev.flexgate.feed.Readings;
import dev.flexgate.flexibility.dispatch.SiteMeter;
import dev.flexgate.planning.Planning;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Sites;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.stream.Collectors;

/** Wires the budgets of tenants to what is planned: they follow it, and hold back what it has no room for. */
record BudgetDoor(Budgets budgets, BudgetAgent agent) implements AutoCloseable {

    /** What budgets rest on. */
    record Rooms(
            Database database,
            Planning planning,
            Jobs jobs,
            Sites sites,
            AuditLog audit,
            InstantSource clock,
            MeterRegistry meters) {}

    /** The agent runs from now on, and planning asks before every plan. */
    static BudgetDoor open(Config config, String node, Rooms rooms) {
        var records =
                new BudgetRecords(rooms.audit(), new Actor(config.network().subscriberId(), "budget"));
        var budgets = new Budgets(
                new Budgets.Rooms(
                        rooms.database(),
                        rooms.planning(),
                        rooms.jobs(),
                        rooms.sites(),
                        new Readings(rooms.database())),
                records,
                rooms.clock(),
                BudgetLimits.DEFAULT);
        rooms.planning().restrain(new BudgetHold(budgets));
        var agent = new BudgetAgent(budgets, rooms.database(), node, rooms.meters());
        agent.start();
        return new BudgetDoor(budgets, agent);
    }

    /** Counts by what the meters of the sites read; a simulated reading is none. */
    void read(SiteMeter meter) {
        budgets.meter((site, span) -> meter.read(site, span).entrySet().stream()
                .filter(each -> each.getValue().quality() != Quality.SIMULATED)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().energy())));
    }

    @Override
    public void close() {
        agent.close();
    }
}
