package dev.flexgate.feed;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an operator's feeds file says: who is asked about each zone, in order of preference. What it does not name is
 * served by the built-in choice for Great Britain, or simulated.
 *
 * @param choices by zone and signal, the preferred first
 * @param exchange units of the plans' currency for one of each other
 * @param addresses of providers that are not where {@link Source#base} says, by provider
 * @param rates that were agreed with providers, by provider
 * @param beside what forecasts of a zone may look at, by zone
 */
public record FeedPlan(
        SortedMap<Zone, Map<Signal, List<Choice>>> choices,
        Map<Currency, BigDecimal> exchange,
        Map<String, URI> addresses,
        Map<String, Rate> rates,
        SortedMap<Zone, List<Beside>> beside) {

    /**
     * One provider for one signal of one zone.
     *
     * @param as the provider's code for the zone, where it is another
     */
    public record Choice(String provider, Optional<String> as) {}

    public static final FeedPlan NONE = new FeedPlan(new TreeMap<>(), Map.of(), Map.of(), Map.of(), new TreeMap<>());

    /** Whom the file names for {@code topic}; empty when it does not speak of it. */
    Optional<List<Choice>> choices(Topic topic) {
        return Optional.ofNullable(choices.getOrDefault(topic.zone(), Map.of()).get(topic.signal()));
    }

    /** Everything that the file wants known, whether a site needs it or not. */
    Stream<Topic> topics() {
        return choices.entrySet().stream()
                .flatMap(zone ->
                        zone.getValue().keySet().stream().sorted().map(signal -> new Topic(zone.getKey(), signal)));
    }

    /** Whether prices of {@code zone} can be added to those in {@code currency}. */
    public boolean canExchange(Zone zone, Currency currency) {
        return zone.currency().equals(currency) || exchange.containsKey(zone.currency());
    }
}
