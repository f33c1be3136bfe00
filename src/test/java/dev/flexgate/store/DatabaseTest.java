package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DatabaseTest {

    private final Database database = TestDatabase.fresh();

    @BeforeEach
    void make_a_table() {
        database.rows("""
                create table thing (
                    id int constraint thing_once primary key,
                    w int not null default 0 constraint thing_positive check (w >= 0)
                )
                """);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Nested
    class A_transaction {

        @Test
        void is_there_for_others_when_its_work_returns() {
            int touched = database.inTransaction(tx -> tx.update("insert into thing (id) values ($1)", 1));
            assertEquals(1, touched);
            assertEquals(1, things());
        }

        @Test
        void leaves_nothing_when_its_work_throws() {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> database.doInTransaction(tx -> {
                        insert(tx, 1);
                        throw new IllegalArgumentException("no");
                    }));
            assertEquals(0, things());
        }

        @Test
        void cannot_commit_after_a_swallowed_failure() {
            StoreException failure = assertThrows(
                    StoreException.class,
                    () -> database.doInTransaction(tx -> {
                        insert(tx, 1);
                        assertThrows(StoreException.class, () -> tx.rows("select nonsense"));
                    }));
            assertEquals("42703", failure.sqlState());
            assertEquals(0, things());
        }

        @Test
        void undoes_a_part_that_throws_and_goes_on() {
            database.doInTransaction(tx -> {
                insert(tx, 1);
                assertThrows(
                        IllegalArgumentException.class,
                        () -> tx.wholly(() -> {
                            insert(tx, 2);
                            throw new IllegalArgumentException("no");
                        }));
                insert(tx, 3);
            });
            assertEquals(
                    List.of(1, 3),
                    database.rows("select id from thing order by id").stream()
                            .map(row -> row.getInteger("id"))
                            .toList());
        }

        @Test
        void does_not_go_on_after_a_failure_of_the_database() {
            assertThrows(
                    StoreException.class,
                    () -> database.doInTransaction(tx -> {
                        insert(tx, 1);
                        assertThrows(StoreException.class, () -> tx.wholly(() -> tx.rows("select nonsense")));
                    }));
            assertEquals(0, things());
        }

        @Test
        void leaves_a_clean_connection_behind() {
            try (Database single = Database.open(
                    TestDatabase.vertx(),
                    database.address(),
                    TestDatabase.limits().withPoolSize(1))) {
                assertThrows(StoreException.class, () -> single.doInTransaction(tx -> tx.rows("select nonsense")));
                single.doInTransaction(tx -> insert(tx, 2));
                assertEquals(1, things());
            }
        }

        @Test
        void names_the_constraint_it_violates() {
            database.doInTransaction(tx -> insert(tx, 1));
            assertEquals(
                    "thing_once", violated("insert into thing (id) values (1)").constraint());
            assertEquals(
                    "thing_positive",
                    violated("insert into thing values (2, -1)").constraint());
            assertEquals("w", violated("insert into thing values (2, null)").constraint());
            assertEquals("23514", violated("update thing set w = -1").sqlState());
        }

        @Test
        void tells_of_a_failure_with_our_stack_and_without_values() {
            StoreException failure = violated("insert into thing (id, w) values ($1, -1)", 424_242);
            assertTrue(List.of(failure.getStackTrace()).stream()
                    .anyMatch(frame -> frame.getClassName().startsWith(DatabaseTest.class.getName())));
            assertFalse(String.valueOf(failure.getMessage()).contains("424242"), failure.getMessage());
        }

        @Test
        void does_not_nest() {
            assertThrows(
                    IllegalStateException.class,
                    () -> database.doInTransaction(_ -> database.doInTransaction(_ -> {})));
        }

        @Test
        void is_joined_by_reads_of_its_thread() {
            database.doInTransaction(tx -> {
                insert(tx, 1);
                assertEquals(1, things());
            });
        }

        @Test
        void cannot_be_used_once_it_is_over() {
            AtomicReference<Tx> kept = new AtomicReference<>();
            database.doInTransaction(kept::set);
            assertThrows(IllegalStateException.class, () -> kept.get().rows("select 1"));
        }

        @Test
        void takes_a_batch_in_one_go() {
            database.doInTransaction(tx ->
                    tx.batch("insert into thing (id) values ($1)", List.of(Tuple.of(1), Tuple.of(2), Tuple.of(3))));
            assertEquals(3, things());
        }

        @Test
        void carries_instants_and_bytes() {
            Instant moment = Instant.parse("2026-03-29T01:00:00.123456Z");
            byte[] bytes = {0, -1, 7};
            Row row = database.row("select $1::timestamptz as at, $2::bytea as raw", moment, bytes)
                    .orElseThrow();
            assertEquals(moment, Columns.instant(row, "at"));
            assertArrayEquals(bytes, Columns.bytes(row, "raw"));
        }

        @Test
        void finds_at_most_one_row_or_says_so() {
            assertTrue(database.row("select id from thing").isEmpty());
            assertThrows(IllegalStateException.class, () -> database.row("select * from generate_series(1, 2)"));
        }

        private ConstraintViolatedException violated(String sql, Object... parameters) {
            return assertThrows(
                    ConstraintViolatedException.class,
                    () -> database.doInTransaction(tx -> tx.update(sql, parameters)));
        }
    }

    @Nested
    class Contention {

        @Test
        void is_met_by_trying_again() throws Exception {
            database.doInTransaction(tx -> insert(tx, 1));
            CyclicBarrier bothHaveRead = new CyclicBarrier(2);
            AtomicInteger attempts = new AtomicInteger();
            List<Thread> adders = new ArrayList<>();
            for (int adder = 0; adder < 2; adder++) {
                adders.add(Thread.startVirtualThread(() -> database.doInTransaction(tx -> {
                    tx.update("set transaction isolation level serializable");
                    int w = tx.row("select w from thing where id = 1")
                            .orElseThrow()
                            .getInteger("w");
                    if (attempts.incrementAndGet() <= 2) {
                        await(bothHaveRead);
                    }
                    tx.update("update thing set w = $1 where id = 1", w + 1);
                })));
            }
            for (Thread adder : adders) {
                adder.join();
            }
            assertEquals(3, attempts.get());
            assertEquals(2, database.row("select w from thing").orElseThrow().getInteger("w"));
        }

        @Test
        void is_given_up_after_a_bounded_number_of_attempts() {
            AtomicInteger attempts = new AtomicInteger();
            StoreUnavailableException failure = assertThrows(
                    StoreUnavailableException.class,
                    () -> database.doInTransaction(tx -> {
                        attempts.incrementAndGet();
                        tx.rows("do $$ begin raise exception 'in the way' using errcode = '40001'; end $$");
                    }));
            assertEquals(DatabaseLimits.DEFAULT_ATTEMPTS, attempts.get());
            assertEquals("40001", failure.sqlState());
            assertFalse(failure.outcomeUnknown());
        }

        @Test
        void is_met_by_trying_again_even_if_the_work_hides_it() {
            AtomicInteger attempts = new AtomicInteger();
            database.doInTransaction(tx -> {
                if (attempts.incrementAndGet() == 1) {
                    assertThrows(
                            StoreException.class,
                            () -> tx.rows("do $$ begin raise exception '' using errcode = '40P01'; end $$"));
                    throw new IllegalStateException("something else");
                }
                insert(tx, 1);
            });
            assertEquals(1, things());
        }

        private static void await(CyclicBarrier barrier) {
            try {
                barrier.await();
            } catch (Exception broken) {
                throw new IllegalStateException(broken);
            }
        }
    }

    @Nested
    class Waiting {

        @Test
        void is_refused_on_an_event_loop() {
            Promise<String> outcome = Promise.promise();
            TestDatabase.vertx().runOnContext(_ -> {
                assertThrows(IllegalStateException.class, () -> database.rows("select 1"));
                assertThrows(IllegalStateException.class, () -> database.doInTransaction(_ -> {}));
                outcome.complete("refused");
            });
            assertEquals("refused", outcome.future().await());
        }

        @Test
        void parks_a_verticle_on_virtual_threads() {
            AtomicReference<Thread> seen = new AtomicReference<>();
            var verticle = new VerticleBase() {
                @Override
                public Future<?> start() {
                    database.doInTransaction(tx -> insert(tx, 1));
                    seen.set(Thread.currentThread());
                    return Future.succeededFuture();
                }
            };
            var options = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
            TestDatabase.vertx().deployVerticle(verticle, options).await();
            assertTrue(seen.get().isVirtual());
            assertEquals(1, things());
        }

        @Test
        void parks_plain_virtual_threads_however_many() throws Exception {
            List<Thread> threads = new ArrayList<>();
            for (int number = 0; number < 200; number++) {
                int id = number;
                threads.add(Thread.startVirtualThread(() -> database.doInTransaction(tx -> insert(tx, id))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertEquals(200, things());
        }

        @Test
        void of_one_statement_is_bounded() {
            try (Database hasty = Database.open(
                    TestDatabase.vertx(),
                    database.address(),
                    DatabaseLimits.defaults().withTimeouts(Duration.ofSeconds(30), Duration.ofMillis(250)))) {
                assertEquals(
                        "250ms",
                        hasty.row("show statement_timeout").orElseThrow().getString(0),
                        "the server cancels it");
                assertThrows(StoreUnavailableException.class, () -> hasty.rows("select pg_sleep(10)"));
            }
        }

        @Test
        void for_a_free_connection_is_bounded() throws Exception {
            var limits = new DatabaseLimits(1, 1, Duration.ofMillis(100), Duration.ofSeconds(5), 1);
            try (Database small = Database.open(TestDatabase.vertx(), database.address(), limits)) {
                Await.until("connected, however busy the machine", () -> answers(small));
                CompletableFuture<Void> held = new CompletableFuture<>();
                CompletableFuture<Void> holding = new CompletableFuture<>();
                Thread holder = Thread.startVirtualThread(() -> small.doInTransaction(tx -> {
                    tx.rows("select 1");
                    holding.complete(null);
                    held.join();
                }));
                holding.join();
                var refused = assertThrows(StoreException.class, () -> small.rows("select 1"));
                assertInstanceOf(StoreUnavailableException.class, refused);
                held.complete(null);
                holder.join();
                assertEquals(1, small.rows("select 1").size());
            }
        }
    }

    private static boolean answers(Database database) {
        try {
            return database.rows("select 1").size() == 1;
        } catch (StoreUnavailableException _) {
            return false;
        }
    }

    private static void insert(Tx tx, int id) {
        tx.update("insert into thing (id) values ($1)", id);
    }

    private long things() {
        return database.row("select count(*) as n from thing").orElseThrow().getLong("n");
    }
}
