package dev.flexgate.beckn.share;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.share.Subscription.Status;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Subscriptions to our catalogue, at rest. */
final class Subscriptions {

    private static final String COLUMNS =
            "id, subscriber, message_id, transaction_id, networks, schema_types, callback_url, callback_path, policy,"
                    + " patience_s, payload_bytes, status, note, revision, told_seq, ever_told, shut_out, shut, retracted_to, created_at, updated_at, lapses_at";

    /** One change of subscriptions at a time: what is counted stays so until the commit. */
    private static final String LOCK = "select pg_advisory_xact_lock(7203345281)";

    private static final String INSERT = """
            insert into beckn_catalog_subscription (id, subscriber, message_id, request_sha, transaction_id, networks,
                   schema_types, callback_url, callback_path, policy, patience_s, payload_bytes, status, created_at,
                   updated_at, lapses_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'ACTIVE', $13, $13, $14)
            """;

    private static final String RENEW = """
            update beckn_catalog_subscription
               set message_id = $2, request_sha = $3, transaction_id = $4, policy = $5, patience_s = $6,
                   payload_bytes = $7, told_seq = case when status = 'ACTIVE' then told_seq else 0 end,
                   pending = case when status = 'ACTIVE' then pending end, status = 'ACTIVE', note = '',
                   revision = revision + 1, updated_at = $8, lapses_at = $9
             where id = $1
            """;

    private static final String END = """
            update beckn_catalog_subscription
               set status = $2, note = $3, pending = null, revision = revision + 1, updated_at = $4
             where id = $1 and status <> $2
            """;

    private static final String DUE = "select " + COLUMNS + """
             from beckn_catalog_subscription
            where status = 'ACTIVE' and pending is null and not shut_out and told_seq < $1
            order by told_seq, id
            limit $2
              for update skip locked
            """;

    private static final String LAPSED = "select " + COLUMNS + """
             from beckn_catalog_subscription
            where status = 'ACTIVE' and lapses_at <= $1
            limit 100
              for update skip locked
            """;

    private static final String IDLE = "select " + COLUMNS + """
             from beckn_catalog_subscription
            where status = 'ACTIVE' and pending is null
            order by id
            limit $1
              for update skip locked
            """;

    void lock(Tx tx) {
        tx.row(LOCK);
    }

    /** The subscription that was made or renewed by this message, and the hash of its bytes. */
    Optional<Asked> asked(Tx tx, String subscriber, String messageId) {
        return tx.row(
                        "select request_sha, " + COLUMNS
                                + " from beckn_catalog_subscription where subscriber = $1 and message_id = $2",
                        subscriber,
                        messageId)
                .map(row -> new Asked(read(row), Buffer.buffer(Columns.bytes(row, "request_sha"))));
    }

    /** A subscription with the hash of the message that asked for it. */
    record Asked(Subscription subscription, Buffer requestSha) {}

    /** One that has not ended and is for the same, told at the same place. */
    Optional<Subscription> same(Tx tx, String subscriber, List<String> networks, List<String> types, String url) {
        return tx
                .rows(
                        "select " + COLUMNS
                                + " from beckn_catalog_subscription where subscriber = $1 and status <> 'DELETED'"
                                + " and networks = $2 and schema_types = $3 and callback_url = $4"
                                + " order by created_at limit 1",
                        subscriber,
                        networks.toArray(String[]::new),
                        types.toArray(String[]::new),
                        url)
                .stream()
                .findFirst()
                .map(Subscriptions::read);
    }

    void insert(Tx tx, Subscription wish, byte[] sha) {
        tx.update(
                INSERT,
                wish.id(),
                wish.subscriber(),
                wish.messageId(),
                sha,
                wish.transactionId(),
                wish.networks().toArray(String[]::new),
                wish.schemaTypes().toArray(String[]::new),
                wish.callbackUrl(),
                wish.callbackPath(),
                wish.policy(),
                wish.patience().toSeconds(),
                wish.payloadBytes(),
                wish.createdAt(),
                wish.lapsesAt());
    }

    void renew(Tx tx, UUID id, Subscription wish, byte[] sha) {
        tx.update(
                RENEW,
                id,
                wish.messageId(),
                sha,
                wish.transactionId(),
                wish.policy(),
                wish.patience().toSeconds(),
                wish.payloadBytes(),
                wish.createdAt(),
                wish.lapsesAt());
    }

    /** Whether it was something else before. */
    boolean end(Tx tx, UUID id, Status status, String note, Instant now) {
        return tx.update(END, id, status.name(), note, now) == 1;
    }

    Optional<Subscription> find(Tx tx, String subscriber, UUID id) {
        return tx.row(
                        "select " + COLUMNS
                                + " from beckn_catalog_subscription where id = $1 and subscriber = $2 for update",
                        id,
                        subscriber)
                .map(Subscriptions::read);
    }

    /** Those of a participant that it has not ended, the oldest first. */
    List<Subscription> of(Tx tx, String subscriber, int limit, int offset) {
        return tx
                .rows(
                        "select " + COLUMNS + " from beckn_catalog_subscription where subscriber = $1"
                                + " and status <> 'DELETED' order by created_at, id limit $2 offset $3",
                        subscriber,
                        limit,
                        offset)
                .stream()
                .map(Subscriptions::read)
                .toList();
    }

    /** Everybody's, the newest first, each with whether a message is on its way to it. */
    List<ObjectNode> newest(Tx tx, int limit) {
        return tx
                .rows(
                        "select pending is not null as pending, " + COLUMNS
                                + " from beckn_catalog_subscription order by created_at desc, id limit $1",
                        limit)
                .stream()
                .map(row -> read(row).told(row.getBoolean("pending")))
                .toList();
    }

    int count(Tx tx, String subscriber) {
        return number(tx.row(
                "select count(*) as n from beckn_catalog_subscription where subscriber = $1 and status <> 'DELETED'",
                subscriber));
    }

    int active(Tx tx) {
        return number(tx.row("select count(*) as n from beckn_catalog_subscription where status = 'ACTIVE'"));
    }

    private static int number(Optional<Row> row) {
        return Math.toIntExact(row.orElseThrow().getLong("n"));
    }

    List<Subscription> due(Tx tx, long last, int limit) {
        return tx.rows(DUE, last, limit).stream().map(Subscriptions::read).toList();
    }

    List<Subscription> lapsed(Tx tx, Instant now) {
        return tx.rows(LAPSED, now).stream().map(Subscriptions::read).toList();
    }

    void promised(Tx tx, UUID id, long seq, String messageId) {
        tx.update(
                "update beckn_catalog_subscription set told_seq = $2, pending = $3, ever_told = true where id = $1",
                id,
                seq,
                messageId);
    }

    /** Those that nothing is on its way to: whether they may still buy is to be looked at. */
    List<Subscription> idle(Tx tx, int limit) {
        return tx.rows(IDLE, limit).stream().map(Subscriptions::read).toList();
    }

    /** It was promised to be told that the parts up to this one are gone. */
    void retracting(Tx tx, UUID id, String upTo, String messageId) {
        tx.update(
                "update beckn_catalog_subscription set retracted_to = $2, pending = $3 where id = $1",
                id,
                upTo,
                messageId);
    }

    /** It was decided that it may not buy; says how it is then. */
    Subscription shutOut(Tx tx, UUID id) {
        return tx.row(
                        "update beckn_catalog_subscription set shut_out = true, revision = revision + 1 where id = $1"
                                + " returning " + COLUMNS,
                        id)
                .map(Subscriptions::read)
                .orElseThrow();
    }

    /** It keeps nothing of ours any more, and is told nothing. */
    void shut(Tx tx, UUID id) {
        tx.update(
                "update beckn_catalog_subscription set shut = true, ever_told = false, told_seq = 0, retracted_to = ''"
                        + " where id = $1",
                id);
    }

    /** It may buy again, or still: it is told of everything anew. */
    void readmit(Tx tx, UUID id) {
        tx.update(
                "update beckn_catalog_subscription set shut_out = false, shut = false, told_seq = 0, retracted_to = '',"
                        + " revision = revision + 1"
                        + " where id = $1",
                id);
    }

    /** How many there are, by their state. */
    Map<Status, Integer> standing(Tx tx) {
        var standing = new EnumMap<Status, Integer>(Status.class);
        tx.rows("select status, count(*) as n from beckn_catalog_subscription group by status")
                .forEach(row ->
                        standing.put(Status.valueOf(Columns.text(row, "status")), Math.toIntExact(row.getLong("n"))));
        return standing;
    }

    void skipped(Tx tx, UUID id, long seq) {
        tx.update("update beckn_catalog_subscription set told_seq = $2 where id = $1", id, seq);
    }

    /** Whether this message was the one that was on its way. */
    boolean settled(Tx tx, UUID id, String messageId) {
        return tx.update(
                        "update beckn_catalog_subscription set pending = null where id = $1 and pending = $2",
                        id,
                        messageId)
                == 1;
    }

    Optional<Subscription> find(Tx tx, UUID id) {
        return tx.row("select " + COLUMNS + " from beckn_catalog_subscription where id = $1", id)
                .map(Subscriptions::read);
    }

    /** Forgets those that ended before; says how many. */
    int forget(Tx tx, Instant before) {
        return tx.update("delete from beckn_catalog_subscription where status <> 'ACTIVE' and updated_at < $1", before);
    }

    private static Subscription read(Row row) {
        return new Subscription(
                Columns.uuid(row, "id"),
                Columns.text(row, "subscriber"),
                Columns.text(row, "message_id"),
                Columns.text(row, "transaction_id"),
                List.of(row.getArrayOfStrings("networks")),
                List.of(row.getArrayOfStrings("schema_types")),
                Columns.text(row, "callback_url"),
                Columns.text(row, "callback_path"),
                Columns.text(row, "policy"),
                Duration.ofSeconds(row.getLong("patience_s")),
                row.getLong("payload_bytes"),
                Status.valueOf(Columns.text(row, "status")),
                Columns.text(row, "note"),
                row.getInteger("revision"),
                row.getLong("told_seq"),
                row.getBoolean("ever_told"),
                row.getBoolean("shut_out"),
                row.getBoolean("shut"),
                Columns.text(row, "retracted_to"),
                Columns.instant(row, "created_at"),
                Columns.instant(row, "updated_at"),
                Columns.instant(row, "lapses_at"));
    }
}
