package dev.flexgate.beckn;

import dev.flexgate.beckn.discovery.Viewer;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Offer.Seller;
import dev.flexgate.beckn.share.Wares;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.SlotId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The market's snapshot as those see it who keep a catalogue of their own. */
final class CatalogWares implements Wares {

    private final Supplier<Catalogue> snapshots;
    private final Function<String, Set<String>> memberships;
    private final String self;

    /**
     * What stands in these snapshots.
     *
     * @param memberships of which networks the registry says that a participant is a member
     * @param self our subscriber id
     */
    CatalogWares(Supplier<Catalogue> snapshots, Function<String, Set<String>> memberships, String self) {
        this.snapshots = snapshots;
        this.memberships = memberships;
        this.self = self;
    }

    @Override
    public Object state() {
        return snapshots.get();
    }

    @Override
    public List<Catalog> parts() {
        return Offering.parts(snapshots.get());
    }

    @Override
    public Catalog stretch(int offset, int limit) {
        Catalogue snapshot = snapshots.get();
        List<Listing> all = snapshot.listings();
        int from = Math.min(offset, all.size());
        return catalog(snapshot, all.subList(from, (int) Math.min((long) from + limit, all.size())));
    }

    @Override
    public int count() {
        return snapshots.get().listings().size();
    }

    @Override
    public Optional<Catalog> only(String item) {
        Catalogue snapshot = snapshots.get();
        try {
            return snapshot.find(new SlotId(item)).map(listing -> catalog(snapshot, List.of(listing)));
        } catch (IllegalArgumentException noSlot) {
            return Optional.empty();
        }
    }

    private static Catalog catalog(Catalogue snapshot, List<Listing> listings) {
        return Offering.catalog(
                snapshot,
                listings.stream()
                        .map(each -> Offering.item(each, snapshot.sites()))
                        .toList(),
                listings.stream()
                        .map(each -> Offering.offer(each.slot(), snapshot))
                        .toList());
    }

    @Override
    public Seller seller() {
        return Offering.seller(snapshots.get());
    }

    @Override
    public boolean isFor(String participant) {
        var offer = snapshots.get().offer();
        Set<String> networks = offer.availableTo().isEmpty() ? Set.of() : memberships.apply(participant);
        return Offering.isFor(new Viewer(participant, networks, "BAP"), offer);
    }

    @Override
    public Set<String> networks() {
        return memberships.apply(self);
    }
}
