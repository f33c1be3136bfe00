package dev.flexgate.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The folder of an {@link EmbeddedPostgres}, held by one process at a time. */
final class DataDirectory implements AutoCloseable {

    private static final String USER = "flexgate";
    private static final String DATABASE = "flexgate";
    private static final int INITDB_SECONDS = 120;

    /** Closing any channel of a file drops this process's lock on it, so our own second try must not open one. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel lock;

    private DataDirectory(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    static DataDirectory hold(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path real = folder.toRealPath();
        if (!HELD.add(real)) {
            throw taken(real);
        }
        try {
            Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwx------"));
            return new DataDirectory(real, locked(real));
        } catch (IOException | RuntimeException failure) {
            HELD.remove(real);
            throw failure;
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        @Nullable FileLock held = channel.tryLock();
        if (held == null) {
            channel.close();
            throw taken(folder);
        }
        return channel;
    }

    private static IOException taken(Path folder) {
        return new IOException("another FlexGate runs on " + folder);
    }

    Path cluster() {
        return folder.resolve("cluster");
    }

    DatabaseAddress address(int port) throws IOException {
        return new DatabaseAddress("127.0.0.1", port, DATABASE, USER, Files.readString(password()));
    }

    /** Makes the cluster unless it is there; never half of one, as it gets its name last. */
    void prepare(Path binaries, Account account) throws IOException {
        if (Files.exists(cluster())) {
            return;
        }
        Path fresh = folder.resolve("cluster.new");
        Folders.delete(fresh);
        choosePassword();
        account.own(folder);
        String bin = binaries.resolve("bin") + "/";
        Tool.run(
                account.command(
                        bin + "initdb",
                        "--pgdata=" + fresh,
                        "--username=" + USER,
                        "--pwfile=" + password(),
                        "--auth=scram-sha-256",
                        "--sync-method=" + Folders.syncMethod(),
                        "--encoding=UTF8",
                        "--locale=C",
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8"),
                "",
                INITDB_SECONDS);
        Tool.run(
                account.command(bin + "postgres", "--single", "-D", fresh.toString(), "postgres"),
                "create database " + DATABASE + "\n",
                INITDB_SECONDS);
        Files.move(fresh, cluster(), StandardCopyOption.ATOMIC_MOVE);
        Folders.force(folder); // or a power cut might take the name back, and the first rows with it
    }

    private Path password() {
        return folder.resolve("password");
    }

    private void choosePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(password());
        Files.createFile(
                password(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try (FileChannel file = FileChannel.open(password(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII)));
            file.force(true);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            HELD.remove(folder);
        }
    }
}
