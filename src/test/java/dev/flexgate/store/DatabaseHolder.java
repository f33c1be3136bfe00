package dev.flexgate.store;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A program of its own with an embedded database, to be killed: prints {@code committed n} once row n is, until its
 * end.
 */
final class DatabaseHolder {

    private DatabaseHolder() {}

    public static void main(String[] arguments) throws Exception {
        var options = new EmbeddedOptions(Path.of(arguments[0]), Path.of(arguments[1]), 0, Map.of());
        EmbeddedPostgres server = EmbeddedPostgres.start(options);
        Database database = Database.open(
                Vertx.vertx(),
                server.address(),
                DatabaseLimits.defaults().withTimeouts(Duration.ofMinutes(1), Duration.ofMinutes(1)));
        database.rows("create table if not exists counted (number int primary key)");
        int number = database.row("select coalesce(max(number), 0) as last from counted")
                .orElseThrow()
                .getInteger("last");
        while (true) {
            int next = ++number;
            database.doInTransaction(tx -> tx.update("insert into counted values ($1)", next));
            System.out.println("committed " + next);
        }
    }
}
