package dev.flexgate.console.trade;

import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.SlotLanes;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.SlotId;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Site;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** {@code /market}: what can I buy, now? */
public final class MarketPages {

    private static final int PER_PAGE = 20;
    private static final int COMPARED_MAX = 4;
    private static final Duration AXIS_LEAST = Duration.ofDays(1);
    private static final Duration AXIS_MOST = Duration.ofDays(3);

    private final ConsoleRooms rooms;
    private final Times times;
    private final SlotPages slots;
    private final Purchases purchases;

    public MarketPages(ConsoleRooms rooms, Times times) {
        this.rooms = rooms;
        this.times = times;
        this.slots = new SlotPages(rooms, times);
        this.purchases = new Purchases(rooms, slots);
    }

    public void addTo(Router router, Pages pages) {
        router.get("/market").handler(pages.show(this::catalogue));
        router.get("/market/compare").handler(pages.show(this::compare));
        router.get("/market/slots/:slotId").handler(pages.show(slots::show));
        purchases.addTo(router, pages);
    }

    private View catalogue(Visit visit) {
        Facets facets = Facets.of(visit);
        Catalogue catalogue = rooms.market().catalogue();
        List<Site> sites = catalogue.sites().values().stream()
                .sorted(Comparator.comparing(Site::id))
                .toList();
        List<Listing> found = facets.of(catalogue);
        int pages = Math.max(1, (found.size() + PER_PAGE - 1) / PER_PAGE);
        List<Listing> shown = found.stream()
                .skip((long) (Math.min(facets.page(), pages) - 1) * PER_PAGE)
                .limit(PER_PAGE)
                .toList();
        List<String> zones = sites.stream()
                .map(site -> site.grid().carbonZone())
                .distinct()
                .sorted()
                .toList();
        List<Site> lanes = sites.stream()
                .filter(site ->
                        found.stream().anyMatch(listing -> listing.slot().site().equals(site.id())))
                .toList();
        var page = new CataloguePage(
                catalogue,
                facets,
                sites,
                zones,
                found.size(),
                shown,
                pages,
                SlotLanes.of("Slots by site", found, lanes, axis(found, visit.now()), visit.now(), times),
                facets.curl(visit.origin()));
        return View.page(Section.MARKET, "Catalogue", "page/catalogue.jte", page);
    }

    private View compare(Visit visit) {
        List<SlotId> ticked =
                visit.queries("slot").stream().distinct().map(SlotId::new).toList();
        if (ticked.size() < 2 || ticked.size() > COMPARED_MAX) {
            return new View.Refused(
                    400,
                    "Tick two to four slots",
                    ticked.size() + " were ticked. Go back to the catalogue and tick two to " + COMPARED_MAX + ".");
        }
        Catalogue catalogue = rooms.market().catalogue();
        List<ComparePage.Column> columns = ticked.stream()
                .flatMap(id -> catalogue.find(id).stream())
                .flatMap(listing ->
                        Optional.ofNullable(catalogue.sites().get(listing.slot().site()))
                                .map(site -> new ComparePage.Column(listing, site))
                                .stream())
                .toList();
        return View.page(
                Section.MARKET,
                "Slots side by side",
                "page/compare.jte",
                new ComparePage(catalogue, columns, ticked.size() - columns.size()));
    }

    private static Interval axis(List<Listing> found, Instant now) {
        Instant start = HalfHours.floor(now);
        Instant last = found.stream()
                .map(listing -> listing.slot().window().end())
                .max(Comparator.naturalOrder())
                .orElse(start);
        Duration reach = Duration.between(start, last);
        Duration length =
                reach.compareTo(AXIS_LEAST) < 0 ? AXIS_LEAST : reach.compareTo(AXIS_MOST) > 0 ? AXIS_MOST : reach;
        return Interval.from(start, length);
    }
}
