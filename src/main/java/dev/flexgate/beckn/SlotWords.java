package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.discovery.Stock.Kind;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.Slot;
import dev.flexgate.market.SlotId;
import dev.flexgate.planning.Band;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.Json;
import dev.flexgate.workload.GridArea;
import dev.flexgate.workload.Place;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.SitePower;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a dialect says which fact of a slot: learned by having it write two slots that have nothing in common, so that
 * it can never be out of step with what the dialect writes.
 */
final class SlotWords {

    /**
     * A fact as the dialect writes it.
     *
     * @param shift decimals by which its unit is larger than ours: 6 for MW
     */
    private record Known(SlotFact fact, int shift) {}

    private record Probe(Listing listing, Site site) {}

    private static final Probe ONE = probe("alpha", "_A", 1);
    private static final Probe OTHER = probe("omega", "_B", 2);

    private final Dialect dialect;
    private final List<Known> known = new ArrayList<>();
    private final Map<Kind, Map<List<String>, Integer>> numbers = new HashMap<>();
    private final Map<Kind, List<JsonNode>> samples = new HashMap<>();

    /** Learns what {@code dialect} makes of slots that are sold as those of {@code catalogue} are. */
    SlotWords(Dialect dialect, Catalogue catalogue) {
        this.dialect = dialect;
        for (Kind kind : Kind.values()) {
            JsonNode one = item(kind, ONE.listing(), Map.of(ONE.site().id(), ONE.site()), catalogue);
            JsonNode other = item(kind, OTHER.listing(), Map.of(OTHER.site().id(), OTHER.site()), catalogue);
            numbers.put(kind, new HashMap<>());
            samples.put(kind, List.of(one, other));
            learn(kind, one, other, List.of());
        }
    }

    private static Probe probe(String name, String area, int number) {
        var site = new Site(
                new SiteId(name),
                name,
                new TenantId(name),
                new GridArea(number == 1 ? "AA-1" : "BB-2", number == 1 ? "AA-3" : "BB-4", area),
                new Place(name + "ville", BigDecimal.valueOf(number), BigDecimal.valueOf(10 + number)),
                new SitePower(
                        Power.ofKilowatts(1_000), Power.ofKilowatts(1_500), Power.ZERO, BigDecimal.valueOf(12, 1)));
        var window = Interval.from(
                Instant.parse("1985-06-0" + number + "T0" + number + ":30:00Z"),
                Duration.ofMinutes(30L + 60L * number));
        var slot = new Slot(
                new SlotId(name + "slot"),
                1,
                site.id(),
                window,
                new Power(7_000_000L * number),
                new Band<>(
                        new CarbonIntensity(101_001L * number),
                        new CarbonIntensity(203_002L * number),
                        new CarbonIntensity(307_003L * number)),
                new Band<>(price("0.1234", number), price("0.2345", number), price("0.3456", number)),
                price("0.0987", number),
                number == 1 ? Quality.SIMULATED : Quality.PROVIDER_FORECAST,
                Instant.parse("1985-05-0" + number + "T00:00:00Z"),
                number);
        return new Probe(new Listing(slot, new Power(6_111_000L * number)), site);
    }

    private static EnergyPrice price(String perKilowattHour, int number) {
        return EnergyPrice.of(
                new BigDecimal(perKilowattHour)
                        .multiply(BigDecimal.valueOf(number))
                        .toPlainString(),
                "GBP");
    }

    private void learn(Kind kind, JsonNode one, JsonNode other, List<String> path) {
        if (one.isObject()) {
            one.properties().forEach(member -> {
                var below = new ArrayList<>(path);
                below.add(member.getKey());
                learn(kind, member.getValue(), other.path(member.getKey()), below);
            });
            return;
        }
        for (SlotFact fact : SlotFact.values()) {
            OptionalInt shift = shift(fact, ONE, one);
            if (shift.isPresent() && shift.equals(shift(fact, OTHER, other))) {
                numbers(kind).put(List.copyOf(path), known.size());
                known.add(new Known(fact, shift.getAsInt()));
                return;
            }
        }
    }

    private Map<List<String>, Integer> numbers(Kind kind) {
        return Objects.requireNonNull(numbers.get(kind));
    }

    /** How far the written value is from the fact, if it is the fact at all. */
    private static OptionalInt shift(SlotFact fact, Probe probe, JsonNode written) {
        Object value = fact.of(probe.listing(), probe.site());
        if (value instanceof BigDecimal number && written.isNumber()) {
            for (int shift : new int[] {0, 3, 6}) {
                if (number.movePointLeft(shift).compareTo(written.decimalValue()) == 0) {
                    return OptionalInt.of(shift);
                }
            }
        }
        boolean same = value instanceof Instant moment
                ? moment(written.asText()).filter(moment::equals).isPresent()
                : written.isTextual() && written.textValue().equals(value);
        return same ? OptionalInt.of(0) : OptionalInt.empty();
    }

    private static Optional<Instant> moment(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }

    OptionalInt number(Kind kind, List<String> names) {
        Integer number = numbers(kind).get(names);
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    SlotFact fact(int number) {
        return known.get(number).fact();
    }

    /** Decimals by which the dialect's unit is larger than ours. */
    int shift(int number) {
        return known.get(number).shift();
    }

    /** Items that have nothing in common but what all have. */
    List<JsonNode> samples(Kind kind) {
        return Objects.requireNonNull(samples.get(kind));
    }

    /** One item as the dialect writes it. */
    JsonNode item(Kind kind, Listing listing, Map<SiteId, Site> sites, Catalogue catalogue) {
        List<Item> items = kind == Kind.RESOURCE ? List.of(Offering.item(listing, sites)) : List.of();
        List<Offer> offers = kind == Kind.OFFER ? List.of(Offering.offer(listing.slot(), catalogue)) : List.of();
        JsonNode catalog = written(catalogue, items, offers);
        String prefix = catalog.has("beckn:items") || catalog.has("beckn:offers") ? "beckn:" : "";
        JsonNode list = switch (kind) {
            case RESOURCE -> catalog.path(prefix.isEmpty() ? "resources" : "beckn:items");
            case OFFER -> catalog.path(prefix + "offers");
        };
        return list.path(0);
    }

    /** The catalogue without items and offers. */
    JsonNode head(Catalogue catalogue) {
        JsonNode written = written(catalogue, List.of(), List.of());
        var head = Json.object();
        written.properties().stream()
                .filter(member -> !member.getKey().endsWith("resources")
                        && !member.getKey().endsWith("items")
                        && !member.getKey().endsWith("offers"))
                .forEach(member -> head.set(member.getKey(), member.getValue()));
        return head;
    }

    private JsonNode written(Catalogue catalogue, List<Item> items, List<Offer> offers) {
        Catalog catalog = Offering.catalog(catalogue, items, offers);
        return dialect.document(List.of(catalog)).path("catalogs").path(0);
    }
}
