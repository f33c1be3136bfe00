package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.store.Database;
import dev.flexgate.store.TestDatabase;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who may work on a message that is kept. */
class InboxClaimTest {

    private static final Instant ARRIVED = Instant.parse("2026-11-21T12:00:00Z");

    private final Database database = TestDatabase.fresh();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void close() {
        threads.shutdownNow();
        database.close();
    }

    /** PostgreSQL locks a row that was changed meanwhile before it sees that it is not wanted any more. */
    @Test
    void a_message_whose_answer_was_prepared_is_claimed_as_soon_as_who_locked_it_in_passing_is_gone() throws Exception {
        UUID id = keep();
        database.doInTransaction(tx -> Inbox.leave(tx, id, ARRIVED.plusSeconds(30)));
        var locked = new CountDownLatch(1);
        var gone = new CountDownLatch(1);
        Future<?> passing = threads.submit(() -> database.doInTransaction(tx -> {
            assertTrue(tx.row("select id from beckn_inbox where id = $1 for update", id)
                    .isPresent());
            locked.countDown();
            Await.until("the other waits", () -> gone.getCount() == 0);
        }));
        locked.await();
        Future<Optional<Inbox.Claimed>> mine = threads.submit(() -> database.inTransaction(tx -> Inbox.claim(tx, id)));
        Await.until("it waits for the lock", () -> waitsForLock() || mine.isDone());
        gone.countDown();
        assertEquals(id, mine.get().orElseThrow().arrival().id());
        passing.get();
    }

    @Test
    void a_message_that_is_left_is_not_claimed_by_others_before_its_time() {
        UUID id = keep();
        database.doInTransaction(tx -> Inbox.leave(tx, id, ARRIVED.plusSeconds(30)));
        assertEquals(Optional.empty(), claimed(ARRIVED.plusSeconds(29)));
        assertEquals(Optional.of(id), claimed(ARRIVED.plusSeconds(30)));
    }

    private Optional<UUID> claimed(Instant now) {
        return database.inTransaction(
                tx -> Inbox.claim(tx, now).map(each -> each.arrival().id()));
    }

    private boolean waitsForLock() {
        return database.row("""
                        select 1
                          from pg_stat_activity
                         where datname = current_database() and wait_event_type = 'Lock'
                         limit 1
                        """).isPresent();
    }

    private UUID keep() {
        UUID id = UUID.randomUUID();
        database.doInTransaction(
                tx -> tx.update("""
                insert into beckn_inbox (id, once, session, subscriber, message_id, action, digest, dialect, transaction_id,
                                         public_key, received_at, due_at, body, auth_header)
                values ($1, $1, $1, 'bap.example.com', 'm-1', 'confirm', $2, '2.0.0-lts', 't-1', 'key', $3, $3, $2, 'header')
                """, id, Buffer.buffer(new byte[64]), ARRIVED.atOffset(ZoneOffset.UTC)));
        return id;
    }
}
