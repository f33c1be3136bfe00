package dev.flexgate.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL of our own for whoever has none: durable, on 127.0.0.1 only, behind a random password that lies in
 * the data directory (mode 0600). It ends with this JVM, however that ends, and is started again on the same data
 * and port when it dies alone.
 *
 * <p>Linux and macOS, x86-64 and ARM; as an ordinary user or as root ({@link Account}).
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    /** Recovery after a crash replays at most a checkpoint distance of log, 1 GB. */
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private static final int PORTS_TRIED = 5;
    private static final int RESTART_MILLIS_MIN = 50;
    private static final int RESTART_MILLIS_MAX = 30_000;

    private static final Map<String, String> SETTINGS = Map.of(
            "listen_addresses", "127.0.0.1",
            "unix_socket_directories", "",
            "fsync", "on",
            "synchronous_commit", "on",
            "full_page_writes", "on",
            "recovery_init_sync_method", Folders.syncMethod(),
            "jit", "off",
            // What we log of it must hold no values: neither failed statements nor details of errors.
            "log_min_messages", "log",
            "log_min_error_statement", "panic",
            "log_error_verbosity", "terse");

    private final EmbeddedOptions options;
    private final DataDirectory directory;
    private final Path binaries;
    private final Account account;
    private final int port;
    private final DatabaseAddress address;
    private final List<Runnable> onDeath = new CopyOnWriteArrayList<>();
    private volatile Postmaster postmaster;
    private volatile boolean closing;

    private EmbeddedPostgres(EmbeddedOptions options, DataDirectory directory, Path binaries, Account account)
            throws IOException, InterruptedException {
        this.options = options;
        this.directory = directory;
        this.binaries = binaries;
        this.account = account;
        Started started = options.port() == 0 ? startSomewhere() : new Started(options.port(), start(options.port()));
        this.port = started.port();
        this.postmaster = started.postmaster();
        this.address = directory.address(port);
    }

    /** Starts on a free port with everything below {@code dataDirectory}. */
    public static EmbeddedPostgres start(Path dataDirectory) throws IOException {
        return start(EmbeddedOptions.in(dataDirectory));
    }

    /** Blocks until the database accepts connections: about 2.5 s the first time, 0.1 s later. */
    public static EmbeddedPostgres start(EmbeddedOptions options) throws IOException {
        DataDirectory directory = DataDirectory.hold(options.dataDirectory());
        try {
            return start(options, directory, Account.choose(directory.cluster()));
        } catch (IOException | RuntimeException failure) {
            directory.close();
            throw failure;
        }
    }

    static EmbeddedPostgres start(EmbeddedOptions options, DataDirectory directory, Account account)
            throws IOException {
        Path binaries = PostgresBinaries.unpacked(options.binaries().toAbsolutePath());
        directory.prepare(binaries, account);
        try {
            EmbeddedPostgres started = new EmbeddedPostgres(options, directory, binaries, account);
            started.watch();
            LOG.info("database started: address={} cluster={}", started.address, directory.cluster());
            return started;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while starting PostgreSQL", interrupted);
        }
    }

    public DatabaseAddress address() {
        return address;
    }

    /** Whether the database runs now; false for the moment between its death and its restart. */
    public boolean isAlive() {
        return postmaster.isAlive();
    }

    /** Calls {@code listener} each time the database dies without having been told to, before it is restarted. */
    public void onDeath(Runnable listener) {
        onDeath.add(listener);
    }

    @Override
    public void close() {
        closing = true;
        synchronized (this) {
            if (!postmaster.stop()) {
                clearOrphans();
            }
        }
        directory.close();
    }

    private record Started(int port, Postmaster postmaster) {}

    private Started startSomewhere() throws IOException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            int free = freePort();
            try {
                return new Started(free, start(free));
            } catch (IOException failure) {
                // Between our look and its bind someone else may have taken the port.
                boolean lostPort = String.valueOf(failure.getMessage()).contains("could not bind");
                if (!lostPort || attempt == PORTS_TRIED) {
                    throw failure;
                }
            }
        }
    }

    private Postmaster start(int onPort) throws IOException, InterruptedException {
        new Orphans(directory.cluster(), binaries, account).clear();
        Postmaster launched = Postmaster.launch(Postmaster.watched(account, command(onPort)), directory.cluster());
        try {
            launched.awaitReady(LONGEST_START);
            return launched;
        } catch (IOException | InterruptedException failure) {
            launched.stop();
            throw failure;
        }
    }

    private List<String> command(int onPort) {
        List<String> command = new ArrayList<>();
        command.add(binaries.resolve("bin/postgres").toString());
        command.addAll(List.of("-D", directory.cluster().toString(), "-p", String.valueOf(onPort)));
        Map<String, String> settings = new TreeMap<>(SETTINGS);
        settings.putAll(options.settings());
        settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
        return command;
    }

    private void watch() {
        postmaster.onEnd(this::revive);
    }

    private void revive() {
        if (closing) {
            return;
        }
        LOG.error("the database died and is started again: {}", postmaster.lastWords());
        onDeath.forEach(EmbeddedPostgres::tell);
        // Without end, since a full disk may be emptied while nobody looks; but ever more slowly.
        int pauseMillis = RESTART_MILLIS_MIN;
        while (!revived() && paused(pauseMillis)) {
            pauseMillis = Math.min(RESTART_MILLIS_MAX, pauseMillis * 2);
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException failure) {
            LOG.warn("a listener for the death of the database failed", failure);
        }
    }

    /** Whether there is nothing more to do. */
    private synchronized boolean revived() {
        if (closing) {
            return true;
        }
        try {
            postmaster.stop(); // lets go of the old pipe, in case only the shell was killed
            postmaster = start(port);
            watch();
            LOG.info("database started again: address={}", address);
            return true;
        } catch (IOException | RuntimeException failure) {
            LOG.warn("the database did not start, will try again", failure);
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private static boolean paused(int millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void clearOrphans() {
        try {
            new Orphans(directory.cluster(), binaries, account).clear();
        } catch (IOException failure) {
            LOG.error("the database was left running: cluster={}", directory.cluster(), failure);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
