package dev.flexgate.flexibility;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.feed.Reading;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Vintage;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.market.CapacityCommitments;
import dev.flexgate.market.CatalogFolder;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.Conversation;
import dev.flexgate.market.Market;
import dev.flexgate.market.MarketLimits;
import dev.flexgate.market.MarketRecords;
import dev.flexgate.market.Quotation;
import dev.flexgate.market.QuoteRequest;
import dev.flexgate.market.Showcase;
import dev.flexgate.market.Slot;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.Planning;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.planning.PlanningRooms;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.workload.Demand;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobLimits;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Moment;
import dev.flexgate.workload.Origin;
import dev.flexgate.workload.Policies;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteChoice;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Sites;
import dev.flexgate.workload.Submission;
import dev.flexgate.workload.TenantId;
import dev.flexgate.workload.WorkloadCatalog;
import dev.flexgate.workload.WorkloadRecords;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway's rooms up to flexibility on a database of its own, at noon of a day, with the shipped sites and no jobs. */
final class Door implements AutoCloseable {

    static final SiteId CAMBRIDGE = new SiteId("cambridge-east");
    static final SiteId MANCHESTER = new SiteId("manchester-north-west");
    static final SiteId WALES = new SiteId("south-wales");
    static final String OPERATOR = "dso.example.com";

    /** Gateways on one event bus must not be named alike. */
    private static final AtomicInteger GATEWAYS = new AtomicInteger(1_000);

    final Moment clock = new Moment("2026-11-21T12:00:10Z");
    final Database database = TestDatabase.fresh();
    final Ids ids = new Ids(clock, new Random(7));
    final Sites sites = new Sites(database);
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Planning planning;
    final Market market;
    final Flexibility flexibility;
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Jobs jobs;
    private final Showcase showcase;

    Door() {
        this(FlexTerms.DEFAULT, FlexLimits.DEFAULT);
    }

    Door(FlexTerms terms, FlexLimits limits) {
        var audit = new AuditLog(ids);
        var records = new WorkloadRecords(audit, new Actor("test", "workload"));
        jobs = new Jobs(database, records, ids, clock, JobLimits.DEFAULT);
        new WorkloadCatalog(database, jobs, records, clock).load(Path.of("catalog"));
        database.rows("delete from workload_job");
        forecastEverything();
        planning = planning(audit);
        var marketRecords = new MarketRecords(audit, new Actor("test", "market"));
        showcase = new Showcase(
                database,
                marketRecords,
                new CatalogFolder(Path.of("catalog")),
                sites::all,
                clock,
                MarketLimits.DEFAULT);
        planning.heed(new CapacityCommitments(database));
        planning.watch(showcase);
        planning.keep(Flexibility.promises(database));
        market = new Market(
                database, marketRecords, showcase, planning::priceOf, List.of(), ids, clock, MarketLimits.DEFAULT);
        var rooms = new FlexRooms(database, planning, sites::all, audit, new Actor("test", "flexibility"), ids);
        FlexWatcher watcher = (_, order, _) -> heard.add(order.state().text());
        flexibility = new Flexibility(rooms, terms, limits, List.of(watcher), clock, meters);
    }

    private Planning planning(AuditLog audit) {
        var rooms = new PlanningRooms(
                database,
                sites,
                jobs,
                new Policies(database),
                new Forecaster(database, new Readings(database), ids),
                audit,
                new Actor("test", "planning"),
                new Ids(clock, new Random(GATEWAYS.incrementAndGet())));
        return new Planning(TestDatabase.vertx(), rooms, PlanningLimits.DEFAULT, clock, new SimpleMeterRegistry());
    }

    /** Prices are low at night, carbon is flat. */
    private void forecastEverything() {
        for (Site site : sites.all()) {
            forecast(site.grid().carbonZone(), Signal.CARBON_INTENSITY, false);
            forecast(site.grid().priceZone(), Signal.ENERGY_PRICE, true);
        }
    }

    private void forecast(String zone, Signal signal, boolean price) {
        var grid = HalfHours.containing(clock.instant(), 100);
        List<Reading> values = new ArrayList<>();
        for (int period = 0; period < grid.count(); period++) {
            String value = price ? (period < 12 ? "0.05" : "0.30") : "100";
            values.add(new Reading(
                    new Zone(zone), signal, grid.at(period), new BigDecimal(value), Quality.PROVIDER_FORECAST));
        }
        Vintage vintage =
                Vintage.of(ids.next(), "test", new Zone(zone), signal, clock.instant(), clock.instant(), values);
        database.doInTransaction(tx -> new Readings(database).save(tx, vintage));
    }

    /** Work that is cheapest in the first hours: the load that can be turned down. */
    Job submit(String reference, JobShape shape, long kilowatts, long halfHours, Duration window, SiteId... allowed) {
        Power power = Power.ofKilowatts(kilowatts);
        var work = new Energy(power.watts() * halfHours * HalfHours.STEP.toSeconds());
        var request = new JobRequest(
                new TenantId("fen-research"),
                reference,
                reference,
                shape,
                new Demand(power, work),
                Interval.from(HalfHours.ceiling(clock.instant()), window),
                SiteChoice.of(allowed[0], List.of(allowed)),
                Priority.NORMAL,
                Origin.SUBMITTED);
        return assertInstanceOf(Submission.Accepted.class, jobs.submit(request)).job();
    }

    /** Three jobs at Cambridge that can wait till tomorrow, one at Wales, and a plan. */
    Plan busy() {
        submit("a", new JobShape.Malleable(), 400, 10, Duration.ofHours(40), CAMBRIDGE);
        submit("b", new JobShape.Preemptible(3), 300, 10, Duration.ofHours(40), CAMBRIDGE);
        submit("c", new JobShape.Malleable(), 300, 8, Duration.ofHours(40), CAMBRIDGE, WALES);
        submit("d", new JobShape.Malleable(), 200, 8, Duration.ofHours(40), WALES);
        return planning.plan("test");
    }

    /** Two half-hours from 14:00. */
    Interval window() {
        return Interval.of("2026-11-21T14:00:00Z", "2026-11-21T15:00:00Z");
    }

    NeedRequest need(String requestId, long kilowatts) {
        return need(requestId, new Area.OneSite(CAMBRIDGE), window(), kilowatts);
    }

    static NeedRequest need(String requestId, Area area, Interval window, long kilowatts) {
        return new NeedRequest(
                OPERATOR,
                requestId,
                area,
                window,
                Power.ofKilowatts(kilowatts),
                Direction.DOWN,
                Optional.empty(),
                Optional.empty(),
                new BaselineMethod.Bl01(false),
                Pricing.PAY_AS_BID);
    }

    Asked ask(NeedRequest request) {
        return database.inTransaction(tx -> flexibility.ask(tx, request, List.of()));
    }

    Offer offered(NeedRequest request) {
        return assertInstanceOf(Asked.Offered.class, ask(request)).offer();
    }

    Reason declined(NeedRequest request) {
        return assertInstanceOf(Asked.Declined.class, ask(request)).reason();
    }

    Ordered order(OrderRequest request) {
        return database.inTransaction(tx -> flexibility.order(tx, request, List.of()));
    }

    FlexOrder ordered(Offer offer) {
        return assertInstanceOf(Ordered.Accepted.class, order(OrderRequest.whole(OPERATOR, offer)))
                .order();
    }

    Reason rejected(OrderRequest request) {
        return assertInstanceOf(Ordered.Rejected.class, order(request)).reason();
    }

    /** IT power that the standing plan gives to jobs at a site, by half-hour of {@code window}. */
    List<Power> planned(SiteId site, Interval window) {
        Plan newest = newest();
        return HalfHours.of(window).stream()
                .map(period -> newest.allocations().stream()
                        .filter(run -> run.site().equals(site) && run.interval().contains(period))
                        .map(run -> run.itPower())
                        .reduce(Power.ZERO, Power::plus))
                .toList();
    }

    Plan newest() {
        long version = database.row("select max(version) as version from planning_plan")
                .orElseThrow()
                .getLong("version");
        return planning.find(version).orElseThrow();
    }

    List<SitePeriod> beside(SiteId site, Interval window) {
        return planning.whatIf().periods(site, window);
    }

    /** Reserved and sold of a direction at a site, least and most over a window, as text. */
    String rows(SiteId site, Interval window, Direction direction) {
        return database.row("""
                        select min(reserved_w) || '/' || min(sold_w) as text
                          from market_capacity
                         where site_id = $1 and direction = $2 and period_start >= $3 and period_start < $4
                        """, site.value(), direction.name(), window.start(), window.end())
                .orElseThrow()
                .getString("text");
    }

    /** Records that name {@code id} as their subject, oldest first, by type and outcome. */
    List<String> records(String id) {
        return database.rows("""
                        select record_id, convert_from(decision, 'UTF8')::json as decision
                          from audit_pending
                         where entity_id = $1
                         order by record_id
                        """, id).stream()
                .map(row -> row.getJsonObject("decision"))
                .map(json -> json.getString("type") + " "
                        + json.getJsonObject("decision").getString("outcome"))
                .toList();
    }

    /** What is for sale at a site. */
    List<Listing> forSale(SiteId site) {
        showcase.refresh();
        return market.catalogue().listings().stream()
                .filter(each -> each.slot().site().equals(site))
                .toList();
    }

    /** Somebody asks what a part of a slot costs. */
    Quotation quote(Slot slot, Interval window, long kilowatts) {
        var conversation = new Conversation("bap.example.com", ids.next());
        var request = new QuoteRequest(conversation, slot.id(), window, Power.ofKilowatts(kilowatts));
        return database.inTransaction(tx -> market.quote(tx, request, List.of()));
    }

    long count(String table) {
        return database.row("select count(*) as n from " + table).orElseThrow().getLong("n");
    }

    @Override
    public void close() {
        planning.close();
        database.close();
    }
}
