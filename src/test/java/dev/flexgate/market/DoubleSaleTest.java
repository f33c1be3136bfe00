package dev.flexgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.ConstraintViolatedException;
import dev.flexgate.store.Database;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One kilowatt, two markets: compute slots take more load, grid operators take less. */
class DoubleSaleTest {

    private static final Instant START = Instant.parse("2026-11-21T14:00:00Z");
    private static final int PERIODS = 8;
    private static final List<SiteId> SITES = List.of(new SiteId("east"), new SiteId("west"));
    private static final long OFFERED = 1_000;

    private final Database database = TestDatabase.fresh();

    DoubleSaleTest() {
        Map<Instant, Power> offerable = new TreeMap<>();
        new HalfHours(START, PERIODS).stream().forEach(period -> offerable.put(period.start(), new Power(OFFERED)));
        database.doInTransaction(tx -> {
            for (SiteId site : SITES) {
                Capacity.offer(tx, site, Direction.UP, offerable);
                Capacity.offer(tx, site, Direction.DOWN, offerable);
            }
        });
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void many_buyers_on_both_markets_at_once_never_buy_the_same_kilowatt() throws InterruptedException {
        int buyers = 24;
        var go = new CountDownLatch(1);
        var sold = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int buyer = 0; buyer < buyers; buyer++) {
            var random = new Random(100 + buyer);
            threads.add(Thread.ofVirtual().start(() -> {
                await(go);
                for (int round = 0; round < 12; round++) {
                    sold.addAndGet(trade(random) ? 1 : 0);
                }
            }));
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertTrue(sold.get() > 10, () -> "only " + sold.get() + " were sold");
        assertEquals(0, count("reserved_w + sold_w > offerable_w"));
        long doubled = database.row("""
                        select count(*) as n
                          from market_capacity up
                          join market_capacity down
                            on down.site_id = up.site_id and down.period_start = up.period_start
                         where up.direction = 'UP' and down.direction = 'DOWN'
                           and up.reserved_w + up.sold_w > 0 and down.reserved_w + down.sold_w > 0
                        """).orElseThrow().getLong("n");
        assertEquals(0, doubled);
        assertTrue(count("sold_w > 0 and direction = 'UP'") > 0);
        assertTrue(count("sold_w > 0 and direction = 'DOWN'") > 0);
    }

    /** Reserves, and then buys, gives back or lets go. */
    private boolean trade(Random random) {
        Direction direction = random.nextBoolean() ? Direction.UP : Direction.DOWN;
        SiteId site = SITES.get(random.nextInt(SITES.size()));
        int from = random.nextInt(PERIODS);
        Interval window = Interval.from(
                START.plus(Duration.ofMinutes(30L * from)),
                Duration.ofMinutes(30L * (1 + random.nextInt(Math.min(2, PERIODS - from)))));
        Power power = new Power(1 + random.nextInt(400));
        boolean reserved = database.inTransaction(tx -> reserve(tx, site, window, direction, power));
        if (!reserved) {
            return false;
        }
        int fate = random.nextInt(4);
        database.doInTransaction(tx -> {
            if (fate == 0) {
                Capacity.release(tx, site, window, direction, power);
            } else {
                Capacity.sell(tx, site, window, direction, power);
            }
        });
        if (fate == 1) {
            database.doInTransaction(tx -> Capacity.giveBack(tx, site, window, direction, power));
        }
        return fate > 0;
    }

    private static boolean reserve(Tx tx, SiteId site, Interval window, Direction direction, Power power) {
        Power left = switch (direction) {
            case UP -> Capacity.lockLeft(tx, site, window);
            case DOWN ->
                Turns.lock(tx, site, window, Direction.DOWN).values().stream()
                        .map(Turns.Row::left)
                        .reduce(Power::min)
                        .orElse(Power.ZERO);
        };
        if (left.compareTo(power) < 0) {
            return false;
        }
        Capacity.reserve(tx, site, window, direction, power);
        return true;
    }

    @Test
    void the_database_itself_refuses_the_other_direction_whatever_the_code_does() {
        Interval window = Interval.from(START, HalfHours.STEP);
        SiteId site = SITES.getFirst();
        database.doInTransaction(tx -> Capacity.reserve(tx, site, window, Direction.DOWN, new Power(1)));
        var refused = assertThrows(
                ConstraintViolatedException.class,
                () -> database.doInTransaction(tx -> Capacity.reserve(tx, site, window, Direction.UP, new Power(1))));
        assertEquals("market_capacity_one_direction", refused.constraint());
        var oversold = assertThrows(
                ConstraintViolatedException.class,
                () -> database.doInTransaction(
                        tx -> Capacity.reserve(tx, site, window, Direction.DOWN, new Power(OFFERED))));
        assertEquals("market_capacity_never_oversold", oversold.constraint());
    }

    @Test
    void a_new_plan_keeps_what_was_turned_down_and_what_is_withheld() {
        Interval window = Interval.from(START, HalfHours.STEP);
        SiteId site = SITES.getFirst();
        database.doInTransaction(tx -> {
            Capacity.reserve(tx, site, window, Direction.DOWN, new Power(500));
            Capacity.sell(tx, site, window, Direction.DOWN, new Power(300));
            Map<Instant, Power> moved = new TreeMap<>();
            moved.put(START, new Power(100));
            Capacity.offer(tx, site, Direction.DOWN, moved);
        });
        var row = database.inTransaction(tx -> Turns.lock(tx, site, window, Direction.DOWN))
                .get(START);
        assertEquals(new Turns.Row(Power.ZERO, new Power(200), new Power(300)), row);
    }

    private long count(String where) {
        return database.row("select count(*) as n from market_capacity where " + where)
                .orElseThrow()
                .getLong("n");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
