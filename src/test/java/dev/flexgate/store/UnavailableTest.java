package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers see of a database that does not answer. */
class UnavailableTest {

    private static final DatabaseLimits HASTY =
            DatabaseLimits.defaults().withPoolSize(1).withTimeouts(Duration.ofSeconds(1), Duration.ofSeconds(1));

    private final DatabaseAddress real = TestDatabase.emptyAddress();
    private final AtomicBoolean silent = new AtomicBoolean();
    private final NetServer line = line();
    private final Database database = Database.open(
            TestDatabase.vertx(),
            new DatabaseAddress("127.0.0.1", line.actualPort(), real.database(), real.user(), real.password()),
            HASTY);

    @AfterEach
    void close() {
        database.close();
        line.close().await();
    }

    @Test
    void nobody_listens_there() {
        line.close().await();
        unavailableSoon();
    }

    @Test
    void somebody_listens_but_says_nothing() {
        silent.set(true);
        unavailableSoon();
    }

    @Test
    void it_falls_silent_within_a_transaction_and_nothing_is_committed() {
        comesBack();
        database.rows("create table thing (id int)");
        StoreUnavailableException failure = assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThrows(
                        StoreUnavailableException.class,
                        () -> database.doInTransaction(tx -> {
                            tx.update("insert into thing values (1)");
                            silent.set(true);
                            tx.update("insert into thing values (2)");
                        })));
        assertFalse(failure.outcomeUnknown());
        silent.set(false);
        comesBack();
        assertEquals(0, database.rows("select id from thing").size());
    }

    @Test
    void it_falls_silent_at_the_commit_whose_outcome_is_then_unknown() {
        comesBack();
        StoreUnavailableException failure = assertThrows(
                StoreUnavailableException.class,
                () -> database.doInTransaction(tx -> {
                    silent.set(true);
                }));
        assertTrue(failure.outcomeUnknown());
    }

    @Test
    void its_connection_breaks_and_it_is_back() {
        comesBack();
        assertThrows(
                StoreUnavailableException.class, () -> database.rows("select pg_terminate_backend(pg_backend_pid())"));
        comesBack();
    }

    @Test
    void a_wrong_password_is_no_outage() {
        try (Database stranger = Database.open(
                TestDatabase.vertx(),
                new DatabaseAddress("127.0.0.1", real.port(), real.database(), real.user(), "wrong"),
                HASTY)) {
            StoreException refused = assertThrows(StoreException.class, () -> stranger.rows("select 1"));
            assertEquals(StoreException.class, refused.getClass());
            assertEquals("28P01", refused.sqlState());
        }
    }

    private void unavailableSoon() {
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThrows(StoreUnavailableException.class, () -> database.rows("select 1")));
    }

    private void comesBack() {
        Await.until("the database answers", () -> {
            try {
                return database.rows("select 1").size() == 1;
            } catch (StoreUnavailableException _) {
                return false;
            }
        });
    }

    /** A wire to the real server that swallows everything while {@link #silent}. */
    private NetServer line() {
        var client = TestDatabase.vertx().createNetClient();
        return TestDatabase.vertx()
                .createNetServer()
                .connectHandler(near -> {
                    near.pause();
                    client.connect(real.port(), real.host()).onSuccess(far -> {
                        join(near, far);
                        join(far, near);
                        near.resume();
                    });
                })
                .listen(0, "127.0.0.1")
                .await();
    }

    private void join(NetSocket from, NetSocket to) {
        from.handler((Buffer bytes) -> {
            if (!silent.get()) {
                var _ = to.write(bytes);
            }
        });
        from.closeHandler(_ -> {
            var _ = to.close();
        });
    }
}
