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
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
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
    public boolean each(int catalog, Kind kind, Sieve sieve, Choice choice, Budget budget, Taker taker) {
        SlotQuery query = SlotQuery.ALL;
        for (Sieve.Bound bound : sieve.bounds()) {
            query = bounded(query, bound);
        }
        List<Narrowed> narrowed = new ArrayList<>();
        collect(choice, narrowed);
        for (Narrowed each : narrowed) {
            query = query.startingFrom(each.earliest).startingBy(each.latest);
        }
        boolean open = sieve.isOpen();
        if (!open || !narrowed.isEmpty()) {
            query = query.at(sites(sieve, narrowed, budget));
        }
        return catalogue.each(query, (index, listing) -> {
            budget.spend(1);
            return !(open || sieve.passes(number -> value(number, listing))) || taker.take(index);
        });
    }

    private static void collect(Choice choice, List<Narrowed> narrowed) {
        switch (choice) {
            case Narrowed each -> narrowed.add(each);
            case Both(Choice one, Choice other) -> {
                collect(one, narrowed);
                collect(other, narrowed);
            }
            default -> {}
        }
    }

    /** Most tests say the same of all slots of a site, so a site is asked before its hundreds of slots are. */
    private Set<SiteId> sites(Sieve sieve, List<Narrowed> narrowed, Budget budget) {
        Set<SiteId> wanted = new HashSet<>();
        for (SiteId id : catalogue.oneOfEachSite().keySet()) {
            budget.spend(1);
            Site site = catalogue.sites().get(id);
            if (sieve.passes(number -> words.fact(number).of(id, site))
                    && narrowed.stream().allMatch(each -> each.at.test(id))) {
                wanted.add(id);
            }
        }
        return wanted;
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

    /**
     * Of a slot the texts of its site, its times and its quality are searched, and what all slots and offers say; not its
     * numbers.
     */
    @Override
    public Choice words(TextSearch search) {
        Map<Quality, Integer> ofQualities = ofQualities(search);
        Map<Interval, Integer> ofWindows = new HashMap<>();
        catalogue.oneOfEachWindow().forEach((window, slot) -> ofWindows.put(window, search.found(timesOf(slot))));
        Map<SiteId, Integer> ofSites = new HashMap<>();
        catalogue.oneOfEachSite().keySet().forEach(site -> ofSites.put(site, search.found(text(site))));
        int ofSomeQuality = anyOf(ofQualities.values());
        int ofSomeWindow = anyOf(ofWindows.values());
        int ofSomeSite = anyOf(ofSites.values());
        List<Instant> starts = ofWindows.entrySet().stream()
                .filter(each -> search.isAll(each.getValue() | ofSomeSite | ofSomeQuality))
                .map(each -> each.getKey().start())
                .sorted()
                .toList();
        return new Narrowed(
                starts.isEmpty() ? Instant.MAX : starts.getFirst(),
                starts.isEmpty() ? Instant.MIN : starts.getLast(),
                site -> search.isAll(ofSites.getOrDefault(site, 0) | ofSomeWindow | ofSomeQuality),
                slot -> search.isAll(ofQualities.getOrDefault(slot.quality(), 0)
                        | ofSites.getOrDefault(slot.site(), 0)
                        | ofWindows.getOrDefault(slot.window(), 0)));
    }

    /** With what all slots say. */
    private Map<Quality, Integer> ofQualities(TextSearch search) {
        int ofAll = search.found(head(0).path("descriptor")) | search.found(head(0).path("provider"));
        for (Kind kind : Kind.values()) {
            ofAll |= words.samples(kind).stream().mapToInt(search::found).reduce(-1, (one, other) -> one & other);
        }
        Map<Quality, Integer> ofQualities = new EnumMap<>(Quality.class);
        for (Quality quality : Quality.values()) {
            ofQualities.put(quality, ofAll | search.found(quality.toString().replace('_', ' ')));
        }
        return ofQualities;
    }

    private static int anyOf(Collection<Integer> found) {
        return found.stream().reduce(0, (one, other) -> one | other);
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
        Predicate<SiteId> at = site -> known.computeIfAbsent(
                site,
                each -> search.finds(
                        head(0),
                        item(
                                0,
                                Kind.RESOURCE,
                                Objects.requireNonNull(catalogue.oneOfEachSite().get(each)))));
        return new Narrowed(Instant.MIN, Instant.MAX, at, slot -> at.test(slot.site()));
    }

    /** A choice that begins with times and places. */
    private final class Narrowed implements Choice {

        /** What may be wanted begins no earlier... */
        private final Instant earliest;

        /** ... and no later, ... */
        private final Instant latest;

        /** ... and stands here. */
        private final Predicate<SiteId> at;

        private final Predicate<Slot> exactly;

        Narrowed(Instant earliest, Instant latest, Predicate<SiteId> at, Predicate<Slot> exactly) {
            this.earliest = earliest;
            this.latest = latest;
            this.at = at;
            this.exactly = exactly;
        }

        @Override
        public boolean wants(int catalog, Kind kind, int index) {
            return exactly.test(listings.get(index).slot());
        }
    }
}
