package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Action;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Acknowledged messages at rest: each is claimed, answered and marked in one transaction. */
final class Inbox {

    /**
     * The oldest message that is due, unless an older one of its session still waits; nobody waits for a lock.
     */
    private static final String CLAIM = """
            select id, subscriber, message_id, transaction_id, action, dialect, body, unpacked_bytes, auth_header,
                   public_key, gateway, received_at, attempts
              from beckn_inbox waiting
             where state = 'WAITING'
               and due_at <= $1
               and not exists (select 1
                                 from beckn_inbox earlier
                                where earlier.session = waiting.session
                                  and earlier.state = 'WAITING'
                                  and earlier.id < waiting.id)
             order by id
             limit 1
               for update skip locked
            """;

    /**
     * Waits for a lock: who looked for the oldest while this one was left may hold it, though it is not theirs
     * (PostgreSQL locks a row that was changed meanwhile before it looks whether it is still wanted).
     */
    private static final String THIS = """
            select id, subscriber, message_id, transaction_id, action, dialect, body, unpacked_bytes, auth_header,
                   public_key, gateway, received_at, attempts
              from beckn_inbox
             where id = $1 and state = 'WAITING'
               for update
            """;

    private static final String LEAVE = "update beckn_inbox set due_at = $2 where id = $1 and state = 'WAITING'";

    private static final String END = """
            update beckn_inbox
               set state = $2, body = null, auth_header = null
             where id = $1 and state = 'WAITING'
            """;

    private static final String POSTPONE = """
            update beckn_inbox
               set attempts = attempts + 1, due_at = $2
             where id = $1 and state = 'WAITING'
            """;

    private static final String FORGET = """
            delete from beckn_inbox
             where once in (select once
                              from beckn_inbox
                             where state <> 'WAITING' and received_at < $1
                             order by received_at
                             limit $2)
            """;

    private static final String DEPTH = """
            select count(*) as depth
              from (select 1 from beckn_inbox where state = 'WAITING' limit $1) as waiting
            """;

    /** A claimed message, and how often it has failed. */
    record Claimed(Arrival arrival, int attempts) {}

    private Inbox() {}

    static Optional<Claimed> claim(Tx tx, Instant now) {
        return tx.row(CLAIM, now).map(Inbox::read);
    }

    /** The message of this id, unless somebody else has answered it; waits for whoever is at it. */
    static Optional<Claimed> claim(Tx tx, UUID id) {
        return tx.row(THIS, id).map(Inbox::read);
    }

    /** Nobody else claims it before {@code dueAt}: who has claimed it prepares its answer. */
    static void leave(Tx tx, UUID id, Instant dueAt) {
        tx.update(LEAVE, id, dueAt);
    }

    static void done(Tx tx, UUID id) {
        tx.update(END, id, "DONE");
    }

    static void failed(Tx tx, UUID id) {
        tx.update(END, id, "FAILED");
    }

    static void postpone(Tx tx, UUID id, Instant dueAt) {
        tx.update(POSTPONE, id, dueAt);
    }

    /** Forgets messages that can no longer be repeated; says how many. */
    static int forget(Database database, Instant before, int limit) {
        return database.inTransaction(tx -> tx.update(FORGET, before, limit));
    }

    /** How many wait, counted no further than {@code limit}. */
    static long depth(Database database, long limit) {
        return database.row(DEPTH, limit).orElseThrow().getLong("depth");
    }

    private static Claimed read(Row row) {
        var arrival = new Arrival(
                Columns.uuid(row, "id"),
                Columns.text(row, "subscriber"),
                Columns.text(row, "message_id"),
                Columns.text(row, "transaction_id"),
                Action.labelled(Columns.text(row, "action")).orElseThrow(),
                Columns.text(row, "dialect"),
                new PackedBody(Columns.bytes(row, "body"), row.getInteger("unpacked_bytes")).unpacked(),
                Columns.text(row, "auth_header"),
                Columns.text(row, "public_key"),
                Columns.text(row, "gateway"),
                Columns.instant(row, "received_at"));
        return new Claimed(arrival, row.getInteger("attempts"));
    }
}
