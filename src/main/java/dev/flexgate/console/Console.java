package dev.flexgate.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.EvidenceCheck;
import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.LogSearch;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.budget.Budgets;
import dev.flexgate.console.evidence.AuditPages;
import dev.flexgate.console.evidence.EvidenceRooms;
import dev.flexgate.console.grid.Grid;
import dev.flexgate.console.grid.GridPages;
import dev.flexgate.console.hook.HookPages;
import dev.flexgate.console.hook.HookRooms;
import dev.flexgate.console.partner.PartnerPages;
import dev.flexgate.console.partner.PartnerRooms;
import dev.flexgate.console.trade.MarketPages;
import dev.flexgate.console.trade.OrderPages;
import dev.flexgate.console.work.Desk;
import dev.flexgate.console.work.DeskRooms;
import dev.flexgate.feed.FeedAgent;
import dev.flexgate.feed.FeedStatus;
import dev.flexgate.feed.Readings;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.market.Market;
import dev.flexgate.market.SlotId;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.placement.PlacementDesk;
import dev.flexgate.planning.Planning;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.rewrite.Rewriting;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Policies;
import dev.flexgate.workload.Sites;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The web console: everything that a person sees of this gateway, from {@code /} on. */
public final class Console implements AutoCloseable {

    private static final long THEME_KEPT_SECONDS = Duration.ofDays(365).toSeconds();

    /**
     * What is shown.
     *
     * @param checks what can judge the signatures of counterparties
     * @param grid what serves grid operators
     * @param hooks what tells others by webhook
     * @param network what a partner on the network receives of a slot that is for sale
     * @param partners what others have to do with us on the network
     * @param testClock whether {@code clock} is not the real one, which every page says
     */
    public record Rooms(
            Sites sites,
            Jobs jobs,
            FeedAgent feeds,
            Planning planning,
            Market market,
            LogReader log,
            List<EvidenceCheck> checks,
            Outbox outbox,
            Database database,
            Ids ids,
            Grid grid,
            HookRooms hooks,
            Function<SlotId, Optional<ObjectNode>> network,
            InstantSource clock,
            boolean testClock,
            Papers papers,
            PartnerRooms partners) {}

    /**
     * What decisions rest on and how they are proved.
     *
     * @param logKey whose checkpoints are published
     * @param rewriting who retells explanations; empty for nobody
     * @param recordKeys every key that has ever signed a record
     * @param placement where and when work would be done best
     * @param budgets of the tenants
     */
    public record Papers(
            Policies policies,
            Forecaster forecaster,
            ForecastAgent forecasts,
            Readings readings,
            LogSearch search,
            NoteKey logKey,
            List<PublicKey32> recordKeys,
            PlacementDesk placement,
            Budgets budgets,
            Optional<Rewriting> rewriting) {}

    private final Rooms rooms;
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

    public Console(Vertx vertx, Rooms rooms, MeterRegistry metrics) {
        this.rooms = rooms;
        // Every site of this release is on the GB grid, whose settlement day is London's.
        var times = new Times(SettlementPeriod.ZONE);
        this.pages = new Pages(vertx, rooms.clock(), this::notices, rooms.log()::size, times, metrics);
        this.overview = new OverviewPages(rooms, times);
        this.market = new MarketPages(rooms, times);
        this.orders = new OrderPages(rooms);
        this.grid = new GridPages(rooms, rooms.grid(), times);
        Papers papers = rooms.papers();
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
