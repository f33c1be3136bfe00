package dev.flexgate.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Clears away what an earlier run left of a cluster: a postmaster whose watchdog was killed, backends whose
 * postmaster was, and a pid file whose number now belongs to some other program (as happens whenever a container
 * starts anew), which PostgreSQL would take for a running server.
 */
final class Orphans {

    private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);
    private static final int STOP_SECONDS = 30;
    private static final long POLL_NANOS = 2_000_000;

    private final Path cluster;
    private final Path binaries;
    private final Account account;

    Orphans(Path cluster, Path binaries, Account account) {
        this.cluster = cluster;
        this.binaries = binaries;
        this.account = account;
    }

    void clear() throws IOException {
        Path file = cluster.resolve("postmaster.pid");
        Optional<PostmasterFile> stale = PostmasterFile.read(cluster);
        if (stale.isEmpty()) {
            return;
        }
        Optional<ProcessHandle> holder = ProcessHandle.of(stale.get().pid());
        if (holder.filter(this::isOurs).isPresent()) {
            stop(stale.get().pid());
        }
        for (ProcessHandle left : processes()) {
            LOG.warn("killing a process of the database that was left behind: pid={}", left.pid());
            left.destroyForcibly();
            awaitEnd(left);
        }
        if (holder.filter(ProcessHandle::isAlive)
                .filter(process -> !isOurs(process))
                .isPresent()) {
            Files.deleteIfExists(file);
        }
    }

    private void stop(long pid) {
        LOG.warn("stopping a database that was left behind: pid={} cluster={}", pid, cluster);
        try {
            String control = binaries.resolve("bin/pg_ctl").toString();
            Tool.run(
                    account.command(control, "stop", "-D", cluster.toString(), "-m", "fast", "-t", "" + STOP_SECONDS),
                    "",
                    STOP_SECONDS + 5);
        } catch (IOException failure) {
            LOG.warn("it did not stop, so it will be killed: pid={}", pid, failure);
        }
    }

    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    /** Every process of PostgreSQL works in its cluster's folder; where that cannot be seen, its program must do. */
    private boolean isOurs(ProcessHandle process) {
        Path seen = Path.of("/proc", String.valueOf(process.pid()), "cwd");
        try {
            boolean works = Files.exists(Path.of("/proc/self/cwd"))
                    ? Files.readSymbolicLink(seen).equals(cluster)
                    : process.info()
                            .command()
                            .map(Path::of)
                            .filter(binaries.resolve("bin/postgres")::equals)
                            .isPresent();
            return works && process.isAlive();
        } catch (IOException _) {
            return false; // ended meanwhile, or another user's
        }
    }

    /** Gone from the folder is ended enough: a dead process stays visible until its parent has looked. */
    private void awaitEnd(ProcessHandle process) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        while (isOurs(process)) {
            if (System.nanoTime() > deadline) {
                throw new IOException("cannot end process " + process.pid());
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }
}
