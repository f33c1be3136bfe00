package dev.flexgate.store;

import io.vertx.sqlclient.Row;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema forward, never back: every {@code /db/NNNN__room_what.sql} that this database has not seen runs
 * in order, each in its own transaction, under one advisory lock so that nodes starting together take turns. Refused
 * ({@link IllegalStateException}): a step that was edited after it ran, and a database that is ahead of the program.
 */
public final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    private static final String FOLDER = "db";
    private static final long LOCK = 0x464c4558_47415445L; // "FLEXGATE"

    private static final String CREATE = """
            create table if not exists store_migration (
                number int primary key,
                name text not null,
                sha256 text not null,
                applied_at timestamptz not null default now()
            )
            """;

    private static final String READ = "select number, name, sha256 from store_migration order by number";

    private static final String REMEMBER = "insert into store_migration (number, name, sha256) values ($1, $2, $3)";

    private Migrations() {}

    public static void run(Database database) {
        run(database, Migration.all(FOLDER));
    }

    static void run(Database database, List<Migration> migrations) {
        // A step may rewrite a big table, and a waiting node must sit out a slow one.
        try (Database patient = database.patient()) {
            boolean further = true;
            while (further) {
                further = patient.inTransaction(tx -> step(tx, migrations));
            }
        }
    }

    /** Applies the first step that is missing; false when none is. */
    private static boolean step(Tx tx, List<Migration> migrations) {
        tx.row("select 1 from pg_advisory_xact_lock($1)", LOCK);
        tx.update(CREATE);
        Map<Integer, Row> applied = new LinkedHashMap<>();
        tx.rows(READ).forEach(row -> applied.put(row.getInteger("number"), row));
        @Nullable Migration missing = null;
        for (Migration migration : migrations) {
            @Nullable Row before = applied.remove(migration.number());
            if (before != null) {
                requireSame(before, migration);
            } else if (missing == null) {
                missing = migration;
            }
        }
        if (!applied.isEmpty()) {
            throw new IllegalStateException(
                    "the database is ahead of this program, which does not know its migrations " + applied.keySet());
        }
        return missing != null && apply(tx, missing);
    }

    private static boolean apply(Tx tx, Migration migration) {
        tx.script(migration.script());
        tx.update(REMEMBER, migration.number(), migration.name(), migration.sha256());
        LOG.info("migrated the schema: number={} name={}", migration.number(), migration.name());
        return true;
    }

    private static void requireSame(Row before, Migration migration) {
        boolean same = Columns.text(before, "sha256").equals(migration.sha256())
                && Columns.text(before, "name").equals(migration.name());
        if (!same) {
            throw new IllegalStateException("migration " + migration.number() + " (" + migration.name()
                    + ") was changed after it had been applied; add a new one instead");
        }
    }
}
