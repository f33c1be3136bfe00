package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.discovery.Discovery;
import dev.flexgate.beckn.discovery.DiscoveryLimits;
import dev.flexgate.beckn.discovery.Search;
import dev.flexgate.beckn.discovery.Selection;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.SlotId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Shows of the market's snapshot what a consumer looks for, in its dialect. Only what is found is written out. */
final class Showroom {

    private final Supplier<Catalogue> snapshots;
    private final DiscoveryLimits limits;
    private final Map<String, SlotWords> byDialect = new ConcurrentHashMap<>();

    Showroom(Supplier<Catalogue> snapshots, DiscoveryLimits limits) {
        this.snapshots = snapshots;
        this.limits = limits;
    }

    List<Catalog> find(Search search, Dialect dialect) {
        Catalogue snapshot = snapshots.get();
        SlotWords words = byDialect.computeIfAbsent(dialect.name(), _ -> new SlotWords(dialect, snapshot));
        return Discovery.find(new SlotStock(snapshot, words), search, limits).stream()
                .map(part -> written(snapshot, part))
                .toList();
    }

    /** The catalogue with this one slot, when it is for sale. */
    Optional<Catalog> only(SlotId slot) {
        Catalogue snapshot = snapshots.get();
        return snapshot.find(slot)
                .map(listing -> Offering.catalog(
                        snapshot,
                        List.of(Offering.item(listing, snapshot.sites())),
                        List.of(Offering.offer(listing.slot(), snapshot))));
    }

    private static Catalog written(Catalogue snapshot, Selection.Part part) {
        List<Listing> listings = snapshot.listings();
        return Offering.catalog(
                snapshot,
                part.resources().stream()
                        .map(index -> Offering.item(listings.get(index), snapshot.sites()))
                        .toList(),
                part.offers().stream()
                        .map(index -> Offering.offer(listings.get(index).slot(), snapshot))
                        .toList());
    }
}
