package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.discovery.Budget;
import dev.flexgate.beckn.discovery.Sieve;
import dev.flexgate.beckn.discovery.SpatialSearch;
import dev.flexgate.beckn.discovery.Stock;
import dev.flexgate.beckn.discovery.TextSearch;
import dev.flexgate.beckn.discovery.Viewer;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.Slot;
import dev.flexgate.market.SlotQuery;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the market in the words of one dialect. Bounds of a filter on time, carbon, price and place become a
 * search in the snapshot's columns; what else it says of a known fact is tested without writing the slot; and only what
 * may still be meant is written, item by item.
 */
final class SlotStock implements Stock {

    private final Catalogue catalogue;
    private final List<Listing> listings;
    private final SlotWords words;
    private @Nullable JsonNode head;

    SlotStock(Catalogue catalogue, SlotWords words) {
        this.catalogue = catalogue;
        this.listings = catalogue.listings();
        this.words = words;
    }

    @Override
    public int catalogs() {
        return listings.isEmpty() ? 0 : 1;
    }

    @Override
    public JsonNode head(int catalog) {
        JsonNode known = head;
        if (known == null) {
            known = words.head(catalogue);
            head = known;
        }
        return known;
    }

    @Override
    public int size(int catalog, Kind kind) {
        return listings.size();
    }

    @Override
    public JsonNode item(int catalog, Kind kind, int index) {
        return words.item(kind, listings.get(index), catalogue.sites(), catalogue);
    }

    /** Every slot has one offer of its own. */
    @Override
    public List<Integer> partners(int catalog, Kind kind, int index) {
        return List.of(index);
    }

    @Override
    public boolean isFor(Viewer viewer, int catalog, int offer) {
        return Offering.isFor(viewer, catalogue.offer());
    }

    @Override
    public boolean isPaired() {
        return true;
    }

    @Override
    public OptionalInt fact(Kind kind, List<String> names) {
        return words.number(kind, names);
    }

    @Override
    public boolean each(int catalog, Kind kind, Sieve sieve, Budget budget, Taker taker) {
        SlotQuery query = SlotQuery.ALL;
        for (Sieve.Bound bound : sieve.bounds()) {
            query = bounded(query, bound);
        }
        boolean open = sieve.isOpen();
        return catalogue.each(query, (index, listing) -> {
            budget.spend(1);
            return !(open || sieve.passes(number -> value(number, listing))) || taker.take(index);
        });
    }

    private @Nullable Object value(int number, Listing listing) {
        Object value = words.fact(number)
                .of(listing, catalogue.sites().get(listing.slot().site()));
        int shift = words.shift(number);
        return value instanceof BigDecimal decimal && shift > 0 ? decimal.movePointLeft(shift) : value;
    }

    /** A bound on what the snapshot has no column for is tested later. */
    private SlotQuery bounded(SlotQuery query, Sieve.Bound bound) {
        boolean least = bound.relation() != Sieve.Relation.AT_MOST;
        boolean most = bound.relation() != Sieve.Relation.AT_LEAST;
        SlotFact fact = words.fact(bound.fact());
        return switch (bound.value()) {
            case Instant moment -> bounded(query, fact, moment, least, most);
            case BigDecimal number -> bounded(query, fact, number, least, most);
            case String text when least && most -> at(query, fact, text);
            default -> query;
        };
    }

    private static SlotQuery bounded(SlotQuery query, SlotFact fact, Instant moment, boolean least, boolean most) {
        SlotQuery bounded = query;
        if (fact == SlotFact.START) {
            bounded = least ? bounded.startingFrom(moment) : bounded;
            bounded = most ? bounded.startingBy(moment) : bounded;
        }
        if (fact == SlotFact.END) {
            bounded = least ? bounded.endingFrom(moment) : bounded;
            bounded = most ? bounded.endingBy(moment) : bounded;
        }
        return bounded;
    }

    private static SlotQuery bounded(SlotQuery query, SlotFact fact, BigDecimal number, boolean least, boolean most) {
        SlotQuery bounded = query;
        if (fact == SlotFact.PRICE) {
            bounded = least ? bounded.priceAtLeast(number) : bounded;
            bounded = most ? bounded.priceAtMost(number) : bounded;
        }
        boolean representable = number.precision() - number.scale() <= 9;
        if (fact == SlotFact.CARBON && representable) {
            bounded = least ? bounded.carbonAtLeast(intensity(number, RoundingMode.CEILING)) : bounded;
            bounded = most ? bounded.carbonAtMost(intensity(number, RoundingMode.FLOOR)) : bounded;
        }
        return bounded;
    }

    private static CarbonIntensity intensity(BigDecimal grams, RoundingMode rounding) {
        return new CarbonIntensity(grams.movePointRight(3).setScale(0, rounding).longValueExact());
    }

    private SlotQuery at(SlotQuery query, SlotFact fact, String text) {
        Function<Site, String> place = switch (fact) {
            case SITE -> site -> site.id().value();
            case LOCALITY -> site -> site.place().locality();
            case ZONE -> site -> site.grid().carbonZone();
            case AREA -> site -> site.grid().gspGroup();
            default -> null;
        };
        boolean allKnown = catalogue.knowsAllSites();
        return place == null || !allKnown ? query : query.at(sites(place, text));
    }

    private Set<SiteId> sites(Function<Site, String> place, String text) {
        return catalogue.sites().values().stream()
                .filter(site -> place.apply(site).equals(text))
                .map(Site::id)
                .collect(Collectors.toSet());
    }

    /**
     * Of a slot the texts of its site, its times and its quality are searched, and what all slots and offers say; not its
     * numbers.
     */
    @Override
    public Choice words(TextSearch search) {
        int ofHead = search.found(head(0).path("descriptor")) | search.found(head(0).path("provider"));
        int ofAll = ofHead;
        for (Kind kind : Kind.values()) {
            ofAll |= words.samples(kind).stream().mapToInt(search::found).reduce(-1, (one, other) -> one & other);
        }
        Map<Quality, Integer> ofQualities = new EnumMap<>(Quality.class);
        for (Quality quality : Quality.values()) {
            ofQualities.put(quality, ofAll | search.found(quality.toString().replace('_', ' ')));
        }
        Map<SiteId, Integer> ofSites = new HashMap<>();
        Map<Interval, Integer> ofWindows = new HashMap<>();
        return (_, _, index) -> {
            Slot slot = listings.get(index).slot();
            int found = ofQualities.getOrDefault(slot.quality(), 0)
                    | ofSites.computeIfAbsent(slot.site(), site -> search.found(text(site)));
            return search.isAll(found)
                    || search.isAll(found | ofWindows.computeIfAbsent(slot.window(), _ -> search.found(timesOf(slot))));
        };
    }

    private static String timesOf(Slot slot) {
        String withoutSite = slot.id().value().replace(slot.site().value(), "");
        return Offering.name("", slot.window()) + " " + slot.window().start() + " "
                + slot.window().end() + " " + withoutSite;
    }

    private String text(SiteId id) {
        return Optional.ofNullable(catalogue.sites().get(id))
                .map(site -> String.join(
                        " ",
                        id.value(),
                        site.place().locality(),
                        site.grid().carbonZone(),
                        site.grid().gspGroup()))
                .orElse(id.value());
    }

    /** Whatever is somewhere in a slot is where its site is, so one slot of each site tells. */
    @Override
    public Choice places(SpatialSearch search) {
        Map<SiteId, Boolean> known = new HashMap<>();
        return (catalog, _, index) -> known.computeIfAbsent(
                listings.get(index).slot().site(),
                _ -> search.finds(head(catalog), item(catalog, Kind.RESOURCE, index)));
    }
}
