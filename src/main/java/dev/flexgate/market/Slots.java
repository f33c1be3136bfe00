package dev.flexgate.market;

import static dev.flexgate.market.Capacity.utc;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Slots at rest: the newest version of each. */
final class Slots {

    private static final String PUBLISH = """
            insert into market_slot (id, version, state, site_id, window_start, window_end, plan_version, terms,
                                     record_id, changed_at)
            values ($1, $2, 'PUBLISHED', $3, $4, $5, $6, $7, $8, $9)
            on conflict (id) do update
               set version = excluded.version, state = excluded.state, plan_version = excluded.plan_version,
                   terms = excluded.terms, record_id = excluded.record_id, changed_at = excluded.changed_at
            """;

    private static final String END = """
            update market_slot
               set state = $2, version = version + 1, record_id = $3, changed_at = $4
             where id = $1 and state = 'PUBLISHED'
            """;

    private static final String LOCK_PUBLISHED = """
            select terms
              from market_slot
             where state = 'PUBLISHED'
             order by id
               for update
            """;

    private static final String FIND = "select terms, record_id from market_slot where id = $1 and state = 'PUBLISHED'";

    /** Of the first reading only what is for sale; later also what no longer is. */
    private static final String CHANGED = """
            select id, version, case when state = 'PUBLISHED' then terms end as terms
              from market_slot
             where changed_tx >= $1::text::xid8 and ($1 <> '0' or state = 'PUBLISHED')
             limit $2
            """;

    /** Everything that changed before this transaction is known to whoever reads after it. */
    private static final String HORIZON = "select pg_snapshot_xmin(pg_current_snapshot())::text as horizon";

    private static final String LAST_VERSIONS = "select id, version from market_slot where id = any($1)";

    private static final String LAPSED = """
            select terms
              from market_slot
             where state = 'PUBLISHED' and window_start <= $1
             order by id
             limit $2
               for update skip locked
            """;

    /**
     * A slot that is for sale.
     *
     * @param record of its publication
     */
    record Published(Slot slot, RecordId record) {}

    private Slots() {}

    /** Publishes them, in one round trip. */
    static void publish(Tx tx, List<Published> slots, Instant now) {
        tx.batch(
                PUBLISH,
                slots.stream().map(each -> row(each.slot(), each.record(), now)).toList());
    }

    private static Tuple row(Slot slot, RecordId record, Instant now) {
        return Tuple.from(List.of(
                slot.id().value(),
                slot.version(),
                slot.site().value(),
                utc(slot.window().start()),
                utc(slot.window().end()),
                slot.planVersion(),
                Json.text(SlotJson.write(slot)),
                record.value(),
                utc(now)));
    }

    static void withdraw(Tx tx, SlotId id, RecordId record, Instant now) {
        tx.update(END, id.value(), "WITHDRAWN", record.value(), utc(now));
    }

    static void expire(Tx tx, SlotId id, RecordId record, Instant now) {
        tx.update(END, id.value(), "EXPIRED", record.value(), utc(now));
    }

    static Map<SlotId, Slot> lockPublished(Tx tx) {
        Map<SlotId, Slot> slots = new TreeMap<>();
        tx.rows(LOCK_PUBLISHED).stream().map(Slots::read).forEach(slot -> slots.put(slot.id(), slot));
        return slots;
    }

    /** The last version of each that ever was one. */
    static Map<SlotId, Integer> lastVersions(Tx tx, List<SlotId> ids) {
        String[] names = ids.stream().map(SlotId::value).toArray(String[]::new);
        Map<SlotId, Integer> versions = new TreeMap<>();
        tx.rows(LAST_VERSIONS, (Object) names)
                .forEach(row -> versions.put(new SlotId(row.getString("id")), row.getInteger("version")));
        return versions;
    }

    static Optional<Published> find(Tx tx, SlotId id) {
        return tx.row(FIND, id.value())
                .map(row -> new Published(read(row), new RecordId(Columns.uuid(row, "record_id"))));
    }

    /** The transaction up to which all changes can be read from now on. */
    static String horizon(Database database) {
        return database.row(HORIZON).orElseThrow().getString("horizon");
    }

    /** Brings the shelves up to what changed since a horizon. */
    static void readChanges(Database database, String since, int limit, Shelves shelves) {
        for (Row row : database.rows(CHANGED, since, limit)) {
            var id = new SlotId(row.getString("id"));
            if (row.getString("terms") == null) {
                shelves.remove(id);
            } else if (!shelves.has(id, row.getInteger("version"))) {
                shelves.put(read(row));
            }
        }
    }

    /** Published slots whose last moment of sale is past, locked. */
    static List<Slot> lapsed(Tx tx, Instant startingBy, int limit) {
        return tx.rows(LAPSED, utc(startingBy), limit).stream().map(Slots::read).toList();
    }

    private static Slot read(Row row) {
        return SlotJson.read(StrictJson.parse(row.getString("terms").getBytes(StandardCharsets.UTF_8)));
    }
}
