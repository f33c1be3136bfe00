package dev.flexgate.market;

import dev.flexgate.market.SlotQuery.Measure;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.RandomAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is for sale at one moment: an immutable snapshot that readers share and that is replaced as a whole. */
public final class Catalogue {

    private final ProviderProfile provider;
    private final OfferTemplate offer;
    private final Map<SiteId, Site> sites;
    private final List<Shelf> shelves;
    private final int[] starts;
    private final Optional<Rated> rated;
    private final Instant takenAt;

    /** Found out when somebody asks; whoever asks at the same time finds the same. */
    private volatile @Nullable Map<SiteId, Integer> oneOfEachSite;

    /**
     * One slot and what is left of it.
     *
     * @param left IT power free in every half-hour of the slot: news, not a promise; a quote decides
     */
    public record Listing(Slot slot, Power left) {}

    /** Takes what is found; says whether it wants more. */
    public interface Taker {
        /**
         * Takes one.
         *
         * @param index place in {@link #listings}
         */
        boolean take(int index, Listing listing);
    }

    /** What comes first; what is equal comes in order of the slots' ids. */
    public enum Order {
        ID,
        TIME,
        PRICE,
        CARBON,
        /** The most first. */
        POWER;

        private long key(Listing listing) {
            return switch (this) {
                case ID -> 0;
                case TIME -> Measure.START.of(listing);
                case PRICE -> Measure.PRICE.of(listing);
                case CARBON -> Measure.CARBON.of(listing);
                case POWER -> -Measure.LEFT.of(listing);
            };
        }

        private Mark mark(Listing listing) {
            return new Mark(key(listing), listing.slot().id().value());
        }
    }

    /**
     * A place in an order, whether or not a slot still stands there.
     *
     * @param key by which slots are ordered
     * @param id of the slot
     */
    public record Mark(long key, String id) implements Comparable<Mark> {

        @Override
        public int compareTo(Mark other) {
            int byKey = Long.compare(key, other.key);
            return byKey == 0 ? id.compareTo(other.id) : byKey;
        }
    }

    private record Marked(Mark mark, Listing listing) implements Comparable<Marked> {

        @Override
        public int compareTo(Marked other) {
            return mark.compareTo(other.mark);
        }
    }

    /**
     * A part of a list.
     *
     * @param next what the next part begins after, unless this is the last
     */
    public record Part(List<Listing> listings, Optional<Mark> next) {}

    /**
     * A snapshot.
     *
     * @param shelves in order of time, without overlap
     */
    Catalogue(
            ProviderProfile provider,
            OfferTemplate offer,
            Map<SiteId, Site> sites,
            List<Shelf> shelves,
            Optional<Rated> rated,
            Instant takenAt) {
        this.provider = provider;
        this.offer = offer;
        this.sites = Map.copyOf(sites);
        this.shelves = List.copyOf(shelves);
        this.rated = rated;
        this.takenAt = takenAt;
        this.starts = new int[shelves.size() + 1];
        for (int k = 0; k < shelves.size(); k++) {
            starts[k + 1] = starts[k] + shelves.get(k).size();
        }
    }

    /** Who sells. */
    public ProviderProfile provider() {
        return provider;
    }

    /** On which terms. */
    public OfferTemplate offer() {
        return offer;
    }

    /** Where. */
    public Map<SiteId, Site> sites() {
        return sites;
    }

    /** Where slots stand, with the place in {@link #listings} of one of each site: a site can leave before its slots do. */
    public Map<SiteId, Integer> oneOfEachSite() {
        Map<SiteId, Integer> known = oneOfEachSite;
        if (known == null) {
            known = new HashMap<>();
            for (int k = 0; k < shelves.size(); k++) {
                shelves.get(k).addOneOfEachSite(starts[k], known);
            }
            oneOfEachSite = Collections.unmodifiableMap(known);
        }
        return known;
    }

    /** One slot of each window. */
    public Map<Interval, Slot> oneOfEachWindow() {
        Map<Interval, Slot> windows = new HashMap<>();
        shelves.forEach(shelf -> windows.putAll(shelf.oneOfEachWindow()));
        return windows;
    }

    /** What buyers think of the provider; absent as long as nobody has rated. */
    public Optional<Rated> rated() {
        return rated;
    }

    /** When the snapshot was taken. */
    public Instant takenAt() {
        return takenAt;
    }

    /** All slots in order of time and id, without copying them. */
    public List<Listing> listings() {
        return new Listings();
    }

    private final class Listings extends AbstractList<Listing> implements RandomAccess {
        @Override
        public Listing get(int index) {
            Objects.checkIndex(index, size());
            int found = Arrays.binarySearch(starts, 0, shelves.size(), index);
            int shelf = found >= 0 ? found : -found - 2;
            return shelves.get(shelf).get(index - starts[shelf]);
        }

        @Override
        public int size() {
            return starts[shelves.size()];
        }
    }

    public Optional<Listing> find(SlotId id) {
        return shelves.stream()
                .flatMap(shelf -> Optional.ofNullable(shelf.find(id)).stream())
                .findFirst();
    }

    /**
     * Gives all slots that match, in order of time and id, until the taker has enough.
     *
     * @return false when the taker had enough
     */
    public boolean each(SlotQuery query, Taker taker) {
        if (query.sites().filter(Set::isEmpty).isPresent()) {
            return true;
        }
        for (int k = 0; k < shelves.size(); k++) {
            if (!shelves.get(k).each(query, starts[k], taker)) {
                return false;
            }
        }
        return true;
    }

    /** All slots that match, in this order. */
    public List<Listing> find(SlotQuery query, Order order) {
        var found = new ArrayList<Marked>();
        each(query, (_, listing) -> found.add(new Marked(order.mark(listing), listing)));
        if (order != Order.TIME) {
            found.sort(Comparator.naturalOrder());
        }
        return found.stream().map(Marked::listing).toList();
    }

    /** The first slots that match and come after a mark, in this order: without sorting all that match. */
    public Part page(SlotQuery query, Order order, Optional<Mark> after, int limit) {
        var first = new PriorityQueue<Marked>(Comparator.reverseOrder());
        each(query, (_, listing) -> {
            var marked = new Marked(order.mark(listing), listing);
            if (after.isEmpty() || marked.mark().compareTo(after.get()) > 0) {
                if (first.size() <= limit) {
                    first.add(marked);
                } else if (marked.compareTo(first.element()) < 0) {
                    first.remove();
                    first.add(marked);
                }
            }
            return true;
        });
        List<Marked> inOrder = first.stream().sorted().toList();
        List<Marked> shown = inOrder.subList(0, Math.min(limit, inOrder.size()));
        return new Part(
                shown.stream().map(Marked::listing).toList(),
                inOrder.size() > limit ? Optional.of(shown.getLast().mark()) : Optional.empty());
    }

    /** The cheapest slots but one that can still take {@code power} and start no earlier than {@code earliest}. */
    List<Slot> cheapest(Power power, Instant earliest, SlotId except, int limit) {
        Comparator<Slot> cheaper = Comparator.comparing(Slot::floor).thenComparing(Slot::id);
        var found = new ArrayList<Slot>();
        each(SlotQuery.ALL.leftAtLeast(power).startingFrom(earliest), (_, listing) -> {
            Slot slot = listing.slot();
            boolean among = found.size() < limit || cheaper.compare(slot, found.getLast()) < 0;
            if (among && !slot.id().equals(except)) {
                found.add(slot);
                found.sort(cheaper);
                if (found.size() > limit) {
                    found.removeLast();
                }
            }
            return true;
        });
        return found;
    }
}
