package dev.flexgate.beckn;

import dev.flexgate.beckn.discovery.Viewer;
import dev.flexgate.beckn.message.CancellationTerm;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.Offer.Seller;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.Spread;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.OfferTemplate;
import dev.flexgate.market.ProviderProfile;
import dev.flexgate.market.Rated;
import dev.flexgate.market.Slot;
import dev.flexgate.planning.Band;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Provenance;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The market's snapshot in the words of the network: slots are items, the template becomes one offer a slot. */
final class Offering {

    private static final DateTimeFormatter DAY_AND_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    private Offering() {}

    /** Whether somebody may see and take what is sold on these terms. */
    static boolean isFor(Viewer viewer, OfferTemplate offer) {
        return offer.availableTo().isEmpty()
                || offer.availableTo().stream()
                        .anyMatch(each -> viewer.is(each.scope().name(), each.id()));
    }

    /** These of its items and offers. */
    static Catalog catalog(Catalogue catalogue, List<Item> items, List<Offer> offers) {
        ProviderProfile provider = catalogue.provider();
        return new Catalog(
                "catalog-" + provider.id(),
                "Grid flexibility windows for compute: " + provider.name(),
                seller(catalogue),
                items,
                offers);
    }

    /** The whole of it, a catalogue for each day of each site, with ids that stay theirs. */
    static List<Catalog> parts(Catalogue catalogue) {
        Map<String, List<Catalogue.Listing>> byPart = new TreeMap<>();
        for (Catalogue.Listing listing : catalogue.listings()) {
            String day = DAY.format(listing.slot().window().start());
            String id = "catalog-" + catalogue.provider().id() + "-"
                    + listing.slot().site().value() + "-" + day;
            byPart.computeIfAbsent(id, _ -> new ArrayList<>()).add(listing);
        }
        List<Catalog> parts = new ArrayList<>();
        byPart.forEach((id, listings) -> parts.add(part(id, listings, catalogue)));
        return parts;
    }

    private static Catalog part(String id, List<Catalogue.Listing> listings, Catalogue catalogue) {
        Catalog all = catalog(
                catalogue,
                listings.stream().map(each -> item(each, catalogue.sites())).toList(),
                listings.stream().map(each -> offer(each.slot(), catalogue)).toList());
        return new Catalog(id, all.name(), all.seller(), all.items(), all.offers());
    }

    static Seller seller(Catalogue catalogue) {
        ProviderProfile provider = catalogue.provider();
        String sample = provider.sample() ? " Sample data." : "";
        return new Seller(
                provider.id(),
                provider.name(),
                provider.shortDescription() + sample,
                catalogue.rated().map(rated -> score(provider.id(), rated)));
    }

    /** What buyers say together, on one to five stars. */
    static Rating.Score score(String providerId, Rated rated) {
        return new Rating.Score(
                providerId, Rating.Target.PROVIDER, OrderDesk.STARS, Optional.of(rated.stars()), rated.count());
    }

    static Item item(Catalogue.Listing listing, Map<SiteId, Site> sites) {
        Slot slot = listing.slot();
        var window = new Window(
                site(slot.site(), sites),
                slot.window(),
                Optional.of(listing.left()),
                Optional.of(spread(slot.carbon())),
                Optional.of(new Window.Pricing(spread(slot.price()), slot.floor())),
                new Provenance("flexgate", "standing plan " + slot.planVersion(), slot.asOf(), slot.quality()));
        return item(slot.id().value(), window);
    }

    static Item item(String slotId, Window window) {
        return new Item(
                slotId,
                name(window.site().locality(), window.interval()),
                window.available().map(Offering::description).orElse(""),
                window);
    }

    static String name(String locality, Interval window) {
        return locality + ", " + DAY_AND_TIME.format(window.start()) + " to " + TIME.format(window.end()) + " UTC";
    }

    private static String description(Power power) {
        return "Low-carbon compute window: " + power + " of IT power";
    }

    static Offer offer(Slot slot, Catalogue catalogue) {
        Instant lastSale = slot.window().start().minus(catalogue.offer().leastNotice());
        return offer(slot.id().value(), catalogue, lastSale, slot.price().p50());
    }

    static Offer offer(String slotId, Catalogue catalogue, Instant validUntil, EnergyPrice price) {
        OfferTemplate template = catalogue.offer();
        return new Offer(
                offerId(template, slotId),
                template.name(),
                template.shortDescription(),
                seller(catalogue),
                List.of(slotId),
                Optional.of(validUntil),
                Optional.of(price),
                template.cancellation().terms().stream()
                        .map(term -> new CancellationTerm(term.notice(), term.feePercent()))
                        .toList());
    }

    static String offerId(OfferTemplate template, String slotId) {
        return template.id() + "-" + slotId;
    }

    /** A site that is no longer in the catalogue keeps its name; the rest is not known any more. */
    static Window.Site site(SiteId id, Map<SiteId, Site> sites) {
        Site site = sites.get(id);
        return site == null
                ? new Window.Site(id.value(), id.value(), "", "", "", "")
                : new Window.Site(
                        id.value(),
                        site.place().locality(),
                        site.grid().carbonZone(),
                        site.grid().gspGroup(),
                        site.place().latitude().toPlainString(),
                        site.place().longitude().toPlainString());
    }

    static <T> Spread<T> spread(Band<T> band) {
        return new Spread<>(band.p10(), band.p50(), band.p90());
    }
}
