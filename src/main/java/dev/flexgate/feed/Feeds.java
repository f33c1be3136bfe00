package dev.flexgate.feed;

import dev.flexgate.wire.OutboundHttp;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chooses the feeds for the topics that the sites need; a topic that nobody serves is simulated. */
public final class Feeds {

    /** How far ahead providers are asked, and how far a simulation reaches at least. */
    static final Duration AHEAD = Duration.ofDays(2);

    static final Duration SIMULATED_AHEAD = Duration.ofDays(8);

    /** The provider answers at most 14 days at once [general knowledge]; the forecast wants 7. */
    private static final Duration CARBON_HISTORY = Duration.ofDays(13);

    private static final Duration CARBON_REVISIONS = Duration.ofDays(1);
    private static final Duration PRICE_HISTORY = Duration.ofDays(28);
    private static final Duration PRICE_REVISIONS = Duration.ofDays(1);
    private static final Duration REPLAY_HISTORY = Duration.ofDays(28);
    private static final Duration REPLAY_REVISIONS = Duration.ofDays(1);

    /**
     * Where the live providers are.
     *
     * @param carbonIntensity base of the UK Carbon Intensity API, without a slash at its end
     * @param octopus base of the Octopus Energy API, the same
     * @param agileProduct code of the Agile product whose rates are read
     */
    public record Addresses(URI carbonIntensity, URI octopus, String agileProduct) {

        private static final Pattern PRODUCT = Pattern.compile("[A-Z0-9]+(-[A-Z0-9]+)*");

        public static final Addresses DEFAULT = new Addresses(
                URI.create("https://api.carbonintensity.org.uk"),
                URI.create("https://api.octopus.energy"),
                "AGILE-24-10-01");

        public Addresses {
            if (!PRODUCT.matcher(agileProduct).matches()) {
                throw new IllegalArgumentException("not a product code: " + agileProduct);
            }
            if ((carbonIntensity + " " + octopus + " ").contains("/ ")) {
                throw new IllegalArgumentException("an address of a provider ends with a slash");
            }
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
        var carbon = new ProviderHttp(vertx, http, UkCarbonIntensity.FORECAST, limits, random);
        var prices = new ProviderHttp(vertx, http, OctopusAgile.NAME, limits, random);
        return topics.stream()
                .distinct()
                .flatMap(topic -> live(topic, addresses, carbon, prices, clock))
                .toList();
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

    private static Stream<Feed> live(
            Topic topic, Addresses addresses, ProviderHttp carbon, ProviderHttp prices, InstantSource clock) {
        Zone zone = topic.zone();
        return switch (topic.signal()) {
            case CARBON_INTENSITY -> {
                URI base = addresses.carbonIntensity();
                yield UkCarbonIntensity.serves(zone)
                        ? Stream.of(
                                carbonForecast(UkCarbonIntensity.forecast(carbon, base, zone, clock)),
                                carbonPast(UkCarbonIntensity.past(carbon, base, zone, clock)))
                        : Stream.of(simulated(topic));
            }
            case ENERGY_PRICE -> {
                URI base = addresses.octopus();
                yield OctopusAgile.serves(zone)
                        ? Stream.of(price(new OctopusAgile(prices, base, addresses.agileProduct(), zone, clock)))
                        : Stream.of(simulated(topic));
            }
            default -> throw new IllegalArgumentException("no provider of " + topic);
        };
    }

    private static Feed carbonForecast(Provider provider) {
        return new Feed(provider, Duration.ZERO, Duration.ZERO, AHEAD);
    }

    private static Feed carbonPast(Provider provider) {
        return new Feed(provider, CARBON_HISTORY, CARBON_REVISIONS, Duration.ZERO);
    }

    private static Feed price(Provider provider) {
        return new Feed(provider, PRICE_HISTORY, PRICE_REVISIONS, AHEAD);
    }

    private static Feed replayed(Topic topic, ReplayFile file, InstantSource clock) {
        Provider provider = file.provider(topic.zone(), topic.signal(), clock);
        return new Feed(provider, REPLAY_HISTORY, REPLAY_REVISIONS, AHEAD);
    }

    private static Feed simulated(Topic topic) {
        return new Feed(new SimulatedWeek(topic.zone(), topic.signal()), Duration.ZERO, Duration.ZERO, SIMULATED_AHEAD);
    }
}
