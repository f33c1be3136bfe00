package dev.flexgate;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.feed.Beside;
import dev.flexgate.feed.FeedLimits;
import dev.flexgate.feed.FeedPlan;
import dev.flexgate.feed.FeedPlanFile;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Weather;
import dev.flexgate.feed.WeatherAgent;
import dev.flexgate.feed.WeatherPoint;
import dev.flexgate.feed.WeatherProvider;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.forecast.ModelRecords;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.Sites;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Wires what is learnt and forecast to what is known and recorded. */
final class ForecastDoor {

    private ForecastDoor() {}

    /** An agent that asks for the weather of what is forecast, and has begun; of none where none is wanted. */
    static WeatherAgent weather(
            Config config,
            List<Topic> topics,
            Sites sites,
            Database database,
            Ids ids,
            Vertx vertx,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry meters) {
        FeedLimits limits = FeedLimits.defaults();
        List<WeatherProvider> providers = switch (config.weather()) {
            case WeatherSettings.None _ -> List.of();
            case WeatherSettings.OpenMeteo(URI base, String key) ->
                Weather.openMeteo(
                        topics.stream().map(Topic::zone).toList(),
                        places(sites),
                        base,
                        key,
                        vertx,
                        new OutboundHttp(
                                vertx,
                                AddressPolicy.publicOnly(),
                                OutboundLimits.DEFAULT.withResponseBytes(limits.answerBytes()),
                                meters),
                        limits,
                        clock,
                        random);
        };
        var agent = new WeatherAgent(database, providers, ids, limits, clock, meters);
        agent.start();
        return agent;
    }

    /** Where our sites are, by the zones that they name. */
    private static Map<Zone, List<WeatherPoint>> places(Sites sites) {
        Map<Zone, List<WeatherPoint>> places = new TreeMap<>();
        for (Site site : sites.all()) {
            var point = new WeatherPoint(site.place().latitude(), site.place().longitude());
            Stream.of(site.grid().carbonZone(), site.grid().priceZone())
                    .distinct()
                    .forEach(zone -> places.computeIfAbsent(new Zone(zone), _ -> new ArrayList<>())
                            .add(point));
        }
        return places;
    }

    /** What the feeds file names under "beside". */
    private static Map<Zone, List<Beside>> beside(Config config) {
        return config.feeds()
                .plan()
                .map(FeedPlanFile::read)
                .orElse(FeedPlan.NONE)
                .beside();
    }

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
        var agent = new ForecastAgent(rooms, topics, beside(config), config.forecasting(), clock, meters);
        agent.start();
        return agent;
    }
}
