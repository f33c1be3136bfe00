package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NewsTest {

    private final Database database = TestDatabase.fresh();
    private final AtomicInteger told = new AtomicInteger();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void listeners_are_told_after_a_commit() {
        listen();
        database.doInTransaction(tx -> tx.notifyOnCommit("orders"));
        Await.until("told once more", () -> told.get() == 2);
    }

    @Test
    void listeners_see_what_was_committed() {
        database.rows("create table thing (id int)");
        AtomicBoolean seen = new AtomicBoolean();
        database.listen("orders", _ -> {
            if (!database.rows("select id from thing").isEmpty()) {
                seen.set(true);
            }
        });
        database.doInTransaction(tx -> {
            tx.notifyOnCommit("orders");
            tx.update("insert into thing values (1)");
        });
        Await.until("seen", seen::get);
    }

    @Test
    void nobody_is_told_of_what_was_rolled_back() {
        listen();
        AtomicBoolean later = new AtomicBoolean();
        assertThrows(
                IllegalArgumentException.class,
                () -> database.doInTransaction(tx -> {
                    tx.notifyOnCommit("orders");
                    throw new IllegalArgumentException("no");
                }));
        database.listen("later", _ -> later.set(true));
        database.doInTransaction(tx -> tx.notifyOnCommit("later"));
        Await.until("later news arrives", later::get);
        assertEquals(1, told.get());
    }

    @Test
    void a_payload_of_someone_else_is_passed_on() {
        List<String> payloads = new CopyOnWriteArrayList<>();
        database.listen("orders", payloads::add);
        Await.until("listening", () -> payloads.equals(List.of("")));
        database.rows("select pg_notify('orders', 'o-1')::text");
        Await.until("payload", () -> payloads.equals(List.of("", "o-1")));
    }

    @Test
    void a_lost_connection_is_made_again_and_listeners_look() {
        listen();
        int terminated = database.rows("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and query like '%listen orders%'"
                        + " and pid <> pg_backend_pid()")
                .size();
        assertEquals(1, terminated);
        Await.until("told on the new connection", () -> told.get() == 2);
        database.doInTransaction(tx -> tx.notifyOnCommit("orders"));
        Await.until("told of news", () -> told.get() == 3);
    }

    @Test
    void a_listener_is_never_called_twice_at_once_and_misses_nothing() {
        Semaphore step = new Semaphore(0);
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean overlapped = new AtomicBoolean();
        database.listen("orders", _ -> {
            overlapped.compareAndSet(false, inside.incrementAndGet() > 1);
            step.acquireUninterruptibly();
            inside.decrementAndGet();
            told.incrementAndGet();
        });
        Await.until("inside", () -> inside.get() == 1);
        for (int number = 0; number < 20; number++) {
            database.doInTransaction(tx -> tx.notifyOnCommit("orders"));
        }
        step.release(100);
        Await.until("all told", () -> told.get() >= 2 && inside.get() == 0);
        assertFalse(overlapped.get());
        assertTrue(told.get() <= 21);
    }

    @Test
    void a_failing_listener_is_told_again() {
        AtomicInteger calls = new AtomicInteger();
        database.listen("orders", _ -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("on purpose");
            }
        });
        Await.until("first", () -> calls.get() == 1);
        database.doInTransaction(tx -> tx.notifyOnCommit("orders"));
        Await.until("second", () -> calls.get() == 2);
    }

    @Test
    void a_channel_is_a_plain_word() {
        assertThrows(IllegalArgumentException.class, () -> database.listen("a; drop table b", _ -> {}));
        assertThrows(IllegalArgumentException.class, () -> database.doInTransaction(tx -> tx.notifyOnCommit("A-b")));
    }

    private void listen() {
        database.listen("orders", _ -> told.incrementAndGet());
        Await.until("listening", () -> told.get() == 1);
    }
}
