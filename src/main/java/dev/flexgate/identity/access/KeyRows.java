package dev.flexgate.identity.access;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** API keys as rows. */
final class KeyRows {

    private static final String COLUMNS = """
            id, label, tenant, scopes, secret_sha256, created_at, created_by, expires_at, revoked_at, last_used_at,
                   version
            """;

    static final String LIVE = """
            select %s
              from identity_api_key
             where (expires_at is null or expires_at > $1) and revoked_at is null
             order by created_at, id
             limit $2
            """.formatted(COLUMNS);

    static final String ANY = "select 1 as found from identity_api_key limit 1";

    static final String PAGE = """
            select %s
              from identity_api_key
             where id > $1
             order by id
             limit $2
            """.formatted(COLUMNS);

    private static final String ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtextextended('identity_api_key', 0))";

    private static final String BY_ID = """
            select %s
              from identity_api_key
             where id = $1
            """.formatted(COLUMNS);

    private static final String ADD = """
            insert into identity_api_key (id, label, tenant, scopes, secret_sha256, created_at, created_by, expires_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """;

    private static final String CHANGE = """
            update identity_api_key
               set expires_at = $2, revoked_at = $3, version = version + 1
             where id = $1
            """;

    private static final String USED = """
            update identity_api_key
               set last_used_at = greatest(last_used_at, $2)
             where id = $1
            """;

    /** A key and what proves it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared as a whole
    record Stored(ApiKey key, byte[] secretSha256) {}

    private KeyRows() {}

    /** Counting, and the look for the first and the last administrator, must see every other change. */
    static void lock(Tx tx) {
        tx.rows(ONE_AT_A_TIME);
    }

    static Optional<Stored> find(Tx tx, String id) {
        return tx.row(BY_ID, id).map(KeyRows::read);
    }

    static List<ApiKey> live(Tx tx, Instant now, int most) {
        return tx.rows(LIVE, now, most).stream().map(row -> read(row).key()).toList();
    }

    static void add(Tx tx, ApiKey key, byte[] secretSha256) {
        tx.update(
                ADD,
                key.id(),
                key.label(),
                key.tenant(),
                key.scopes().stream().map(Scope::text).sorted().toArray(String[]::new),
                secretSha256,
                key.createdAt(),
                key.createdBy(),
                key.times().expiry());
    }

    static void change(Tx tx, ApiKey key) {
        tx.update(CHANGE, key.id(), key.times().expiry(), key.times().revocation());
    }

    static void used(Tx tx, Map<String, Instant> uses) {
        tx.batch(
                USED,
                uses.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(use -> Tuple.of(use.getKey(), use.getValue().atOffset(ZoneOffset.UTC)))
                        .toList());
    }

    static Stored read(Row row) {
        var times = new ApiKey.Times(
                Columns.maybeInstant(row, "expires_at").orElse(null),
                Columns.maybeInstant(row, "revoked_at").orElse(null),
                Columns.maybeInstant(row, "last_used_at").orElse(null));
        var key = new ApiKey(
                Columns.text(row, "id"),
                Columns.text(row, "label"),
                Columns.text(row, "tenant"),
                scopes(row.getArrayOfStrings("scopes")),
                Columns.instant(row, "created_at"),
                Columns.text(row, "created_by"),
                times,
                row.getInteger("version"));
        return new Stored(key, Columns.bytes(row, "secret_sha256"));
    }

    /** A scope that a newer gateway granted and this one does not know grants nothing here. */
    private static Set<Scope> scopes(String[] texts) {
        var scopes = EnumSet.noneOf(Scope.class);
        Stream.of(texts).forEach(text -> Scope.parse(text).ifPresent(scopes::add));
        return scopes;
    }
}
