package dev.flexgate.store;

import java.nio.file.Path;
import java.util.Map;

/**
 * How to run an {@link EmbeddedPostgres}.
 *
 * @param dataDirectory holds the rows, the password and the lock; survives restarts
 * @param binaries where PostgreSQL itself is unpacked, once per version
 * @param port on 127.0.0.1; 0 takes a free one
 * @param settings of {@code postgresql.conf}, over ours: durable, at most 100 connections
 */
public record EmbeddedOptions(Path dataDirectory, Path binaries, int port, Map<String, String> settings) {

    public EmbeddedOptions {
        settings = Map.copyOf(settings);
    }

    /** Everything below {@code dataDirectory}, on a free port. */
    public static EmbeddedOptions in(Path dataDirectory) {
        return new EmbeddedOptions(dataDirectory, dataDirectory.resolve("binaries"), 0, Map.of());
    }

    public EmbeddedOptions withPort(int other) {
        return new EmbeddedOptions(dataDirectory, binaries, other, settings);
    }
}
