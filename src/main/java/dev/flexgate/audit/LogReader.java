package dev.flexgate.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import io.vertx.sqlclient.Row;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What anybody may ask of the log: records, proofs, checkpoints and tiles. Reads only. */
public final class LogReader {

    public static final int PAGE_MAX = 1_000;

    private static final String FIND = """
            select entry_index, record_id, entry
              from audit_entry
             where record_id = $1
            """;

    private static final String OF = """
            select entry_index, record_id, entry
              from audit_entry
             where entity_type = $1 and entity_id = $2 and entry_index >= $3
             order by entry_index
             limit $4
            """;

    private static final String FROM = """
            select entry_index, record_id, entry
              from audit_entry
             where entry_index >= $1
             order by entry_index
             limit $2
            """;

    private static final String SIZE = "select coalesce(max(entry_index) + 1, 0) as size from audit_entry";

    /** The clock may have gone back: an entry placed earlier can be dated later, so the first one dated so counts. */
    private static final String FIRST_SINCE = """
            select min(entry_index) as first
              from audit_entry
             where recorded_at >= $1
            """;

    private static final String IS_PENDING = "select 1 from audit_pending where record_id = $1";

    private static final String PENDING_OF = """
            select count(*) as waiting
              from audit_pending
             where entity_type = $1 and entity_id = $2
            """;

    private static final String ENTRIES = """
            select entry
              from audit_entry
             where entry_index >= $1 and entry_index < $2
             order by entry_index
            """;

    private static final String EVIDENCE = "select content from audit_evidence where sha256 = $1";

    private final Database database;

    public LogReader(Database database) {
        this.database = database;
    }

    /** The record, if it has its place already; one that still waits {@link #isPending}. */
    public Optional<StoredRecord> find(RecordId id) {
        return database.row(FIND, id.value()).map(StoredRecord::of);
    }

    public boolean isPending(RecordId id) {
        return database.row(IS_PENDING, id.value()).isPresent();
    }

    /** Records about one subject from {@code fromIndex} on, in their order, at most {@code limit}. */
    public List<StoredRecord> of(String entityType, String entityId, long fromIndex, int limit) {
        return database.rows(OF, entityType, entityId, fromIndex, Math.clamp(limit, 1, PAGE_MAX)).stream()
                .map(StoredRecord::of)
                .toList();
    }

    /**
     * All records from {@code fromIndex} on, in their order, at most {@code limit}. Places are given without gaps and
     * become visible in their order, so whoever remembers the last index it saw misses nothing.
     */
    public List<StoredRecord> from(long fromIndex, int limit) {
        return database.rows(FROM, fromIndex, Math.clamp(limit, 1, PAGE_MAX)).stream()
                .map(StoredRecord::of)
                .toList();
    }

    /** How many records have their place: the index that the next one will have. */
    public long size() {
        return database.row(SIZE).orElseThrow().getLong("size");
    }

    /** The index of the first record placed at {@code moment} or later; {@link #size} if there is none. */
    public long firstSince(Instant moment) {
        @Nullable Long first = database.row(FIRST_SINCE, moment).orElseThrow().getLong("first");
        return first == null ? size() : first;
    }

    /** How many records about one subject still wait for their place. */
    public long waiting(String entityType, String entityId) {
        return database.row(PENDING_OF, entityType, entityId).orElseThrow().getLong("waiting");
    }

    /** The last checkpoint; empty before the sequencer has started for the first time. */
    public Optional<PublishedCheckpoint> checkpoint() {
        return LogTables.latestCheckpoint(database).map(LogReader::published);
    }

    private static PublishedCheckpoint published(Row row) {
        var checkpoint =
                new Checkpoint(Columns.text(row, "origin"), row.getLong("size"), Hash.of(Columns.bytes(row, "root")));
        return new PublishedCheckpoint(checkpoint, Columns.text(row, "note"), Columns.instant(row, "published_at"));
    }

    /** The proof file of a record under the last checkpoint; empty until one covers it. */
    public Optional<TlogProof> proof(RecordId id) {
        Optional<PublishedCheckpoint> latest = checkpoint();
        return latest.flatMap(published -> find(id).filter(
                        record -> record.index() < published.checkpoint().size())
                .map(record -> proof(record, published)));
    }

    /** The proof file of a record under a checkpoint that covers it. */
    public TlogProof proof(StoredRecord record, PublishedCheckpoint published) {
        long size = published.checkpoint().size();
        List<Hash> hashes = Merkle.inclusion(record.index(), size, LogTables.nodes(database, size));
        return new TlogProof(record.index(), hashes, published.note());
    }

    /**
     * The proof that the log of {@code newer} entries continues that of {@code older}.
     *
     * @throws IllegalArgumentException unless 0 <= older <= newer <= the size of the last checkpoint
     */
    public List<Hash> consistency(long older, long newer) {
        long published = publishedSize();
        if (newer > published) {
            throw new IllegalArgumentException("no checkpoint covers " + newer + " entries, the last has " + published);
        }
        return Merkle.consistency(older, newer, LogTables.nodes(database, newer));
    }

    /** The bytes of a tile or entry bundle by its C2SP path; empty if the last checkpoint does not cover it. */
    public Optional<byte[]> tile(String path) {
        return Tile.ofPath(path).filter(tile -> tile.isWithin(publishedSize())).map(tile -> switch (tile.kind()) {
            case HASHES -> bytes(LogTables.hashes(database, tile));
            case ENTRIES -> entries(tile);
        });
    }

    private byte[] entries(Tile tile) {
        return EntryBundle.bytes(database.rows(ENTRIES, tile.first(), tile.first() + tile.width()).stream()
                .map(row -> Columns.bytes(row, "entry"))
                .toList());
    }

    private static byte[] bytes(List<Hash> hashes) {
        var bytes = new ByteArrayOutputStream(hashes.size() * Hash.BYTES);
        hashes.forEach(hash -> bytes.writeBytes(hash.bytes()));
        return bytes.toByteArray();
    }

    private long publishedSize() {
        return checkpoint().map(latest -> latest.checkpoint().size()).orElse(0L);
    }

    /** The checkpoint as bytes, to be served at {@code checkpoint}. */
    public Optional<byte[]> checkpointNote() {
        return checkpoint().map(latest -> latest.note().getBytes(UTF_8));
    }

    /** Raw evidence under its SHA-256. */
    public Optional<byte[]> evidence(Hash sha256) {
        return database.row(EVIDENCE, sha256.bytes()).map(row -> Columns.bytes(row, "content"));
    }
}
