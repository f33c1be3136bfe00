package dev.flexgate.feed;

import dev.flexgate.feed.FeedPlan.Choice;
import dev.flexgate.feed.Offered.Link;
import dev.flexgate.wire.OutboundHttp;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Feeds from live providers, as a feeds file wants them; one way, budget and circuit for each provider. */
public final class LiveFeeds {

    /**
     * What asking needs.
     *
     * @param http with a response limit of {@link FeedLimits#answerBytes} at least
     */
    public record Ground(
            Vertx vertx, OutboundHttp http, FeedLimits limits, InstantSource clock, RandomGenerator random) {}

    private final FeedPlan plan;
    private final Map<String, String> keys;
    private final Feeds.Addresses addresses;
    private final Ground ground;
    private final List<Offered> offered;
    private final Map<Source, Link> links = new HashMap<>();

    /**
     * @param keys by the name of their setting
     */
    public LiveFeeds(FeedPlan plan, Map<String, String> keys, Feeds.Addresses addresses, Ground ground) {
        this.plan = plan;
        this.keys = Map.copyOf(keys);
        this.addresses = addresses;
        this.ground = ground;
        this.offered = Catalogue.offered(addresses.agileProduct()).toList();
    }

    /**
     * Feeds of {@code topics} and of whatever else the file names; a topic that nobody serves is simulated if plans need
     * it.
     *
     * @throws FeedException when a provider is named whose key is not set
     */
    public List<Feed> of(Collection<Topic> topics) {
        Map<Zone, Set<Signal>> wanted = new LinkedHashMap<>();
        Stream.concat(topics.stream(), plan.topics())
                .forEach(topic -> wanted.computeIfAbsent(topic.zone(), _ -> EnumSet.noneOf(Signal.class))
                        .add(topic.signal()));
        var feeds = new ArrayList<Feed>();
        wanted.forEach((zone, signals) -> feeds.addAll(feeds(zone, signals)));
        return feeds;
    }

    /** What of a zone is asked of whom, at which rank of preference. */
    private record Part(int rank, Choice choice) {}

    private List<Feed> feeds(Zone zone, Set<Signal> signals) {
        Map<Part, Set<Signal>> parts = new LinkedHashMap<>();
        var feeds = new ArrayList<Feed>();
        for (Signal signal : signals) {
            List<Choice> choices = choices(new Topic(zone, signal));
            for (int rank = 0; rank < choices.size(); rank++) {
                parts.computeIfAbsent(new Part(rank, choices.get(rank)), _ -> EnumSet.noneOf(Signal.class))
                        .add(signal);
            }
            if (choices.isEmpty() && signal.isPlannedWith()) {
                feeds.add(Feeds.simulated(new Topic(zone, signal)));
            }
        }
        parts.forEach((part, ofPart) -> feeds.addAll(feeds(zone, part, ofPart)));
        return feeds;
    }

    private List<Feed> feeds(Zone zone, Part part, Set<Signal> signals) {
        String as = part.choice().as().orElse(zone.code());
        var feeds = new ArrayList<Feed>();
        for (Offered each : offered) {
            Set<Signal> common = EnumSet.copyOf(signals);
            common.retainAll(each.capability().signals());
            boolean served = part.choice().as().isPresent() || each.capability().serves(zone);
            if (each.capability().source().id().equals(part.choice().provider()) && served && !common.isEmpty()) {
                feeds.add(each.feed(zone, as, common, link(each.capability().source()))
                        .ranked(part.rank()));
            }
        }
        return feeds;
    }

    private List<Choice> choices(Topic topic) {
        return plan.choices(topic)
                .orElseGet(() -> Stream.of(UkCarbonIntensity.SOURCE, OctopusAgile.SOURCE)
                        .filter(source -> offered.stream()
                                .map(Offered::capability)
                                .anyMatch(each -> each.source().equals(source)
                                        && topic.signal().isPlannedWith()
                                        && Catalogue.carries(each, topic.signal())
                                        && each.serves(topic.zone())))
                        .map(source -> new Choice(source.id(), Optional.empty()))
                        .toList());
    }

    private Link link(Source source) {
        return links.computeIfAbsent(source, this::opened);
    }

    private Link opened(Source source) {
        String key = source.keySetting().map(this::key).orElse("");
        var http = new ProviderHttp(
                ground.vertx(),
                ground.http(),
                source.id(),
                plan.rates().getOrDefault(source.id(), source.rate()),
                new Told(key.isEmpty() ? List.of() : List.of(key)),
                ground.limits(),
                ground.clock(),
                ground.random());
        return new Link(http, base(source), key, ground.clock());
    }

    private URI base(Source source) {
        URI otherwise = source.equals(UkCarbonIntensity.SOURCE)
                ? addresses.carbonIntensity()
                : source.equals(OctopusAgile.SOURCE) ? addresses.octopus() : source.base();
        return plan.addresses().getOrDefault(source.id(), otherwise);
    }

    private String key(String setting) {
        String key = keys.getOrDefault(setting, "");
        if (key.isEmpty()) {
            throw new FeedException("the feeds file names a provider that needs " + setting + ": set it, or " + setting
                    + "_FILE, or take the provider out");
        }
        return key;
    }
}
