package dev.flexgate.audit;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Promises the tree as it stands: hashes the entries since the last checkpoint again from their stored bytes,
 * compares the root, lets the {@link CheckpointSigner} judge that this continues what it signed before, and only
 * then publishes. One flipped bit that is signed over can never be taken back; real logs have died of it.
 */
final class Publication {

    private static final String STATE = "select size, root from audit_state where id = 1";

    private static final String ENTRIES = """
            select entry_index, leaf_hash, entry
              from audit_entry
             where entry_index >= $1 and entry_index < $2
             order by entry_index
            """;

    private static final String PUBLISH = """
            insert into audit_checkpoint (size, root, frontier, note, published_at)
            values ($1, $2, $3, $4, $5)
            on conflict (size) do nothing
            """;

    private final Database database;
    private final CheckpointSigner signer;
    private final int page;

    Publication(Database database, CheckpointSigner signer, int page) {
        this.database = database;
        this.signer = signer;
        this.page = page;
    }

    /** Publishes a checkpoint if the log has grown since the last one; says the published size. */
    long publish(String origin, Instant now) {
        Row state = database.row(STATE).orElseThrow();
        long size = state.getLong("size");
        Optional<Row> last = LogTables.latestCheckpoint(database);
        Frontier published = last.map(row -> Frontier.of(row.getLong("size"), Columns.bytes(row, "frontier")))
                .orElse(Frontier.EMPTY);
        if (last.isPresent() && published.size() >= size) {
            return published.size();
        }
        Frontier checked = rehash(published, size);
        Hash root = Hash.of(Columns.bytes(state, "root"));
        if (!checked.root().equals(root)) {
            throw new LogDamagedException(
                    "the first " + size + " entries hash to " + checked.root() + ", the sequencer had reached " + root);
        }
        var checkpoint = new Checkpoint(origin, size, root);
        String note = signer.sign(checkpoint, continuation(size)).note();
        database.doInTransaction(tx -> tx.update(PUBLISH, size, root.bytes(), checked.bytes(), note, now));
        return size;
    }

    private Frontier rehash(Frontier from, long size) {
        Frontier frontier = from;
        while (frontier.size() < size) {
            long end = Math.min(size, frontier.size() + page);
            for (Row row : database.rows(ENTRIES, frontier.size(), end)) {
                frontier = frontier.append(leaf(row, frontier.size()));
            }
            if (frontier.size() != end) {
                throw new LogDamagedException("entry " + frontier.size() + " is missing");
            }
        }
        return frontier;
    }

    private static Hash leaf(Row row, long index) {
        Hash leaf = Merkle.leafHash(Columns.bytes(row, "entry"));
        if (row.getLong("entry_index") != index || !leaf.equals(Hash.of(Columns.bytes(row, "leaf_hash")))) {
            throw new LogDamagedException("entry " + index + " is missing or does not hash to its leaf");
        }
        return leaf;
    }

    private List<Hash> continuation(long size) {
        long signed = signer.last().map(Checkpoint::size).orElse(0L);
        return signed == 0 || signed >= size
                ? List.of()
                : Merkle.consistency(signed, size, LogTables.nodes(database, size));
    }
}
