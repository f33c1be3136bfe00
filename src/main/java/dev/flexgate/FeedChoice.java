package dev.flexgate;

import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Feed;
import dev.flexgate.feed.FeedException;
import dev.flexgate.feed.FeedPlan;
import dev.flexgate.feed.FeedPlanFile;
import dev.flexgate.feed.Feeds;
import dev.flexgate.feed.LiveFeeds;
import dev.flexgate.feed.ReplayFile;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Zone;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Site;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
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

    /** What the operator's feeds file says, its exchange rates now known to planning. */
    static FeedPlan plan(Config.Feeds choice, List<Topic> topics, Database database, Instant now) {
        FeedPlan plan = choice.plan().map(FeedPlanFile::read).orElse(FeedPlan.NONE);
        Currency currency = PlanningLimits.CURRENCY;
        var rates = new ExchangeRates(database);
        rates.state(plan.exchange(), currency, now);
        topics.stream()
                .filter(topic -> topic.signal() == Signal.ENERGY_PRICE)
                .filter(topic ->
                        rates.known(topic.zone().currency(), currency, now).isEmpty())
                .findFirst()
                .ifPresent(topic -> {
                    throw new FeedException("prices of " + topic.zone() + " are in "
                            + topic.zone().currency()
                            + " and plans are in " + currency + ": say what it is worth under \"exchange\" in the file"
                            + " that FLEXGATE_FEEDS_FILE names");
                });
        return plan;
    }

    /** How far back live providers are asked for their past. */
    static Duration history(Config.Feeds choice) {
        return switch (choice) {
            case Config.Feeds.Live live -> live.history();
            case Config.Feeds.Simulated _, Config.Feeds.Replay _ -> Duration.ZERO;
        };
    }

    static List<Feed> of(Config.Feeds choice, FeedPlan plan, List<Topic> topics, LiveFeeds.Ground ground) {
        return switch (choice) {
            case Config.Feeds.Live live ->
                new LiveFeeds(
                                plan,
                                live.keys().bySetting(),
                                new Feeds.Addresses(live.carbonIntensity(), live.octopus(), live.agileProduct()),
                                ground)
                        .of(topics);
            case Config.Feeds.Simulated _ -> Feeds.simulated(topics);
            case Config.Feeds.Replay replay ->
                Feeds.replayed(
                        topics, ReplayFile.read(replay.file(), ground.clock().instant()), ground.clock());
        };
    }
}
