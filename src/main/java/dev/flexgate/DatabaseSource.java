package dev.flexgate;

import dev.flexgate.Config.DatabaseChoice;
import dev.flexgate.store.DatabaseAddress;
import dev.flexgate.store.EmbeddedOptions;
import dev.flexgate.store.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/**
 * The database that the gateway stands on: the operator's, or one that lives and ends with the gateway.
 *
 * @param address where it is
 * @param running whether it runs, as far as we are the ones who run it
 * @param end stops it, if it is ours
 */
record DatabaseSource(DatabaseAddress address, BooleanSupplier running, Runnable end) implements AutoCloseable {

    static DatabaseSource of(DatabaseChoice choice, Path dataFolder) {
        return switch (choice) {
            case DatabaseChoice.External external ->
                new DatabaseSource(DatabaseAddress.parse(external.url()), () -> true, () -> {});
            case DatabaseChoice.Embedded _ -> embedded(dataFolder.resolve("postgresql"));
        };
    }

    private static DatabaseSource embedded(Path folder) {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.in(folder));
            return new DatabaseSource(server.address(), server::isAlive, server::close);
        } catch (IOException broken) {
            throw new UncheckedIOException("the embedded database did not start in " + folder, broken);
        }
    }

    @Override
    public void close() {
        end.run();
    }
}
