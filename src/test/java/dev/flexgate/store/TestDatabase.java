package dev.flexgate.store;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real PostgreSQL for tests: one server a JVM, one fresh database a call, with all migrations applied. Close the
 * {@link Database} when done with it, so that it can be used again.
 */
public final class TestDatabase {

    private static final int SERVERS_MAX = 16;

    /** Patient, since tests must also pass on a machine that is busy with other things. */
    private static final DatabaseLimits LIMITS =
            DatabaseLimits.defaults().withPoolSize(4).withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(20));

    private static final Vertx VERTX = Vertx.vertx();
    private static final EmbeddedPostgres SERVER = server();
    private static final FreshDatabases DATABASES = new FreshDatabases(VERTX, SERVER.address(), LIMITS);
    private static final List<Database> OPENED = new ArrayList<>();

    private TestDatabase() {}

    /** Those of {@link #fresh()}, to vary. */
    public static DatabaseLimits limits() {
        return LIMITS;
    }

    public static Vertx vertx() {
        return VERTX;
    }

    /** A new database with the whole schema and no rows. */
    public static Database fresh() {
        return fresh(LIMITS);
    }

    public static synchronized Database fresh(DatabaseLimits limits) {
        takeBackClosed();
        Database database = Database.open(VERTX, DATABASES.next(), limits);
        OPENED.add(database);
        return database;
    }

    /** As {@link #fresh()} for whoever opens it themselves, such as a gateway in a process of its own. */
    public static synchronized DatabaseAddress freshAddress() {
        takeBackClosed();
        return DATABASES.next();
    }

    /** A new database without any schema. */
    static synchronized DatabaseAddress emptyAddress() {
        return DATABASES.empty();
    }

    private static void takeBackClosed() {
        List<Database> closed = OPENED.stream().filter(Database::isClosed).toList();
        closed.forEach(database -> DATABASES.takeBack(database.address().database()));
        OPENED.removeAll(closed);
    }

    /** Servers of JVMs that test at the same time lie beside each other; each is used again by later runs. */
    private static EmbeddedPostgres server() {
        Path home = Path.of("target", "test-database");
        for (int number = 0; ; number++) {
            try {
                // Its rows are thrown away, so they need not reach the disk.
                return EmbeddedPostgres.start(new EmbeddedOptions(
                        home.resolve("server-" + number),
                        home.resolve("binaries"),
                        0,
                        Map.of("fsync", "off", "full_page_writes", "off", "max_connections", "300")));
            } catch (IOException taken) {
                if (number == SERVERS_MAX || !String.valueOf(taken.getMessage()).contains("another FlexGate")) {
                    throw new UncheckedIOException(taken);
                }
            }
        }
    }
}
