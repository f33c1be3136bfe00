package dev.flexgate;

import dev.flexgate.feed.Feed;
import dev.flexgate.feed.FeedLimits;
import dev.flexgate.feed.Feeds;
import dev.flexgate.feed.ReplayFile;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Zone;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.workload.Site;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Which feeds serve the zones of our sites. */
final class FeedChoice {

    private FeedChoice() {}

    static List<Topic> topics(Collection<Site> sites) {
        return sites.stream()
                .flatMap(site -> Stream.of(
                        new Topic(new Zone(site.grid().carbonZone()), Signal.CARBON_INTENSITY),
                        new Topic(new Zone(site.grid().priceZone()), Signal.ENERGY_PRICE)))
                .distinct()
                .toList();
    }

    static List<Feed> of(
            Config.Feeds choice,
            List<Topic> topics,
            Vertx vertx,
            OutboundHttp http,
            InstantSource clock,
            RandomGenerator random) {
        return switch (choice) {
            case Config.Feeds.Live live ->
                Feeds.live(
                        topics,
                        new Feeds.Addresses(live.carbonIntensity(), live.octopus(), live.agileProduct()),
                        vertx,
                        http,
                        FeedLimits.defaults(),
                        clock,
                        random);
            case Config.Feeds.Simulated _ -> Feeds.simulated(topics);
            case Config.Feeds.Replay replay ->
                Feeds.replayed(topics, ReplayFile.read(replay.file(), clock.instant()), clock);
        };
    }
}
