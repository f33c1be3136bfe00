package dev.flexgate.market;

import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the next snapshot is made of. Of what changed, only the shelves it stands on are made anew; the others are
 * shared from snapshot to snapshot. Not for more than one thread at a time.
 */
final class Shelves {

    private static final long SHELF_SECONDS = Duration.ofHours(6).toSeconds();

    private final Map<SlotId, Slot> slots = new HashMap<>();
    private final TreeMap<Long, Map<SlotId, Slot>> byShelf = new TreeMap<>();
    private final TreeMap<Long, Shelf> made = new TreeMap<>();
    private final Map<SiteId, TreeMap<Instant, Power>> left = new HashMap<>();

    /** Shelves on which other slots stand than before. */
    private final Set<Long> restocked = new TreeSet<>();

    /** Sites of which something else is left, a shelf. */
    private final Map<Long, Set<SiteId>> recounted = new TreeMap<>();

    private Duration longest = Duration.ZERO;

    private static long shelf(Instant start) {
        return Math.floorDiv(start.getEpochSecond(), SHELF_SECONDS);
    }

    int size() {
        return slots.size();
    }

    /** Whether a slot stands here in this version already. */
    boolean has(SlotId id, int version) {
        Slot slot = slots.get(id);
        return slot != null && slot.version() == version;
    }

    void put(Slot slot) {
        remove(slot.id());
        slots.put(slot.id(), slot);
        longest = slot.window().length().compareTo(longest) > 0 ? slot.window().length() : longest;
        long shelf = shelf(slot.window().start());
        byShelf.computeIfAbsent(shelf, _ -> new HashMap<>()).put(slot.id(), slot);
        restocked.add(shelf);
    }

    void remove(SlotId id) {
        Slot gone = slots.remove(id);
        if (gone != null) {
            long shelf = shelf(gone.window().start());
            byShelf.getOrDefault(shelf, Map.of()).remove(id);
            restocked.add(shelf);
        }
    }

    /** So much is left of a half-hour of a site. */
    void left(SiteId site, Instant period, Power power) {
        Power before = left.computeIfAbsent(site, _ -> new TreeMap<>()).put(period, power);
        if (!power.equals(before)) {
            for (long shelf = shelf(period.minus(longest)); shelf <= shelf(period); shelf++) {
                recounted.computeIfAbsent(shelf, _ -> new HashSet<>()).add(site);
            }
        }
    }

    /** Nothing is left of what is past. */
    void forgetBefore(Instant moment) {
        left.values().forEach(periods -> periods.headMap(moment).clear());
    }

    /** The shelves as they now stand. */
    List<Shelf> made() {
        recounted.forEach((shelf, sites) -> {
            if (!restocked.contains(shelf) && made.containsKey(shelf)) {
                recount(shelf, sites);
            }
        });
        for (long shelf : restocked) {
            Map<SlotId, Slot> standing = byShelf.getOrDefault(shelf, Map.of());
            if (standing.isEmpty()) {
                byShelf.remove(shelf);
                made.remove(shelf);
            } else {
                made.put(
                        shelf,
                        new Shelf(standing.values().stream().map(this::listing).toList()));
            }
        }
        recounted.clear();
        restocked.clear();
        return List.copyOf(made.values());
    }

    private void recount(long number, Set<SiteId> sites) {
        Shelf shelf = Objects.requireNonNull(made.get(number));
        List<Listing> changed = byShelf.getOrDefault(number, Map.of()).values().stream()
                .filter(slot -> sites.contains(slot.site()))
                .map(this::listing)
                .filter(listing -> !listing.equals(shelf.find(listing.slot().id())))
                .toList();
        if (!changed.isEmpty()) {
            made.put(number, shelf.withLeft(changed));
        }
    }

    private Listing listing(Slot slot) {
        return new Listing(slot, leastLeft(slot));
    }

    private Power leastLeft(Slot slot) {
        Map<Instant, Power> periods = left.getOrDefault(slot.site(), new TreeMap<>());
        return slot.halfHours().stream()
                .map(period -> periods.getOrDefault(period.start(), Power.ZERO))
                .reduce(slot.offerable(), Power::min);
    }
}
