package dev.flexgate.feed;

import dev.flexgate.wire.OutboundHttp;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/** Chooses the feeds for the topics that the sites need; a topic that nobody serves is simulated. */
public final class Feeds {

    /** How far ahead providers are asked, and how far a simulation reaches at least. */
    static final Duration AHEAD = Duration.ofDays(2);

    static final Duration SIMULATED_AHEAD = Duration.ofDays(8);

    private static final Duration REPLAY_HISTORY = Duration.ofDays(28);
    private static final Duration REPLAY_REVISIONS = Duration.ofDays(1);

    /**
     * Where the live providers are.
     *
     * @param carbonIntensity base of the UK Carbon Intensity API, without a slash at its end
     * @param octopus base of the Octopus Energy API, the same
     * @param agileProduct code of the Agile product whose rates are read; once it is refused, the one that is sold
     */
    public record Addresses(URI carbonIntensity, URI octopus, String agileProduct) {

        private static final Pattern PRODUCT = Pattern.compile("[A-Z0-9]+(-[A-Z0-9]+)*");

        public static final Addresses DEFAULT = new Addresses(
                URI.create("https://api.carbonintensity.org.uk"),
                URI.create("https://api.octopus.energy"),
                "AGILE-24-10-01");

        public Addresses {
            if (!isProduct(agileProduct)) {
                throw new IllegalArgumentException("not a product code: " + agileProduct);
            }
            if ((carbonIntensity + " " + octopus + " ").contains("/ ")) {
                throw new IllegalArgumentException("an address of a provider ends with a slash");
            }
        }

        /** Whether a code can be one of a product: it becomes part of an address. */
        static boolean isProduct(String code) {
            return PRODUCT.matcher(code).matches();
        }
    }

    private Feeds() {}

    /**
     * The real providers of the topics.
     *
     * @param http with a response limit of {@link FeedLimits#answerBytes} at least
     */
    public static List<Feed> live(
            Collection<Topic> topics,
            Addresses addresses,
            Vertx vertx,
            OutboundHttp http,
            FeedLimits limits,
            InstantSource clock,
            RandomGenerator random) {
        return new LiveFeeds(
                        FeedPlan.NONE, Map.of(), addresses, new LiveFeeds.Ground(vertx, http, limits, clock, random))
                .of(topics);
    }

    /** Plays a recorded file for every topic whose signal it holds. */
    public static List<Feed> replayed(Collection<Topic> topics, ReplayFile file, InstantSource clock) {
        return topics.stream()
                .distinct()
                .map(topic -> file.signals().contains(topic.signal()) ? replayed(topic, file, clock) : simulated(topic))
                .toList();
    }

    public static List<Feed> simulated(Collection<Topic> topics) {
        return topics.stream().distinct().map(Feeds::simulated).toList();
    }

    private static Feed replayed(Topic topic, ReplayFile file, InstantSource clock) {
        Provider provider = file.provider(topic.zone(), topic.signal(), clock);
        return new Feed(provider, REPLAY_HISTORY, REPLAY_REVISIONS, AHEAD);
    }

    static Feed simulated(Topic topic) {
        return new Feed(new SimulatedWeek(topic.zone(), topic.signal()), Duration.ZERO, Duration.ZERO, SIMULATED_AHEAD);
    }
}
