package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.store.Rounds.Left;
import dev.flexgate.store.Rounds.Pace;
import dev.flexgate.store.Rounds.Turn;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RoundsTest {

    /** So long that no test sees a second tick. */
    private static final Pace SELDOM = Pace.of(Duration.ofHours(1));

    private static final Pace OFTEN = Pace.of(Duration.ofMillis(5));

    private final AtomicInteger done = new AtomicInteger();

    private Left once() {
        done.incrementAndGet();
        return Left.NOTHING;
    }

    private void until(int rounds) {
        Await.until(rounds + " rounds, not " + done, () -> done.get() >= rounds);
    }

    @Test
    void a_first_round_comes_at_once_and_others_by_the_tick() {
        try (Rounds rounds = Rounds.shared("test", OFTEN, this::once)) {
            rounds.start();
            until(3);
        }
    }

    @Test
    void news_brings_a_round_before_the_tick() {
        try (Rounds rounds = Rounds.shared("test", SELDOM, this::once)) {
            rounds.start();
            until(1);
            rounds.wake();
            until(2);
        }
    }

    @Test
    void news_that_comes_while_a_round_works_is_not_missed() {
        var ready = new CountDownLatch(1);
        try (Rounds rounds = Rounds.shared("test", SELDOM, () -> {
            ready.countDown();
            return once();
        })) {
            rounds.start();
            Await.until("the first round", () -> ready.getCount() == 0);
            rounds.wake();
            until(2);
        }
    }

    @Test
    void much_news_at_once_is_gathered_into_few_rounds() {
        try (Rounds rounds = Rounds.shared("test", SELDOM.gathering(Duration.ofMillis(100)), this::once)) {
            rounds.start();
            until(1);
            for (int news = 0; news < 10_000; news++) {
                rounds.wake();
            }
            until(2);
            assertTrue(done.get() < 100, "rounds: " + done);
        }
    }

    @Test
    void rounds_follow_each_other_while_there_may_be_more() {
        try (Rounds rounds = Rounds.shared("test", SELDOM, () -> Left.of(done.incrementAndGet() < 5 ? 10 : 9, 10))) {
            rounds.start();
            until(5);
        }
        assertEquals(5, done.get());
    }

    @Test
    void a_failure_ends_neither_the_rounds_nor_becomes_a_busy_loop() {
        try (Rounds rounds = Rounds.shared("test", Pace.of(Duration.ofMillis(200)), () -> {
            if (done.incrementAndGet() <= 2) {
                throw new IllegalStateException("on purpose");
            }
            return Left.NOTHING;
        })) {
            long start = System.nanoTime();
            rounds.start();
            Await.until("a round after two failures, woken all the time", () -> {
                rounds.wake();
                return done.get() >= 3;
            });
            assertTrue(System.nanoTime() - start >= Duration.ofMillis(400).toNanos(), "two whole ticks have passed");
        }
    }

    @Test
    void a_database_that_is_away_is_waited_for() {
        try (Rounds rounds = Rounds.shared("test", OFTEN, () -> {
            if (done.incrementAndGet() <= 3) {
                throw new StoreUnavailableException("away", "57P01", new IllegalStateException("on purpose"));
            }
            return Left.NOTHING;
        })) {
            rounds.start();
            until(5);
        }
    }

    @Test
    void the_end_lets_a_round_finish_and_no_other_begin() {
        var begun = new CountDownLatch(1);
        var finished = new AtomicBoolean();
        var holder = new Rounds[1];
        holder[0] = Rounds.shared("test", OFTEN, () -> {
            done.incrementAndGet();
            begun.countDown();
            Await.until("the end", holder[0]::isStopping);
            finished.set(true);
            return Left.MAYBE_MORE;
        });
        holder[0].start();
        Await.until("a round at work", () -> begun.getCount() == 0);
        holder[0].close();
        assertTrue(finished.get());
        assertEquals(1, done.get());
    }

    @Test
    void a_round_that_does_not_end_is_interrupted_after_the_grace() {
        var interrupted = new CountDownLatch(1);
        var never = new CountDownLatch(1);
        var pace = new Pace(Duration.ofHours(1), Duration.ZERO, Duration.ofMillis(20));
        Rounds rounds = Rounds.shared("test", pace, () -> {
            done.incrementAndGet();
            try {
                never.await();
            } catch (InterruptedException _) {
                interrupted.countDown();
            }
            return Left.NOTHING;
        });
        rounds.start();
        until(1);
        rounds.close();
        assertEquals(0, interrupted.getCount());
    }

    @Test
    void they_start_once_and_may_end_without_having_started() {
        Rounds.shared("never started", SELDOM, this::once).close();
        try (Rounds rounds = Rounds.shared("test", SELDOM, this::once)) {
            rounds.start();
            assertThrows(IllegalStateException.class, rounds::start);
        }
    }

    @Test
    void a_pace_without_a_tick_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Pace.of(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> SELDOM.gathering(Duration.ofMillis(-1)));
    }

    @Test
    void only_one_of_two_works_and_the_other_takes_over_at_once_when_it_ends() {
        try (Database database = TestDatabase.fresh()) {
            Set<String> worked = ConcurrentHashMap.newKeySet();
            Rounds first = exclusive(database, "first", worked);
            try (Rounds second = exclusive(database, "second", worked)) {
                first.start();
                Await.until("the first at work", () -> worked.contains("first"));
                second.start();
                int before = done.get();
                until(before + 5);
                assertFalse(worked.contains("second"));
                first.close();
                Await.until("the second at work", () -> worked.contains("second"));
            }
        }
    }

    private Rounds exclusive(Database database, String holder, Set<String> worked) {
        var turn = new Turn(new Leases(database), "test", holder, Duration.ofMinutes(10));
        return Rounds.exclusive("test-" + holder, OFTEN, turn, lease -> {
            boolean holds = database.inTransaction(tx -> Leases.holds(tx, lease));
            assertTrue(holds);
            worked.add(holder);
            return once();
        });
    }
}
