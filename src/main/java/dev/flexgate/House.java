package dev.flexgate;

import dev.flexgate.api.Api;
import dev.flexgate.api.Operations;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.LogSearch;
import dev.flexgate.beckn.Beckn;
import dev.flexgate.beckn.BecknEvidence;
import dev.flexgate.beckn.BecknLimits;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.LearnedDigests;
import dev.flexgate.beckn.Neighbours;
import dev.flexgate.beckn.buyer.Buyer;
import dev.flexgate.beckn.publish.Publisher;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.console.Console;
import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.console.grid.Grid;
import dev.flexgate.console.partner.PartnerRooms;
import dev.flexgate.execution.Execution;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Topic;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.forecast.ForecastAgent;
import dev.flexgate.identity.Ed25519;
import dev.flexgate.identity.KeyFolder;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.identity.access.AccessGate;
import dev.flexgate.market.Aftercare;
import dev.flexgate.market.Market;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.placement.PlacementDesk;
import dev.flexgate.planning.Planning;
import dev.flexgate.settlement.Settlement;
import dev.flexgate.store.Database;
import dev.flexgate.store.DatabaseLimits;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Migrations;
import dev.flexgate.store.Retention;
import dev.flexgate.wire.Ingress;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.workload.Assets;
import dev.flexgate.workload.JobLimits;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.PolicyDesk;
import dev.flexgate.workload.Sites;
import dev.flexgate.workload.WorkloadCatalog;
import dev.flexgate.workload.WorkloadRecords;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole gateway, wired by constructor from the ground up and taken down from the top. */
public final class House implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(House.class);

    /** Who has to look at the clock when it was moved. */
    private static final List<String> TIMELY =
            List.of(Jobs.NEWS, Dispatches.NEWS, Settlement.NEWS, Market.NEWS, AuditLog.NEWS);

    private final Config config;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Deque<AutoCloseable> standing = new ArrayDeque<>();
    private String banner = "";
    private Consumer<Router> doors = _ -> {};
    private final Consumer<String> told;

    private House(Config config, InstantSource clock, Consumer<String> told) {
        this.config = config;
        this.clock = clock;
        this.told = told;
    }

    /** How many steps {@link #open(Config, Consumer)} tells of. */
    public static final int STEPS = 6;

    /** Builds the house and opens its doors; returns when it can serve. */
    public static House open(Config config) {
        return open(config, _ -> {});
    }

    /** As {@link #open(Config)}, telling what is about to be done. */
    public static House open(Config config, Consumer<String> told) {
        var house = new House(config, config.clock(), told);
        try {
            house.build();
            return house;
        } catch (RuntimeException fault) {
            house.close();
            throw fault;
        }
    }

    /** What a person who started it wants to know first. */
    public String banner() {
        return banner;
    }

    /** Mounts what the network listener serves, for whoever checks it route by route. */
    void addDoorsTo(Router router) {
        doors.accept(router);
    }

    private void build() {
        Ed25519.selfTest();
        Ed25519.meter(meters);
        Vertx vertx = Vertx.vertx();
        standing(() -> vertx.close().await());
        told.accept("starting the database");
        DatabaseSource source = standing(DatabaseSource.of(config.database(), config.dataFolder()));
        Database database = standing(Database.open(vertx, source.address(), DatabaseLimits.defaults()));
        told.accept("bringing the schema up to date");
        Migrations.run(database);
        if (clock instanceof SteppedClock stepped) {
            stepped.onMove(() -> Thread.ofVirtual()
                    .name("clock-news")
                    .start(() -> database.doInTransaction(tx -> TIMELY.forEach(tx::notifyOnCommit))));
        }
        NodeName node = standing(NodeName.in(config.dataFolder()));
        var ids = new Ids(clock, random);
        var keys = new KeyFolder(config.dataFolder().resolve("keys"));
        var audit = new AuditLog(ids);
        LogDoor log = standing(LogDoor.open(config, database, keys, clock, meters));

        var workload = new WorkloadRecords(audit, new Actor(config.network().subscriberId(), "workload"));
        var jobs = new Jobs(database, workload, ids, clock, JobLimits.DEFAULT);
        var sites = new Sites(database);
        told.accept("reading the catalogue");
        new WorkloadCatalog(database, jobs, workload, clock).load(config.catalogFolder());
        told.accept("fetching the feeds");
        List<Topic> topics = FeedChoice.topics(sites.all());
        FeedDoor feeds = standing(FeedDoor.open(
                config,
                node.toString(),
                topics,
                new FeedDoor.Rooms(vertx, database, audit, ids, clock, random, meters)));
        standing(ForecastDoor.weather(config, topics, sites, database, ids, vertx, clock, random, meters));
        ForecastAgent forecasts =
                standing(ForecastDoor.open(config, topics, database, audit, ids, node, clock, meters));
        MarketDoor trade = standing(
                MarketDoor.open(config, new MarketDoor.Rooms(vertx, database, jobs, sites, audit, ids, clock, meters)));
        Planning planning = trade.planning();
        Market market = trade.market();
        SettlementDoor settling =
                standing(SettlementDoor.open(config, node.toString(), database, audit, clock, meters));
        var gridActor = new Actor(config.network().subscriberId(), "flexibility");
        GridDoor grid = standing(GridDoor.open(database, planning, sites, audit, gridActor, ids, clock, meters));
        PlacementDesk placement = PlacementDoor.desk(database, sites, jobs, planning, ids, clock, meters);
        BudgetDoor budgets = standing(BudgetDoor.open(
                config, node.toString(), new BudgetDoor.Rooms(database, planning, jobs, sites, audit, clock, meters)));
        planning.named(node.toString());
        planning.start();

        OutboxDoor leaving = OutboxDoor.open(config, new OutboxDoor.Rooms(vertx, database, clock, random, meters));
        Outbox outbox = leaving.outbox();
        OutboundHttp outbound = leaving.http();
        AccessDoor access = standing(AccessDoor.open(config, database, audit, keys, random, clock));
        NewsDoor news = standing(NewsDoor.open(
                config,
                new NewsDoor.Rooms(
                        vertx,
                        database,
                        audit,
                        log.reader(),
                        outbox,
                        outbound,
                        access.keys().bindings(),
                        keys,
                        ids,
                        random,
                        clock),
                meters));
        var siteReadings = new SiteReadings(new Assets(database), settling.readings());
        budgets.read(siteReadings);
        DispatchDoor dispatch = standing(DispatchDoor.open(
                config,
                new DispatchDoor.Neighbours(vertx, database, audit, outbox, ids, clock, meters),
                siteReadings,
                keys.loadOrCreate("webhook")));
        dispatch.execution().move(planning.migrations(), jobs);
        var operators =
                OperatorDoor.sources(grid.flexibility(), settling, database, planning, sites, config.catalogFolder());
        var aftercare = new Aftercare(database, market, trade.records(), ids, random, clock);
        NetworkDoor network = network(database, keys, outbound);
        var digests = new LearnedDigests();
        var neighbours = new Neighbours(database, market, aftercare, operators, audit, outbox, outbound, digests);
        Beckn beckn = beckn(network, neighbours, ids);
        Buyer buyer = standing(BuyerDoor.open(
                config.network(),
                keys,
                new Buyer.Ground(database, network.registry(), audit, outbox, outbound, digests, ids),
                clock,
                meters));
        PublicationDoor publications = standing(PublicationDoor.open(
                config.network(),
                network,
                new Publisher.Ground(database, network.registry(), audit, outbox, outbound, digests, beckn::parts, ids),
                clock,
                meters));
        market.watch(beckn.orderNews());
        market.heed(new MeasuredCarbon(sites::all, new Readings(database), clock));
        carry(leaving, beckn, buyer, publications, dispatch.execution(), news);
        publications.start();
        grid.flexibility().watch(beckn.flexNews());
        settling.settlement().watch(beckn.settlementNews());
        grid.dispatch(dispatch.dispatches())
                .heed(dispatch.dispatches(), meters)
                .settle(
                        settling.settlement(),
                        new Assets(database),
                        config.network().subscriberId())
                .start();
        dispatch.start(database);
        var policies = new PolicyDesk(database, workload, clock);
        Console console = standing(new Console(
                vertx,
                new ConsoleRooms(
                        sites,
                        jobs,
                        feeds.agent(),
                        planning,
                        market,
                        log.reader(),
                        List.of(new BecknEvidence()),
                        outbox,
                        database,
                        ids,
                        new Grid(grid.flexibility(), dispatch.dispatches(), settling.settlement()),
                        news.pages(),
                        slot -> beckn.published(slot.value()),
                        clock,
                        WebDoor.isTestClock(clock),
                        WebDoor.papers(
                                database,
                                policies,
                                ids,
                                log.key(),
                                log.bundler(),
                                forecasts,
                                placement,
                                budgets.budgets(),
                                config.rewrite().rewriting(vertx, meters)),
                        new PartnerRooms(
                                buyer.desk(),
                                beckn.subscriptions(),
                                publications.list(),
                                beckn.partners(),
                                new LogSearch(database))),
                meters));
        standing(new Retention(
                        database,
                        List.of(
                                planning.retention(config.keeping().plans()),
                                planning.proposalRetention(config.keeping().proposals()),
                                buyer.retention(config.keeping().purchases()),
                                forecasts.retention(config.keeping().forecasts()),
                                new Readings(database)
                                        .retention(config.keeping().feeds())),
                        clock,
                        meters)
                .start());
        var ground = new Api.Ground(database, access.keys(), access.sessions(), clock);
        Api api = standing(new Api(
                vertx,
                ground,
                new Api.Rooms(
                        market,
                        jobs,
                        planning,
                        grid.flexibility(),
                        log.reader(),
                        log.bundler(),
                        log.key(),
                        settling.pages(),
                        dispatch.dispatches(),
                        sites,
                        buyer.desk(),
                        publications.list(),
                        forecasts,
                        feeds.pages(),
                        placement,
                        budgets.budgets(),
                        policies),
                meters));
        told.accept("opening the doors");
        var readiness = new Readiness(database, source, planning, feeds.agent(), forecasts, outbox);
        open(
                vertx,
                new WebDoor(access, network, beckn, buyer, publications, api, news, console),
                new Operations(readiness.checks(), meters));
        told.accept("waiting for the first plan");
        trade.awaitFirstPlan();
        banner = Banner.text(config, access.keys().configured(), sites.all().size(), feeds.agent(), planning, market);
    }

    private NetworkDoor network(Database database, KeyFolder keys, OutboundHttp outbound) {
        NetworkSettings network = config.network();
        SigningKey key = keys.loadOrCreate("beckn").named(network.keyId());
        var node = new BecknNode(new Sender(network.subscriberId(), key), network.url());
        Membership.enter(network.registryFile(), node, clock.instant());
        return standing(NetworkDoor.open(network, node, keys, database, outbound, clock, meters));
    }

    private Beckn beckn(NetworkDoor network, Neighbours neighbours, Ids ids) {
        BecknLimits limits = BecknLimits.DEFAULT
                .withRates(config.network().rates())
                .withSharing(config.network().sharing());
        Beckn beckn = standing(new Beckn(network.node(), network.registry(), neighbours, limits, ids, clock, meters));
        if (config.network().openToAll()) {
            beckn.openToAll();
        }
        beckn.start();
        return beckn;
    }

    /** What is owed to others leaves, whoever carries it. */
    private void carry(
            OutboxDoor leaving,
            Beckn beckn,
            Buyer buyer,
            PublicationDoor publications,
            Execution execution,
            NewsDoor news) {
        List<Courier> couriers = new ArrayList<>(publications.couriers());
        couriers.addAll(execution.couriers());
        couriers.addAll(List.of(beckn.courier(), buyer.courier(), news.courier()));
        List<OutcomeWatcher> watchers = new ArrayList<>(publications.outcomes());
        watchers.addAll(List.of(beckn.callbackRecords(), buyer.outcomes(), execution.outcomes(), news.outcomes()));
        standing(leaving.carry(couriers, watchers));
        standing(leaving.push(beckn.catalogCourier(), watchers));
    }

    private void open(Vertx vertx, WebDoor door, Operations operations) {
        var network = new Ingress(vertx, "network", door.limits(), meters, door::refuse);
        var inside = new Ingress(vertx, "operations", config.access().operations(), meters);
        AccessGate gate = door.access().gate(meters);
        doors = router -> door.addTo(router, vertx, gate);
        listen(vertx, network, config.http(), doors);
        listen(vertx, inside, config.operations(), router -> {
            door.api().addOperationsTo(router, operations);
            if (clock instanceof SteppedClock stepped) {
                stepped.addTo(router, vertx);
            }
        });
    }

    private void listen(Vertx vertx, Ingress ingress, Config.Listener at, Consumer<Router> doors) {
        int loops = VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE / 2;
        String deployment = vertx.deployVerticle(
                        () -> new FrontDoor(ingress, at, doors),
                        new DeploymentOptions().setInstances(Math.max(1, loops)))
                .await();
        standing(() -> vertx.undeploy(deployment).await());
    }

    private <T extends AutoCloseable> T standing(T part) {
        standing.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!standing.isEmpty()) {
            AutoCloseable part = standing.pop();
            try {
                part.close();
            } catch (Exception fault) {
                // The rest must come down all the same.
                LOG.warn("house: {} did not close", part.getClass().getSimpleName(), fault);
            }
        }
    }
}
