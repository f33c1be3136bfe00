package dev.flexgate.market;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flexgate.TestClock;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.market.Order.Quoted;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.planning.TestPlans;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A market on a database of its own, with a plan and prices that the test gives. */
final class MarketFixture implements AutoCloseable {

    private static final MarketLimits LIMITS = MarketLimits.DEFAULT;

    private final TestClock clock = new TestClock(Sample.NOW);
    private final Database database = TestDatabase.fresh();
    private final Ids ids = new Ids(clock, new Random(1));
    private final AuditLog log = new AuditLog(ids);
    private final MarketRecords records = new MarketRecords(log, new Actor("bpp.example.com", "market"));
    private final Showcase showcase = new Showcase(
            database, records, new CatalogFolder(Path.of("catalog")), () -> List.of(Sample.site()), clock, LIMITS);
    private final Market market =
            new Market(database, records, showcase, Sample::priced, List.of(), ids, clock, LIMITS);

    private final Aftercare aftercare = new Aftercare(database, market, records, ids, new SecureRandom(), clock);

    TestClock clock() {
        return clock;
    }

    Market front() {
        return market;
    }

    Aftercare aftercare() {
        return aftercare;
    }

    OrderStep cancelled(Order order, CancelAsk ask) {
        return database.inTransaction(tx -> market.cancel(tx, order.conversation(), order.id(), ask, false, List.of()));
    }

    OrderStep amended(Order order, Amendment ask, boolean preview) {
        return database.inTransaction(
                tx -> market.amend(tx, order.conversation(), order.id(), ask, preview, List.of()));
    }

    private static final class TakenBack extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    /** What {@code act} says, after everything it did has been taken back. */
    String unmade(Function<Tx, String> act) {
        var said = new AtomicReference<>("");
        assertThrows(
                TakenBack.class,
                () -> database.doInTransaction(tx -> {
                    said.set(act.apply(tx));
                    throw new TakenBack();
                }));
        return said.get();
    }

    /** Reserved and sold in every half-hour. */
    String capacity() {
        return database.inTransaction(this::capacity);
    }

    String capacity(Tx tx) {
        return tx.rows("select period_start, direction, reserved_w, sold_w from market_capacity order by 1, 2").stream()
                .map(Row::deepToString)
                .collect(Collectors.joining("\n"));
    }

    long count(String table) {
        return database.row("select count(*) as n from " + table).orElseThrow().getLong("n");
    }

    void plan(long version, List<SitePeriod> periods) {
        Plan plan = Sample.plan(version);
        database.doInTransaction(tx -> showcase.agreed(tx, plan, TestPlans.record(tx, log, plan), periods));
        refresh();
    }

    void refresh() {
        showcase.refresh();
    }

    /** The catalogue as somebody sees it who has seen nothing of it before. */
    Catalogue readAnew() {
        var other = new Showcase(
                database, records, new CatalogFolder(Path.of("catalog")), () -> List.of(Sample.site()), clock, LIMITS);
        other.refresh();
        return other.catalogue();
    }

    void passTime() {
        market.passTime();
        showcase.passTime();
    }

    Quotation quote(QuoteRequest request) {
        return database.inTransaction(tx -> market.quote(tx, request, List.of()));
    }

    Quoted quoted(QuoteRequest request) {
        return assertInstanceOf(Quotation.Offered.class, quote(request)).order();
    }

    Refusal refusal(QuoteRequest request) {
        return assertInstanceOf(Quotation.Refused.class, quote(request)).reason();
    }

    OrderStep initiate(Conversation buyer, OrderId order) {
        return database.inTransaction(tx -> market.initiate(tx, buyer, order, List.of()));
    }

    OrderStep confirm(Order order, StatedPrice price) {
        return database.inTransaction(tx -> market.confirm(tx, order.conversation(), order.id(), price, List.of()));
    }

    Order initiated(Quoted quoted) {
        return assertInstanceOf(OrderStep.Taken.class, initiate(quoted.conversation(), quoted.id()))
                .order();
    }

    Order confirmed(Quoted quoted) {
        return assertInstanceOf(
                        OrderStep.Taken.class,
                        confirm(quoted, new StatedPrice.Stated(quoted.quote().total())))
                .order();
    }

    /** What is left in the sample window. */
    Power left() {
        return database.inTransaction(tx -> Capacity.lockLeft(tx, Sample.SITE, Sample.WINDOW));
    }

    /** What is sold in each half-hour of the sample window. */
    Power sold() {
        return Capacity.read(database, Sample.SITE, Sample.WINDOW, Direction.UP).values().stream()
                .map(Capacity.PeriodCapacity::sold)
                .reduce(Power::min)
                .orElseThrow();
    }

    long leastLeftAnywhere() {
        return Capacity.leftFrom(database, Sample.NOW).values().stream()
                .flatMap(site -> site.values().stream())
                .mapToLong(Power::watts)
                .min()
                .orElseThrow();
    }

    void reserveUnchecked(Power power) {
        database.doInTransaction(tx -> Capacity.reserve(tx, Sample.SITE, Sample.WINDOW, Direction.UP, power));
    }

    long recordsPending() {
        return database.row("select count(*) as n from audit_pending")
                .orElseThrow()
                .getLong("n");
    }

    @Override
    public void close() {
        database.close();
    }
}
