package dev.flexgate.console;

import dev.flexgate.console.evidence.AuditPages;
import dev.flexgate.console.evidence.EvidenceRooms;
import dev.flexgate.console.grid.GridPages;
import dev.flexgate.console.hook.HookPages;
import dev.flexgate.console.partner.PartnerPages;
import dev.flexgate.console.trade.MarketPages;
import dev.flexgate.console.trade.OrderPages;
import dev.flexgate.console.work.Desk;
import dev.flexgate.console.work.DeskRooms;
import dev.flexgate.feed.FeedStatus;
import dev.flexgate.quantity.SettlementPeriod;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;

/** The web console: everything that a person sees of this gateway, from {@code /} on. */
public final class Console implements AutoCloseable {

    private static final long THEME_KEPT_SECONDS = Duration.ofDays(365).toSeconds();

    private final ConsoleRooms rooms;
    private final Pages pages;
    private final StaticFiles files = new StaticFiles();
    private final OverviewPages overview;
    private final MarketPages market;
    private final OrderPages orders;
    private final GridPages grid;
    private final SignInPages signIn = new SignInPages();
    private final Desk desk;
    private final AuditPages audit;
    private final HookPages hooks;
    private final PartnerPages partners;

    public Console(Vertx vertx, ConsoleRooms rooms, MeterRegistry metrics) {
        this.rooms = rooms;
        // Every site of this release is on the GB grid, whose settlement day is London's.
        var times = new Times(SettlementPeriod.ZONE);
        this.pages = new Pages(vertx, rooms.clock(), this::notices, rooms.log()::size, times, metrics);
        this.overview = new OverviewPages(rooms, times);
        this.market = new MarketPages(rooms, times);
        this.orders = new OrderPages(rooms);
        this.grid = new GridPages(rooms, rooms.grid(), times);
        ConsolePapers papers = rooms.papers();
        this.desk = new Desk(new DeskRooms(
                rooms.database(),
                rooms.sites(),
                rooms.jobs(),
                papers.policies(),
                rooms.planning(),
                papers.forecaster(),
                papers.forecasts(),
                rooms.feeds(),
                papers.readings(),
                papers.placement(),
                papers.budgets(),
                rooms.log(),
                times,
                papers.rewriting()));
        this.audit = new AuditPages(
                new EvidenceRooms(rooms.log(), papers.search(), papers.logKey(), papers.recordKeys(), times));
        this.hooks = new HookPages(rooms.hooks());
        this.partners = new PartnerPages(rooms.partners());
    }

    /** Adds the pages to a listener's router, after everything that has a path of its own. */
    public void addTo(Router router) {
        router.getWithRegex("/static/(?<file>.+)")
                .handler(new SecurityHeaders())
                .handler(files);
        router.route().handler(new SecurityHeaders());
        router.post("/preferences").handler(pages.show(this::preferences));
        overview.addTo(router, pages);
        market.addTo(router, pages);
        orders.addTo(router, pages);
        partners.addTo(router, pages);
        grid.addTo(router, pages);
        signIn.addTo(router, pages);
        desk.addTo(router, pages);
        audit.addTo(router, pages);
        hooks.addTo(router, pages);
        router.get().handler(pages.show(_ -> View.notFound("There is no page at this address.")));
    }

    private Notices notices() {
        List<FeedStatus> feeds = rooms.feeds().statuses();
        return new Notices(
                rooms.market().catalogue().provider().sample(),
                feeds.stream().filter(FeedStatus::simulated).count(),
                feeds.size(),
                rooms.testClock());
    }

    private View preferences(Visit visit) {
        Theme theme = Theme.of(visit.required("theme"));
        visit.context()
                .response()
                .addCookie(Cookie.cookie(Pages.THEME_COOKIE, theme.code())
                        .setPath("/")
                        .setHttpOnly(true)
                        .setMaxAge(THEME_KEPT_SECONDS)
                        .setSameSite(CookieSameSite.LAX));
        return new View.Moved(visit.field("back").orElse("/"));
    }

    @Override
    public void close() {
        pages.close();
    }
}
