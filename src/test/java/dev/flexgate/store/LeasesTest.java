package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeasesTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Database database = TestDatabase.fresh();
    private final Leases leases = new Leases(database);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void only_the_first_gets_it() {
        Lease first = leases.take("sequencer", "a", LONG).orElseThrow();
        assertEquals(1, first.fencingToken());
        assertTrue(leases.take("sequencer", "b", LONG).isEmpty());
        assertTrue(leases.take("sequencer", "a", LONG).isEmpty(), "not even the same holder twice");
        assertTrue(leases.take("planning", "b", LONG).isPresent(), "another name is another lease");
    }

    @Test
    void it_passes_on_when_it_ends_with_a_greater_token() {
        Lease first = leases.take("sequencer", "a", SHORT).orElseThrow();
        Lease second = taken("b");
        assertTrue(second.fencingToken() > first.fencingToken());
        assertFalse(holds(first), "the late one is recognisably stale");
        assertTrue(holds(second));
        assertTrue(leases.renew(first, LONG).isEmpty());
        leases.release(first);
        assertTrue(holds(second), "a late release takes nothing from the next holder");
    }

    @Test
    void it_passes_on_when_it_is_released() {
        leases.release(leases.take("sequencer", "a", LONG).orElseThrow());
        assertEquals(2, leases.take("sequencer", "b", LONG).orElseThrow().fencingToken());
    }

    @Test
    void whoever_comes_again_under_its_own_name_takes_it_at_once_and_the_earlier_life_is_over() {
        Lease killed = leases.take("sequencer", "a", LONG).orElseThrow();
        assertTrue(leases.takeAgain("sequencer", "b", LONG).isEmpty());
        Lease again = leases.takeAgain("sequencer", "a", LONG).orElseThrow();
        assertEquals(killed.fencingToken() + 1, again.fencingToken());
        assertFalse(holds(killed));
        assertTrue(leases.renew(killed, LONG).isEmpty());
    }

    @Test
    void it_is_kept_by_renewing_it() {
        Lease first = leases.take("sequencer", "a", LONG).orElseThrow();
        Lease renewed = leases.renew(first, LONG.multipliedBy(2)).orElseThrow();
        assertEquals(first.fencingToken(), renewed.fencingToken());
        assertTrue(renewed.until().isAfter(first.until()));
        assertTrue(holds(first), "the token counts, not the end one remembers");
    }

    @Test
    void it_is_lost_when_it_ended_even_if_nobody_took_it() {
        Lease first = leases.take("sequencer", "a", SHORT).orElseThrow();
        Await.until("ended", () -> !holds(first));
        assertTrue(leases.renew(first, LONG).isEmpty());
    }

    @Test
    void it_does_not_change_hands_under_a_transaction_that_relies_on_it() throws InterruptedException {
        Lease first = leases.take("sequencer", "a", Duration.ofMillis(300)).orElseThrow();
        CompletableFuture<Optional<Lease>> next = new CompletableFuture<>();
        boolean[] relied = new boolean[1];
        Thread[] rival = new Thread[1];
        database.doInTransaction(tx -> {
            relied[0] = Leases.holds(tx, first);
            Await.until(
                    "past its end",
                    () -> database.row("select clock_timestamp() > $1 as past", first.until())
                            .orElseThrow()
                            .getBoolean("past"));
            rival[0] = Thread.startVirtualThread(() -> next.complete(leases.take("sequencer", "b", LONG)));
            Await.until(
                    "the rival waits for us",
                    () -> !database.rows(
                                    "select 1 from pg_locks where not granted and locktype in ('transactionid', 'tuple')")
                            .isEmpty());
            assertFalse(next.isDone());
        });
        rival[0].join();
        assertTrue(relied[0]);
        assertEquals(2, next.join().orElseThrow().fencingToken());
    }

    /** Many take, rely and let go at random: no two ever rely on it at once, and tokens only grow. */
    @Test
    void two_holders_are_never_valid_at_once() throws InterruptedException {
        Semaphore inside = new Semaphore(1);
        ConcurrentLinkedQueue<Long> tokens = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<String> wrongs = new ConcurrentLinkedQueue<>();
        List<Thread> holders = new ArrayList<>();
        for (int number = 0; number < 4; number++) {
            String holder = "h" + number;
            holders.add(Thread.startVirtualThread(() -> {
                for (int round = 0; round < 50; round++) {
                    leases.take("sequencer", holder, Duration.ofMillis(3))
                            .ifPresent(lease -> database.doInTransaction(tx -> {
                                if (Leases.holds(tx, lease)) {
                                    tokens.add(lease.fencingToken());
                                    if (!inside.tryAcquire()) {
                                        wrongs.add("two at once at token " + lease.fencingToken());
                                    }
                                    tx.rows("select pg_sleep(0.004)");
                                    inside.release();
                                }
                            }));
                }
            }));
        }
        for (Thread holder : holders) {
            holder.join();
        }
        List<Long> inOrder = List.copyOf(tokens);
        assertEquals(List.of(), List.copyOf(wrongs));
        assertEquals(inOrder.stream().sorted().distinct().toList(), inOrder);
        assertTrue(inOrder.size() > 1, "some were held");
    }

    private Lease taken(String holder) {
        Lease[] taken = new Lease[1];
        Await.until("taken", () -> {
            Optional<Lease> lease = leases.take("sequencer", holder, LONG);
            lease.ifPresent(present -> taken[0] = present);
            return lease.isPresent();
        });
        return taken[0];
    }

    private boolean holds(Lease lease) {
        return database.inTransaction(tx -> Leases.holds(tx, lease));
    }
}
