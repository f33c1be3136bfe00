package dev.flexgate.market;

import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is for sale at one moment: an immutable snapshot that readers share and that is replaced as a whole.
 *
 * @param provider who sells
 * @param offer on which terms
 * @param sites where
 * @param listings slots in order of time and id
 * @param rated what buyers think of the provider; absent as long as nobody has rated
 * @param takenAt when the snapshot was taken
 */
public record Catalogue(
        ProviderProfile provider,
        OfferTemplate offer,
        Map<SiteId, Site> sites,
        List<Listing> listings,
        Optional<Rated> rated,
        Instant takenAt) {

    /**
     * One slot and what is left of it.
     *
     * @param left IT power free in every half-hour of the slot: news, not a promise; a quote decides
     */
    public record Listing(Slot slot, Power left) {}

    public Catalogue {
        sites = Map.copyOf(sites);
        listings = List.copyOf(listings);
    }

    public Optional<Listing> find(SlotId id) {
        return listings.stream()
                .filter(listing -> listing.slot().id().equals(id))
                .findFirst();
    }

    /** Listings that can still take {@code power} and start no earlier than {@code earliest}, the cheapest first. */
    Stream<Listing> cheapest(Power power, Instant earliest) {
        return listings.stream()
                .filter(listing -> listing.left().compareTo(power) >= 0)
                .filter(listing -> !listing.slot().window().start().isBefore(earliest))
                .sorted(Comparator.comparing((Listing listing) -> listing.slot().floor())
                        .thenComparing(listing -> listing.slot().id()));
    }
}
