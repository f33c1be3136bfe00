package dev.flexgate.beckn.registry;

import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * With which key each peer was last heard: a registry is asked by key, but a callback owed from before a restart knows
 * only whom it is for. Written behind the accept path, at the keeper's tick.
 */
public final class KnownKeys {

    private static final int PEERS_MAX = 10_000;

    private static final String ALL = """
            select subscriber, key_id
              from beckn_peer
             order by heard_at desc
             limit $1
            """;

    private static final String KEEP = """
            insert into beckn_peer (subscriber, key_id, heard_at)
            values ($1, $2, $3)
            on conflict (subscriber) do update
               set key_id = excluded.key_id, heard_at = excluded.heard_at
            """;

    private final Database database;
    private final InstantSource clock;
    private final Map<String, KeyId> known = new ConcurrentHashMap<>();
    private final Map<String, KeyId> unwritten = new ConcurrentHashMap<>();

    private KnownKeys(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Those that were kept in earlier lives. */
    public static KnownKeys open(Database database, InstantSource clock) {
        var keys = new KnownKeys(database, clock);
        database.rows(ALL, PEERS_MAX)
                .forEach(row -> keys.known.put(
                        Columns.text(row, "subscriber"),
                        new KeyId(Columns.text(row, "subscriber"), Columns.text(row, "key_id"))));
        return keys;
    }

    Optional<KeyId> of(String subscriberId) {
        return Optional.ofNullable(known.get(subscriberId));
    }

    /** A peer was heard with this key. Never waits; beyond the bound a new peer is reached by what is remembered alone. */
    void heard(KeyId keyId) {
        boolean full = known.size() >= PEERS_MAX && !known.containsKey(keyId.subscriberId());
        if (!full && !keyId.equals(known.put(keyId.subscriberId(), keyId))) {
            unwritten.put(keyId.subscriberId(), keyId);
        }
    }

    /** Writes what is new. */
    void keep() {
        Map<String, KeyId> writing = new HashMap<>(unwritten);
        if (writing.isEmpty()) {
            return;
        }
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        List<Tuple> rows = writing.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> Tuple.of(each.getKey(), each.getValue().uniqueKeyId(), now))
                .toList();
        database.doInTransaction(tx -> tx.batch(KEEP, rows));
        writing.forEach(unwritten::remove);
    }
}
