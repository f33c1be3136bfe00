package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.purchase.PartnerFiles;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** All that is known of a peer: what the registry says, what was learned, what was said. Reads only. */
final class PartnerFile implements PartnerFiles {

    private static final int MESSAGES = 20;

    /** Neither table is indexed by its peer, which every message would pay for: only the newest are looked through. */
    private static final int LOOKED_THROUGH = 20_000;

    private static final String CAME = """
            select recent.*
              from ((select id, subscriber, action, dialect, state, attempts, received_at
                       from beckn_inbox where state = 'WAITING' order by id desc limit $2)
                    union all
                    (select id, subscriber, action, dialect, state, attempts, received_at
                       from beckn_inbox where state <> 'WAITING' order by received_at desc limit $2)) as recent
             where subscriber = $1
             order by received_at desc, id desc
             limit $3
            """;

    private static final String WENT = """
            select id, courier, state, attempts, created_at, note, routing::json ->> 'word' as word
              from ((select * from outbox_message where state in ('DUE', 'LEASED') and target = $1 limit $2)
                    union all
                    (select * from outbox_message where state in ('DELIVERED', 'DEAD') order by settled_at desc limit $2))
                   as recent
             where target = $1
             order by created_at desc, id desc
             limit $3
            """;

    private static final String LEARNED = """
            select (select dialect from beckn_partner where subscriber = $1) as dialect,
                   (select learned_at from beckn_partner where subscriber = $1) as learned_at,
                   (select key_id from beckn_peer where subscriber = $1) as key_id,
                   (select heard_at from beckn_peer where subscriber = $1) as heard_at
            """;

    private final Database database;
    private final Registry registry;
    private final LearnedDigests digests;
    private final InstantSource clock;

    PartnerFile(Database database, Registry registry, LearnedDigests digests, InstantSource clock) {
        this.database = database;
        this.registry = registry;
        this.digests = digests;
        this.clock = clock;
    }

    @Override
    public Optional<ObjectNode> find(String subscriber) {
        List<Participant> entries = registry.entries(subscriber, clock.instant());
        ObjectNode file = Json.object().put("subscriber", subscriber);
        ArrayNode keys = file.putArray("entries");
        entries.forEach(entry -> keys.add(entry(entry)));
        file.set("learned", learned(subscriber));
        ArrayNode came = file.putArray("received");
        database.rows(CAME, subscriber, LOOKED_THROUGH, MESSAGES).forEach(row -> came.add(received(row)));
        ArrayNode went = file.putArray("sent");
        database.rows(WENT, subscriber, LOOKED_THROUGH, MESSAGES).forEach(row -> went.add(sent(row)));
        boolean known = !keys.isEmpty()
                || !came.isEmpty()
                || !went.isEmpty()
                || !file.path("learned").isEmpty();
        return known ? Optional.of(file) : Optional.empty();
    }

    private ObjectNode entry(Participant entry) {
        ObjectNode json = Json.object()
                .put("keyId", entry.keyId().uniqueKeyId())
                .put("role", entry.role().name())
                .put("url", entry.url().toString())
                .put("publicKey", entry.key().base64())
                .put("validFrom", entry.validity().from().toString())
                .put("validUntil", entry.validity().until().toString())
                .put("revoked", entry.validity().revoked())
                .put("holds", entry.validity().holds(clock.instant()))
                .put("callbackSigning", entry.callbackSigning().word());
        ArrayNode networks = json.putArray("networks");
        entry.networks().stream().sorted().forEach(networks::add);
        entry.digest().ifPresent(digest -> json.put("digest", digest.word()));
        entry.dialect().ifPresent(dialect -> json.put("dialect", dialect));
        entry.noCallback().ifPresent(how -> json.put("noCallback", Integer.toString(how.status())));
        return json;
    }

    private ObjectNode learned(String subscriber) {
        ObjectNode learned = Json.object();
        database.row(LEARNED, subscriber).ifPresent(row -> {
            Columns.maybeText(row, "dialect")
                    .ifPresent(dialect -> learned.put("dialect", dialect)
                            .put(
                                    "dialectLearnedAt",
                                    Columns.instant(row, "learned_at").toString()));
            Columns.maybeText(row, "key_id")
                    .ifPresent(key -> learned.put("keyId", key)
                            .put("heardAt", Columns.instant(row, "heard_at").toString()));
        });
        digests.of(subscriber).ifPresent(digest -> learned.put("digest", digest.word()));
        return learned;
    }

    private static ObjectNode received(Row row) {
        return Json.object()
                .put("at", Columns.instant(row, "received_at").toString())
                .put("action", Columns.text(row, "action"))
                .put("dialect", Columns.text(row, "dialect"))
                .put("state", Columns.text(row, "state"))
                .put("attempts", row.getInteger("attempts"))
                .put("id", Columns.uuid(row, "id").toString());
    }

    private static ObjectNode sent(Row row) {
        return Json.object()
                .put("at", Columns.instant(row, "created_at").toString())
                .put("courier", Columns.text(row, "courier"))
                .put("word", Columns.maybeText(row, "word").orElse(""))
                .put("state", Columns.text(row, "state"))
                .put("attempts", row.getInteger("attempts"))
                .put("note", Columns.text(row, "note"))
                .put("id", Columns.uuid(row, "id").toString());
    }
}
