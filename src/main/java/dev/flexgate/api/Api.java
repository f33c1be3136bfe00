package dev.flexgate.api;

import dev.flexgate.audit.Bundler;
import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.budget.Budgets;
import dev.flexgate.feed.FeedAgent;
import dev.flexgate.feed.FeedImport;
import dev.flexgate.feed.Readings;
import dev.flexgate.flexibility.Flexibility;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.identity.access.ApiKeys;
import dev.flexgate.identity.access.Sessions;
import dev.flexgate.market.Market;
import dev.flexgate.market.PublicationList;
import dev.flexgate.placement.PlacementDesk;
import dev.flexgate.planning.Planning;
import dev.flexgate.purchase.PurchaseDesk;
import dev.flexgate.settlement.Settlement;
import dev.flexgate.settlement.SystemPrices;
import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.settlement.meter.ReadingLimits;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.PolicyDesk;
import dev.flexgate.workload.Sites;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;

/** REST under {@code /api/v1}, browser sessions, and the transparency log under {@code /log}. */
public final class Api implements AutoCloseable {

    /** Questions that may wait for the database at one time. */
    private static final int IN_FLIGHT_MAX = 64;

    private final Answers answers;
    private final MarketPages market;
    private final JobPages jobs;
    private final WorkPages work;
    private final ProposalPages proposals;
    private final ApprovalPages approval;
    private final EmissionsPages emissions;
    private final KeyPages keys;
    private final TenantPages tenants;
    private final SessionPages sessions;
    private final AuditPages audit;
    private final ReadingPages readings;
    private final FlexPages flex;
    private final SettlementPages settlements;
    private final DispatchPages dispatch;
    private final MigrationPages migrations;
    private final PurchasePages purchases;
    private final SkillPages skills;
    private final FeedPages feeds;
    private final PlacementPages placement;
    private final BudgetPages budgets;
    private final PolicyPages policies;

    /**
     * What can be asked about.
     *
     * @param logKey whom an auditor has to trust
     */
    public record Rooms(
            Market market,
            Jobs jobs,
            Planning planning,
            Flexibility flexibility,
            LogReader log,
            Bundler bundler,
            NoteKey logKey,
            Settling settling,
            Dispatches dispatches,
            Sites sites,
            PurchaseDesk purchases,
            PublicationList publications,
            ForecastAgent forecasts,
            Feeding feeding,
            PlacementDesk placement,
            Budgets budgets,
            PolicyDesk policies) {}

    /** What is known of grids and markets, and where it comes from. */
    public record Feeding(Database database, FeedAgent agent, Readings readings, FeedImport importing) {}

    /** What is measured and settled. */
    public record Settling(
            Database database, MeterReadings readings, Settlement settlement, SystemPrices systemPrices) {}

    /**
     * What every page leans on.
     *
     * @param keys who may ask
     * @param sessions of browsers
     */
    public record Ground(Database database, ApiKeys keys, Sessions sessions, InstantSource clock) {}

    public Api(Vertx vertx, Ground ground, Rooms rooms, MeterRegistry metrics) {
        var idempotency = new Idempotency(ground.database(), ground.clock());
        this.answers = new Answers(vertx, "rooms", IN_FLIGHT_MAX, idempotency, metrics);
        this.market = new MarketPages(rooms.market(), rooms.publications());
        this.jobs = new JobPages(rooms.jobs(), rooms.planning(), ground.clock());
        this.work = new WorkPages(rooms.planning(), rooms.jobs());
        this.proposals = new ProposalPages(rooms.planning(), ground.clock());
        this.approval = new ApprovalPages(ground.database(), rooms.planning());
        this.keys = new KeyPages(ground.keys());
        this.tenants = new TenantPages(ground.keys().bindings());
        this.sessions = new SessionPages(ground.keys(), ground.sessions());
        this.audit = new AuditPages(rooms.log(), rooms.bundler(), rooms.logKey());
        Settling settling = rooms.settling();
        this.readings = new ReadingPages(settling.database(), settling.readings(), ReadingLimits.DEFAULT.bytes());
        this.flex = new FlexPages(rooms.flexibility());
        this.settlements = new SettlementPages(settling.settlement(), settling.systemPrices());
        this.skills = new SkillPages(rooms.forecasts(), ground.clock());
        this.purchases = new PurchasePages(rooms.purchases());
        this.feeds = new FeedPages(rooms.feeding());
        this.placement = new PlacementPages(rooms.placement());
        this.emissions = new EmissionsPages(rooms.placement().emissions(), ground.clock());
        this.budgets = new BudgetPages(rooms.budgets(), rooms.placement());
        this.policies = new PolicyPages(rooms.policies());
        this.migrations = new MigrationPages(ground, rooms);
        this.dispatch = new DispatchPages(ground.database(), rooms.dispatches(), rooms.sites(), ground.clock());
    }

    /** Adds the pages to a listener's router. */
    public void addTo(Router router, Vertx vertx) {
        Router rest = Router.router(vertx);
        market.addTo(rest, answers);
        jobs.addTo(rest, answers);
        approval.addTo(rest, answers);
        proposals.addTo(rest, answers);
        work.addTo(rest, answers);
        keys.addTo(rest, answers);
        tenants.addTo(rest, answers);
        audit.addTo(rest, answers);
        readings.addTo(rest, answers);
        flex.addTo(rest, answers);
        settlements.addTo(rest, answers);
        dispatch.addTo(rest, answers);
        migrations.addTo(rest, answers);
        purchases.addTo(rest, answers);
        skills.addTo(rest, answers);
        feeds.addTo(rest, answers);
        placement.addTo(rest, answers);
        budgets.addTo(rest, answers);
        policies.addTo(rest, answers);
        router.route("/api/v1/*").subRouter(rest);
        sessions.addTo(router);
        emissions.addTo(router, answers);
        new ReferencePages().addTo(router);
        Router log = Router.router(vertx);
        audit.addLogTo(log, answers);
        router.route("/log/*").subRouter(log);
    }

    /** Adds health and metrics to the operations listener's router. */
    public void addOperationsTo(Router router, Operations operations) {
        operations.addTo(router, answers);
    }

    @Override
    public void close() {
        answers.close();
    }
}
