package dev.flexgate.market;

import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.Catalogue.Taker;
import dev.flexgate.market.SlotQuery.Measure;
import dev.flexgate.market.SlotQuery.Range;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.SiteId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Slots that start in the same stretch of time, in order, with a column for each measure and the extremes of each: a
 * search passes by a shelf that cannot have what it looks for, and reads numbers in a row on the others.
 */
final class Shelf {

    /** So that the slots are in order of time over all shelves. */
    static final Comparator<Listing> ORDER = Comparator.comparing(
                    (Listing listing) -> listing.slot().window().start())
            .thenComparing(listing -> listing.slot().id());

    /** One measure of all slots, in their order. */
    private static final class Column {
        private final long[] values;
        private final Range extremes;

        Column(Measure measure, Listing[] listings) {
            values = new long[listings.length];
            long least = Long.MAX_VALUE;
            long most = Long.MIN_VALUE;
            for (int k = 0; k < values.length; k++) {
                values[k] = measure.of(listings[k]);
                least = Math.min(least, values[k]);
                most = Math.max(most, values[k]);
            }
            extremes = new Range(least, most);
        }

        boolean isIn(Range range, int index) {
            return values[index] >= range.low() && values[index] <= range.high();
        }
    }

    /** A column and what is looked for in it. */
    private record Bound(Column column, Range range) {}

    private final Listing[] listings;
    private final Map<Measure, Column> columns;
    private final Map<SlotId, Integer> indexes;

    /** Where slots stand, in order. */
    private final List<SiteId> sites;

    /** Of each slot, the place of its site among the sites. */
    private final int[] siteNumbers;

    private final Map<Interval, Slot> windows;

    Shelf(Collection<Listing> unordered) {
        listings = unordered.toArray(Listing[]::new);
        Arrays.sort(listings, ORDER);
        columns = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            columns.put(measure, new Column(measure, listings));
        }
        var standing = new TreeSet<SiteId>();
        windows = new HashMap<>();
        indexes = HashMap.newHashMap(listings.length);
        for (int k = 0; k < listings.length; k++) {
            Slot slot = listings[k].slot();
            standing.add(slot.site());
            windows.put(slot.window(), slot);
            indexes.put(slot.id(), k);
        }
        sites = List.copyOf(standing);
        siteNumbers = Arrays.stream(listings)
                .mapToInt(listing ->
                        Collections.binarySearch(sites, listing.slot().site()))
                .toArray();
    }

    private Shelf(Shelf other, Collection<Listing> changed) {
        listings = other.listings.clone();
        columns = new EnumMap<>(other.columns);
        sites = other.sites;
        indexes = other.indexes;
        siteNumbers = other.siteNumbers;
        windows = other.windows;
        for (Listing listing : changed) {
            listings[Objects.requireNonNull(indexes.get(listing.slot().id()))] = listing;
        }
        columns.put(Measure.LEFT, new Column(Measure.LEFT, listings));
    }

    /** The same slots, of which these have something else left. */
    Shelf withLeft(Collection<Listing> changed) {
        return new Shelf(this, changed);
    }

    /** Adds those sites that are not in {@code known} with the place of one slot, of which the first has {@code offset}. */
    void addOneOfEachSite(int offset, Map<SiteId, Integer> known) {
        if (known.keySet().containsAll(sites)) {
            return;
        }
        for (int k = 0; k < listings.length; k++) {
            known.putIfAbsent(listings[k].slot().site(), offset + k);
        }
    }

    Map<Interval, Slot> oneOfEachWindow() {
        return windows;
    }

    int size() {
        return listings.length;
    }

    Listing get(int index) {
        return listings[index];
    }

    @Nullable
    Listing find(SlotId id) {
        Integer index = indexes.get(id);
        return index == null ? null : listings[index];
    }

    private Column column(Measure measure) {
        return Objects.requireNonNull(columns.get(measure));
    }

    /**
     * Gives all that match, in order, until the taker has enough.
     *
     * @param offset place of the first slot here among all
     * @return false when the taker had enough
     */
    boolean each(SlotQuery query, int offset, Taker taker) {
        if (excludes(query)) {
            return true;
        }
        BitSet wanted = wanted(query);
        if (wanted.isEmpty()) {
            return true;
        }
        List<Bound> bounds = query.bounds().entrySet().stream()
                .map(each -> new Bound(column(each.getKey()), each.getValue()))
                .toList();
        for (int k = 0; k < listings.length; k++) {
            if (wanted.get(siteNumbers[k]) && matches(k, bounds) && !taker.take(offset + k, listings[k])) {
                return false;
            }
        }
        return true;
    }

    /** Whether nothing here can be what is looked for. */
    private boolean excludes(SlotQuery query) {
        for (Map.Entry<Measure, Range> bound : query.bounds().entrySet()) {
            Range here = column(bound.getKey()).extremes;
            if (here.low() > bound.getValue().high()
                    || here.high() < bound.getValue().low()) {
                return true;
            }
        }
        return false;
    }

    /** Which of the sites here are wanted. */
    private BitSet wanted(SlotQuery query) {
        var wanted = new BitSet(sites.size());
        if (query.sites().isEmpty()) {
            wanted.set(0, sites.size());
            return wanted;
        }
        Set<SiteId> several = query.sites().get();
        if (several.size() < sites.size() / 8) {
            several.stream()
                    .mapToInt(site -> Collections.binarySearch(sites, site))
                    .filter(number -> number >= 0)
                    .forEach(wanted::set);
        } else {
            for (int number = 0; number < sites.size(); number++) {
                wanted.set(number, several.contains(sites.get(number)));
            }
        }
        return wanted;
    }

    private static boolean matches(int index, List<Bound> bounds) {
        for (Bound bound : bounds) {
            if (!bound.column().isIn(bound.range(), index)) {
                return false;
            }
        }
        return true;
    }
}
