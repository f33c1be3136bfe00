package dev.flexgate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The name by which this gateway holds leases. It lies in the data folder, so that a gateway that was killed takes its
 * own leases again at its next start instead of waiting for them to end. The file is locked while the gateway runs: of
 * two that share a folder only one has the name, and the other one of its own for this life.
 */
final class NodeName implements AutoCloseable {

    private static final int LENGTH_MAX = 64;

    private final String name;
    private final @Nullable FileChannel file;

    private NodeName(String name, @Nullable FileChannel file) {
        this.name = name;
        this.file = file;
    }

    static NodeName in(Path dataFolder) {
        try {
            Files.createDirectories(dataFolder);
            FileChannel file = FileChannel.open(
                    dataFolder.resolve("node-name"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (lock(file) == null) {
                file.close();
                return new NodeName(UUID.randomUUID().toString(), null);
            }
            return new NodeName(read(file), file);
        } catch (IOException broken) {
            throw new UncheckedIOException("the name of this gateway cannot be kept in " + dataFolder, broken);
        }
    }

    private static @Nullable FileLock lock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException _) {
            return null;
        }
    }

    private static String read(FileChannel file) throws IOException {
        var bytes = ByteBuffer.allocate(LENGTH_MAX);
        int length = Math.max(0, file.read(bytes, 0));
        String known = new String(bytes.array(), 0, length, StandardCharsets.UTF_8).strip();
        if (known.matches("[0-9a-f-]{36}")) {
            return known;
        }
        String name = UUID.randomUUID().toString();
        file.truncate(0);
        file.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)), 0);
        file.force(true);
        return name;
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                file.close();
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
