package dev.flexgate.audit;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Finds records by whatever a person has in hand, and lists what the log holds, the newest first. Reads only. */
public final class LogSearch {

    /** Most records or checkpoints of one page. */
    public static final int PAGE_MAX = 200;

    private static final int LATEST_MAX = 500;
    private static final long LOOKED_THROUGH = 20_000;

    private static final Pattern RECORD = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,17}");

    private static final String COLUMNS = "entry_index, record_id, record_type, entity_type, entity_id, recorded_at";

    private static final String PAGE = """
            select %s
              from audit_entry
             where entry_index < $1
             order by entry_index desc
             limit $2
            """.formatted(COLUMNS);

    private static final String BY_INDEX = "select %s from audit_entry where entry_index = $1".formatted(COLUMNS);
    private static final String BY_ID = "select %s from audit_entry where record_id = $1".formatted(COLUMNS);

    private static final String BY_HASH = """
            select %s
              from audit_entry
             where leaf_hash = $1 or sha256(entry) = $1
             order by entry_index
             limit $2
            """.formatted(COLUMNS);

    /** Kinds are few, so each is asked for by the index that begins with it. */
    private static final String BY_ENTITY = """
            with recursive kind (entity_type) as (
                (select entity_type from audit_entry order by entity_type limit 1)
                union all
                select (select entity_type
                          from audit_entry
                         where audit_entry.entity_type > kind.entity_type
                         order by entity_type
                         limit 1)
                  from kind
                 where kind.entity_type is not null
            )
            select found.*
              from kind,
                   lateral (select %s
                              from audit_entry
                             where entity_type = kind.entity_type and entity_id = $1
                             order by entry_index desc
                             limit $2) as found
             order by found.entry_index desc
             limit $2
            """.formatted(COLUMNS);

    /** There is no index by type, which every record would pay for. */
    private static final String LATEST = """
            select record_id, entry_index, entry
              from audit_entry
             where record_type = $1
               and entry_index > (select max(entry_index) from audit_entry) - $2::bigint
             order by entry_index desc
             limit $3
            """;

    private static final String CHECKPOINTS = """
            select size, root, note, published_at, (select origin from audit_state) as origin
              from audit_checkpoint
             where size < $1
             order by size desc
             limit $2
            """;

    private final Database database;

    public LogSearch(Database database) {
        this.database = database;
    }

    /**
     * A record in a list, without its words.
     *
     * @param index which leaf of the tree it is, from 0
     * @param type what kind of decision
     * @param entityType kind of its subject
     */
    public record Head(long index, RecordId id, String type, String entityType, String entityId, Instant recordedAt) {}

    /** Records before leaf {@code before}, the newest first. */
    public List<Head> page(long before, int count) {
        return heads(database.rows(PAGE, before, Math.clamp(count, 1, PAGE_MAX)));
    }

    /**
     * What {@code text} names: a record by id, number of its leaf, or SHA-256 of its bytes or its leaf in hexadecimal;
     * or everything about a subject by the subject's id, the newest first. At most {@code count}.
     */
    public List<Head> find(String text, int count) {
        String wanted = text.strip();
        int most = Math.clamp(count, 1, PAGE_MAX);
        List<Head> found = new ArrayList<>();
        if (INDEX.matcher(wanted).matches()) {
            found.addAll(heads(database.rows(BY_INDEX, Long.parseLong(wanted))));
        }
        String lower = wanted.toLowerCase(Locale.ROOT);
        if (RECORD.matcher(lower).matches()) {
            found.addAll(heads(database.rows(BY_ID, UUID.fromString(lower))));
        }
        if (HASH.matcher(lower).matches()) {
            found.addAll(heads(database.rows(BY_HASH, Hash.ofHex(lower).bytes(), most)));
        }
        found.addAll(heads(database.rows(BY_ENTITY, wanted, most)));
        return found.stream().distinct().limit(most).toList();
    }

    /** Records of this type among the newest of all, the newest first, with their words. */
    public List<StoredRecord> latest(RecordType type, int count) {
        return database.rows(LATEST, type.name(), LOOKED_THROUGH, Math.clamp(count, 1, LATEST_MAX)).stream()
                .map(StoredRecord::of)
                .toList();
    }

    /** Whether raw evidence is kept under this SHA-256, in hexadecimal. */
    public boolean hasEvidence(String sha256) {
        String lower = sha256.strip().toLowerCase(Locale.ROOT);
        return HASH.matcher(lower).matches()
                && database.row(
                                "select 1 from audit_evidence where sha256 = $1",
                                Hash.ofHex(lower).bytes())
                        .isPresent();
    }

    /** Checkpoints of fewer than {@code before} entries, the newest first. */
    public List<PublishedCheckpoint> checkpoints(long before, int count) {
        return database.rows(CHECKPOINTS, before, Math.clamp(count, 1, PAGE_MAX)).stream()
                .map(row -> new PublishedCheckpoint(
                        new Checkpoint(
                                Columns.text(row, "origin"), row.getLong("size"), Hash.of(Columns.bytes(row, "root"))),
                        Columns.text(row, "note"),
                        Columns.instant(row, "published_at")))
                .toList();
    }

    private static List<Head> heads(List<Row> rows) {
        return rows.stream().map(LogSearch::head).toList();
    }

    private static Head head(Row row) {
        return new Head(
                row.getLong("entry_index"),
                new RecordId(Columns.uuid(row, "record_id")),
                Columns.text(row, "record_type"),
                Columns.text(row, "entity_type"),
                Columns.text(row, "entity_id"),
                Columns.instant(row, "recorded_at"));
    }
}
