package dev.flexgate.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running postmaster below a shell that watches a pipe from us. The kernel closes the pipe however this JVM ends,
 * {@code kill -9} included; then the shell stops the postmaster. When the postmaster ends first, so does the shell.
 */
final class Postmaster {

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

    /**
     * The postmaster itself must not hold the pipe, and the watcher must not outlive the postmaster, whose number it
     * would one day give to a stranger. {@code read} rather than {@code cat} so that killing the watcher leaves
     * no child of it.
     */
    private static final String WATCH = """
            exec 3<&0
            "$@" </dev/null 3<&- &
            postmaster=$!
            trap '' INT TERM HUP
            (read -r _ <&3; kill -INT "$postmaster" 2>/dev/null) &
            watcher=$!
            exec 3<&-
            wait "$postmaster"
            ended=$?
            kill -KILL "$watcher" 2>/dev/null
            exit "$ended"
            """;

    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 5;
    private static final int REMEMBERED_LINES = 20;

    private final Process shell;
    private final Path cluster;
    private final Deque<String> lastLines = new ArrayDeque<>();

    private Postmaster(Process shell, Path cluster) {
        this.shell = shell;
        this.cluster = cluster;
    }

    static Postmaster launch(List<String> command, Path cluster) throws IOException {
        Process shell = Tool.builder(command).start();
        Postmaster postmaster = new Postmaster(shell, cluster);
        Thread.ofPlatform().daemon().name("postgres-log").start(postmaster::readLog);
        return postmaster;
    }

    static List<String> watched(Account account, List<String> postgres) {
        // In a session of its own, Ctrl-C reaches only us, and we stop the database last.
        List<String> command = new ArrayList<>();
        if (Tool.works("setsid", "true")) {
            command.add("setsid");
        }
        command.addAll(account.command("sh", "-c", WATCH, "postgres"));
        command.addAll(postgres);
        return command;
    }

    /** Returns when connections are accepted; {@link IOException} with the server's last words when it ends instead. */
    void awaitReady(Duration patience) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isReady()) {
            if (!shell.isAlive()) {
                throw new IOException("PostgreSQL did not start: " + lastWords());
            }
            if (System.nanoTime() > deadline) {
                throw new IOException("PostgreSQL was not ready within " + patience + ": " + lastWords());
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** The file alone proves nothing: one left by a crash says ready too. */
    private boolean isReady() throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(cluster);
        return file.filter(said -> said.state().equals("ready"))
                .flatMap(said -> ProcessHandle.of(said.pid()))
                .flatMap(ProcessHandle::parent)
                .filter(parent -> parent.pid() == shell.pid())
                .isPresent();
    }

    void onEnd(Runnable then) {
        var _ = shell.onExit()
                .thenRun(() ->
                        Thread.ofPlatform().daemon().name("postgres-restart").start(then));
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    /** Lets go of the pipe and waits for the end; false when it does not come. */
    boolean stop() {
        try {
            shell.getOutputStream().close();
            return shell.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (IOException failure) {
            LOG.warn("cannot close the pipe to the database", failure);
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void readLog() {
        try (BufferedReader lines = shell.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                remember(line);
                if (line.contains("PANIC:")) {
                    LOG.warn("{}", line);
                } else {
                    LOG.debug("{}", line);
                }
            }
        } catch (IOException _) {
            // The process is gone, and we are told so elsewhere.
        }
    }

    private synchronized void remember(String line) {
        if (lastLines.size() == REMEMBERED_LINES) {
            lastLines.removeFirst();
        }
        lastLines.addLast(line);
    }

    synchronized String lastWords() {
        return String.join("\n", lastLines);
    }
}
