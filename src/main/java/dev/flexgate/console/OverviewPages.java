package dev.flexgate.console;

import dev.flexgate.console.Overview.SiteTab;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Site;
import io.vertx.ext.web.Router;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code /}: are we fine, and what happens in the next 24 hours? */
final class OverviewPages {

    private static final int HALF_HOURS = 48;

    private final ConsoleRooms rooms;
    private final Times times;
    private final Lamps lamps;

    OverviewPages(ConsoleRooms rooms, Times times) {
        this.rooms = rooms;
        this.times = times;
        this.lamps = new Lamps(rooms);
    }

    void addTo(Router router, Pages pages) {
        router.get("/").handler(pages.show(this::overview));
    }

    private View overview(Visit visit) {
        Instant now = visit.now();
        Interval day = HalfHours.containing(now, HALF_HOURS).span();
        List<Site> sites = rooms.sites().all();
        Optional<Site> chosen = visit.query("site")
                .flatMap(id -> sites.stream()
                        .filter(site -> site.id().value().equals(id))
                        .findFirst())
                .or(() -> sites.stream().findFirst());
        List<SitePeriod> periods =
                chosen.map(site -> rooms.planning().remaining(site.id(), day)).orElse(List.of());
        var page = new Overview(
                lamps.at(now),
                sites.stream().map(site -> tab(site, chosen)).toList(),
                periods.isEmpty() ? List.of() : SiteCharts.of(chosen.orElseThrow(), day, periods, now, times),
                SlotLanes.of("For sale", rooms.market().catalogue().listings(), sites, day, now, times),
                cards(sites, day, periods));
        return View.page(Section.OVERVIEW, "Overview", "page/overview.jte", page);
    }

    private static SiteTab tab(Site site, Optional<Site> chosen) {
        return new SiteTab(
                site.name(), "/?site=" + site.id(), chosen.filter(site::equals).isPresent());
    }

    private List<Card> cards(List<Site> sites, Interval day, List<SitePeriod> periods) {
        List<Card> cards = new ArrayList<>();
        periods.stream().findFirst().ifPresent(first -> cards.addAll(now(first)));
        rooms.planning().standing().ifPresent(plan -> {
            cards.add(planned(plan));
            cards.add(free(sites, day, plan));
        });
        cards.add(forSale());
        return cards;
    }

    private List<Card> now(SitePeriod period) {
        String span = times.utcSpan(period.period()) + " UTC";
        return List.of(
                new Card(
                        "Carbon, next half-hour",
                        Amount.intensity(period.carbon(), Mark.of(period.carbonFrom())),
                        span,
                        "",
                        ""),
                new Card(
                        "Price, next half-hour",
                        Amount.price(period.price(), Mark.of(period.priceFrom())),
                        span,
                        "",
                        ""));
    }

    private static Card planned(Plan plan) {
        var certificate = plan.certificate();
        String gap = Amount.digits(certificate.gap().movePointRight(2), 2);
        return new Card(
                "Energy cost of the plan",
                Amount.of(
                        certificate.cost(),
                        Mark.planned(plan.quality(), "all runs at median forecast prices", plan.asOf())),
                "proven within " + gap + " % of the best possible · "
                        + plan.deferred().size() + " jobs deferred",
                "",
                "");
    }

    private Card free(List<Site> sites, Interval day, Plan plan) {
        Energy free = sites.stream()
                .flatMap(site -> rooms.planning().remaining(site.id(), day).stream())
                .map(period -> period.remaining().over(period.period()))
                .reduce(Energy.ZERO, Energy::plus);
        String megawattHours =
                Amount.digits(free.kilowattHours().movePointLeft(3).setScale(1, RoundingMode.HALF_EVEN), 1);
        return new Card(
                "Free beside the plan",
                Amount.of(
                        megawattHours,
                        "MWh IT energy",
                        Mark.planned(plan.quality(), "limit less what is planned, reserved and sold", plan.asOf())),
                "next 24 h, " + sites.size() + " sites",
                "",
                "");
    }

    private Card forSale() {
        List<Listing> listings = rooms.market().catalogue().listings();
        long open =
                listings.stream().filter(listing -> listing.left().isPositive()).count();
        return new Card(
                "Slots for sale",
                Amount.count(open, "slots", Mark.recorded("published slots with power left")),
                listings.size() + " published, " + (listings.size() - open) + " sold out",
                "/market",
                "Catalogue");
    }
}
