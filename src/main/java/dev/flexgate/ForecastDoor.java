package dev.flexgate;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Topic;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.forecast.ModelRecords;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;

/** Wires what is learnt and forecast to what is known and recorded. */
final class ForecastDoor {

    private ForecastDoor() {}

    /** An agent that has begun. */
    static ForecastAgent open(
            Config config,
            List<Topic> topics,
            Database database,
            AuditLog audit,
            Ids ids,
            NodeName node,
            InstantSource clock,
            MeterRegistry meters) {
        var readings = new Readings(database);
        var records = new ModelRecords(audit, new Actor(config.network().subscriberId(), "forecast"));
        var rooms = new ForecastAgent.Rooms(
                database, readings, new Forecaster(database, readings, ids), records, ids, node.toString());
        var agent = new ForecastAgent(rooms, topics, config.forecasting(), clock, meters);
        agent.start();
        return agent;
    }
}
