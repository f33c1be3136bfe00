package dev.flexgate.beckn.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsPublications.Result;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What was published, at rest. */
final class Publications {

    /** One gateway of several looks at a time; who does not get the lock leaves it to the other. */
    private static final String ALONE = "select pg_try_advisory_xact_lock(7203345110) as alone";

    private static final String KNOWN = """
            select catalog_id, sha, state, items, published_at
              from beckn_publication
            """;

    private static final String SENT = """
            insert into beckn_publication (catalog_id, sha, message_id, items, state, published_at)
            values ($1, $2, $3, $4, 'SENT', $5)
                on conflict (catalog_id) do update
               set sha = excluded.sha, message_id = excluded.message_id, items = excluded.items, state = 'SENT', note = '',
                   published_at = excluded.published_at, settled_at = null
            """;

    private static final String MESSAGE = """
            insert into beckn_publication_message (message_id, body_sha, digest, sent_at)
            values ($1, $2, $3, $4)
            """;

    private static final String SIGN = """
            update beckn_publication_message
               set signatures = array_append(
                       case when cardinality(signatures) >= 8 then signatures[2:] else signatures end, $2::text)
             where message_id = $1
            """;

    private static final String MARK = """
            update beckn_publication
               set state = $2, note = $3, settled_at = $4
             where message_id = $1 and state in ('SENT', 'ACKNOWLEDGED')
            """;

    private static final String JUDGED = """
            update beckn_publication
               set state = $3, note = $4, settled_at = $5
             where message_id = $1 and catalog_id = $2
            """;

    private static final String PAGE = """
            select catalog_id, message_id, items, state, note, published_at, settled_at
              from beckn_publication
             where catalog_id > $1
             order by catalog_id
             limit $2
            """;

    private static final String FORGET = """
            delete from beckn_publication_message
             where sent_at < $1 and message_id not in (select message_id from beckn_publication)
            """;

    /** How a part was published last. */
    record Last(Buffer sha, String state, int items, Instant at) {}

    /** A publication as it was sent. */
    record Sent(String digest, List<String> signatures, Optional<Buffer> answerSha) {}

    private final Database database;

    Publications(Database database) {
        this.database = database;
    }

    boolean alone(Tx tx) {
        return tx.row(ALONE).orElseThrow().getBoolean("alone");
    }

    Map<String, Last> known(Tx tx) {
        Map<String, Last> known = new TreeMap<>();
        tx.rows(KNOWN)
                .forEach(row -> known.put(
                        Columns.text(row, "catalog_id"),
                        new Last(
                                Buffer.buffer(Columns.bytes(row, "sha")),
                                Columns.text(row, "state"),
                                row.getInteger("items"),
                                Columns.instant(row, "published_at"))));
        return known;
    }

    void message(Tx tx, String messageId, byte[] bodySha, String digest, Instant now) {
        tx.update(MESSAGE, messageId, bodySha, digest, now);
    }

    void sent(Tx tx, String catalogId, byte[] sha, String messageId, int items, Instant now) {
        tx.update(SENT, catalogId, sha, messageId, items, now);
    }

    /** Kept before the bytes leave. */
    void sign(String messageId, String authorization) {
        database.doInTransaction(tx -> tx.update(SIGN, messageId, authorization));
    }

    void mark(Tx tx, String messageId, String state, String note, Instant at) {
        tx.update(MARK, messageId, state, note, at);
    }

    void judged(Tx tx, String messageId, Result result, String note, Instant at) {
        tx.update(JUDGED, messageId, result.catalogId(), result.verdict().name(), note, at);
    }

    Optional<Sent> find(String messageId) {
        return database.row(
                        "select digest, signatures, answer_sha from beckn_publication_message where message_id = $1",
                        messageId)
                .map(row -> new Sent(
                        Columns.text(row, "digest"),
                        Stream.of(row.getArrayOfStrings("signatures")).toList(),
                        Columns.maybeBytes(row, "answer_sha").map(Buffer::buffer)));
    }

    /** Whether this is the first answer. */
    boolean answered(Tx tx, String messageId, byte[] sha) {
        return tx.update(
                        "update beckn_publication_message set answer_sha = $2 where message_id = $1 and answer_sha is null",
                        messageId,
                        sha)
                == 1;
    }

    void forget(Tx tx, Instant before) {
        tx.update(FORGET, before);
    }

    List<ObjectNode> page(String after, int limit) {
        return database.rows(PAGE, after, limit).stream()
                .map(row -> {
                    ObjectNode json = Json.object()
                            .put("catalogId", Columns.text(row, "catalog_id"))
                            .put("state", Columns.text(row, "state"))
                            .put("items", row.getInteger("items"))
                            .put("messageId", Columns.text(row, "message_id"))
                            .put(
                                    "publishedAt",
                                    Columns.instant(row, "published_at").toString());
                    Columns.maybeInstant(row, "settled_at").ifPresent(at -> json.put("settledAt", at.toString()));
                    String note = Columns.text(row, "note");
                    return note.isEmpty() ? json : json.put("note", note);
                })
                .toList();
    }
}
