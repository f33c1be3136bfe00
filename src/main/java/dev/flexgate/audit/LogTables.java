package dev.flexgate.audit;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;

/** What proofs are made from, read from the tables. Nothing that is read here ever changes. */
final class LogTables {

    private static final String LEAVES = """
            select leaf_hash as hash
              from audit_entry
             where entry_index >= $1 and entry_index < $2
             order by entry_index
            """;

    private static final String NODES = """
            select hash
              from audit_node
             where level = $1 and number >= $2 and number < $3
             order by number
            """;

    private static final String LATEST = """
            select size, root, frontier, note, published_at, (select origin from audit_state) as origin
              from audit_checkpoint
             order by size desc
             limit 1
            """;

    private LogTables() {}

    /** The hashes of a tile; a missing one is a broken log. */
    static List<Hash> hashes(Database database, Tile tile) {
        long first = tile.first();
        List<Row> rows = tile.level() == 0
                ? database.rows(LEAVES, first, first + tile.width())
                : database.rows(NODES, tile.level() * Tile.HEIGHT, first, first + tile.width());
        if (rows.size() != tile.width()) {
            throw new IllegalStateException("the log lacks hashes of " + tile.path());
        }
        return rows.stream().map(row -> Hash.of(Columns.bytes(row, "hash"))).toList();
    }

    static Merkle.Nodes nodes(Database database, long size) {
        return new TileNodes(size, tile -> hashes(database, tile));
    }

    static Optional<Row> latestCheckpoint(Database database) {
        return database.row(LATEST);
    }
}
