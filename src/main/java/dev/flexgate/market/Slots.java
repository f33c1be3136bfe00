package dev.flexgate.market;

import static dev.flexgate.market.Capacity.utc;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import io.vertx.sqlclient.Row;
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

    private static final String LAST_VERSION = "select version from market_slot where id = $1";

    private static final String FIND = "select terms, record_id from market_slot where id = $1 and state = 'PUBLISHED'";

    private static final String PUBLISHED = """
            select terms
              from market_slot
             where state = 'PUBLISHED'
             order by window_start, id
             limit $1
            """;

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

    static void publish(Tx tx, Slot slot, RecordId record, Instant now) {
        tx.update(
                PUBLISH,
                slot.id().value(),
                slot.version(),
                slot.site().value(),
                utc(slot.window().start()),
                utc(slot.window().end()),
                slot.planVersion(),
                Json.text(SlotJson.write(slot)),
                record.value(),
                utc(now));
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

    static int lastVersion(Tx tx, SlotId id) {
        return tx.row(LAST_VERSION, id.value())
                .map(row -> row.getInteger("version"))
                .orElse(0);
    }

    static Optional<Published> find(Tx tx, SlotId id) {
        return tx.row(FIND, id.value())
                .map(row -> new Published(read(row), new RecordId(Columns.uuid(row, "record_id"))));
    }

    static List<Slot> published(Database database, int limit) {
        return database.rows(PUBLISHED, limit).stream().map(Slots::read).toList();
    }

    /** Published slots whose last moment of sale is past, locked. */
    static List<Slot> lapsed(Tx tx, Instant startingBy, int limit) {
        return tx.rows(LAPSED, utc(startingBy), limit).stream().map(Slots::read).toList();
    }

    private static Slot read(Row row) {
        return SlotJson.read(StrictJson.parse(row.getString("terms").getBytes(StandardCharsets.UTF_8)));
    }
}
