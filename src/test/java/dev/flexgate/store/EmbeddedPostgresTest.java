package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.security.auth.module.UnixSystem;
import dev.flexgate.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {

    /** Shared with {@link TestDatabase}, so that a test run unpacks once. */
    private static final Path BINARIES = Path.of("target", "test-database", "binaries");

    /** How often each kind of death is tried; more with {@code -Dflexgate.store.rounds=20}. */
    private static final int ROUNDS = Integer.getInteger("flexgate.store.rounds", 1);

    /** One for all, since preparing a cluster is what takes longest; each test has tables of its own. */
    @TempDir
    private static Path folder;

    private final List<Process> holders = new ArrayList<>();

    @AfterEach
    void end_the_holders() {
        holders.forEach(Process::destroyForcibly);
    }

    @Test
    void rows_survive_a_restart() throws IOException {
        DatabaseAddress before;
        try (EmbeddedPostgres server = start()) {
            before = server.address();
            run(server, "create table kept (id int)", "insert into kept values (7)");
        }
        assertEquals(List.of(), processes());
        try (EmbeddedPostgres server = start()) {
            assertEquals(7, number(server, "select id as n from kept"));
            assertEquals(before.password(), server.address().password());
        }
        assertEquals(List.of(), processes());
    }

    @Test
    void it_is_durable_private_and_local() throws IOException {
        try (EmbeddedPostgres server = start()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                assertEquals("on", text(server, "show " + setting, setting));
            }
            assertEquals("scram-sha-256", text(server, "select auth_method as m from pg_hba_file_rules limit 1", "m"));
            assertEquals(
                    PosixFilePermissions.fromString("rw-------"),
                    Files.getPosixFilePermissions(folder.resolve("password")));
            assertEquals(PosixFilePermissions.fromString("rwx------"), Files.getPosixFilePermissions(folder));
            for (InetAddress other : outerAddresses()) {
                assertThrows(
                        IOException.class, () -> connect(other, server.address().port()));
            }
        }
    }

    @Test
    void a_given_port_is_used() throws IOException {
        int port;
        try (EmbeddedPostgres first = start()) {
            port = first.address().port();
        }
        try (EmbeddedPostgres second = EmbeddedPostgres.start(options().withPort(port))) {
            assertEquals(port, second.address().port());
        }
    }

    @Test
    void a_second_one_on_the_same_folder_is_refused() throws Exception {
        try (EmbeddedPostgres server = start()) {
            assertThrows(IOException.class, this::start);
            Process other = holder();
            assertTrue(other.waitFor(30, TimeUnit.SECONDS));
            assertEquals(1, other.exitValue());
            assertEquals(1, number(server, "select 1 as n"), "the first is unharmed");
        }
    }

    @Test
    void it_is_started_again_when_it_is_killed_alone() throws IOException {
        AtomicInteger deaths = new AtomicInteger();
        try (EmbeddedPostgres server = start();
                Database database = Database.open(TestDatabase.vertx(), server.address(), TestDatabase.limits())) {
            server.onDeath(deaths::incrementAndGet);
            database.rows("create table killed (id int)");
            for (int round = 1; round <= ROUNDS; round++) {
                database.doInTransaction(tx -> tx.update("insert into killed values (1)"));
                kill(postmaster());
                int died = round;
                Await.until("noticed", () -> deaths.get() == died);
                Await.until("answers again", () -> answers(database));
                assertEquals(round, database.rows("select id from killed").size());
            }
        }
        assertEquals(List.of(), processes());
    }

    @Test
    void it_is_started_again_when_its_watching_shell_is_killed() throws IOException {
        AtomicInteger deaths = new AtomicInteger();
        try (EmbeddedPostgres server = start()) {
            server.onDeath(deaths::incrementAndGet);
            run(server, "create table watched (id int)");
            ProcessHandle orphan = postmaster();
            kill(orphan.parent().orElseThrow());
            Await.until("noticed", () -> deaths.get() == 1 && server.isAlive());
            assertEquals(0, number(server, "select count(*)::int as n from watched"));
            assertFalse(worksIn(orphan, folder.resolve("cluster")));
        }
        assertEquals(List.of(), processes());
    }

    @Test
    void nothing_stays_of_a_killed_jvm_but_its_rows() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Committed committed = Committed.of(holder(), 50 + round * 37);
            kill(committed.process().toHandle());
            committed.readToTheEnd();
            Await.until("the database ended by itself", () -> processes().isEmpty());
            assertAllThere(committed);
        }
    }

    @Test
    void nothing_stays_of_a_jvm_that_is_asked_to_end() throws Exception {
        Committed committed = Committed.of(holder(), 20);
        assertTrue(committed.process().toHandle().destroy());
        committed.readToTheEnd();
        Await.until("the database ended by itself", () -> processes().isEmpty());
        assertAllThere(committed);
    }

    @Test
    void killing_jvm_and_database_together_loses_no_committed_row() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Committed committed = Committed.of(holder(), 50 + round * 37);
            ProcessHandle postmaster = postmaster();
            kill(committed.process().toHandle());
            kill(postmaster);
            committed.readToTheEnd();
            assertAllThere(committed);
        }
    }

    @Test
    void a_database_whose_watcher_was_killed_with_the_jvm_is_found_and_stopped() throws Exception {
        Committed committed = Committed.of(holder(), 20);
        ProcessHandle postmaster = postmaster();
        ProcessHandle shell = postmaster.parent().orElseThrow();
        List<ProcessHandle> watchers =
                shell.children().filter(child -> !child.equals(postmaster)).toList();
        kill(shell);
        watchers.forEach(EmbeddedPostgresTest::kill);
        kill(committed.process().toHandle());
        committed.readToTheEnd();
        assertTrue(postmaster.isAlive(), "an orphan");
        assertAllThere(committed);
        assertFalse(worksIn(postmaster, folder.resolve("cluster")));
    }

    @Test
    void a_pid_file_whose_number_now_belongs_to_another_program_does_not_hinder() throws IOException {
        start().close();
        String stale = ProcessHandle.current().pid() + "\n" + folder.resolve("cluster")
                + "\n1\n5432\n\n127.0.0.1\n1 1\nready   \n";
        Files.writeString(folder.resolve("cluster/postmaster.pid"), stale);
        try (EmbeddedPostgres server = start()) {
            assertEquals(1, number(server, "select 1 as n"));
        }
    }

    @Test
    void an_unfinished_preparation_is_begun_anew(@TempDir Path other) throws IOException {
        Files.createDirectories(other.resolve("cluster.new/base"));
        Files.writeString(other.resolve("password"), "old");
        try (EmbeddedPostgres server = EmbeddedPostgres.start(new EmbeddedOptions(other, BINARIES, 0, Map.of()))) {
            assertEquals(1, number(server, "select 1 as n"));
        }
    }

    @Test
    void root_without_user_namespaces_runs_it_as_another_user() throws IOException {
        assumeTrue(new UnixSystem().getUid() == 0, "skipped: not root");
        Path open = Files.createTempDirectory(Path.of("/tmp"), "flexgate-");
        boolean reachable = Tool.works(Account.standIn()
                .command("test", "-x", BINARIES.toAbsolutePath().toString())
                .toArray(String[]::new));
        var options = new EmbeddedOptions(open, reachable ? BINARIES : open.resolve("binaries"), 0, Map.of());
        try {
            try (DataDirectory directory = DataDirectory.hold(open);
                    EmbeddedPostgres server = EmbeddedPostgres.start(options, directory, Account.standIn())) {
                run(server, "create table thing (id int)");
            }
            try (EmbeddedPostgres server = EmbeddedPostgres.start(options)) {
                assertEquals(0, number(server, "select count(*)::int as n from thing"), "as the owner of the files");
            }
        } finally {
            Folders.delete(open);
        }
    }

    private EmbeddedOptions options() {
        return new EmbeddedOptions(folder, BINARIES, 0, Map.of());
    }

    private EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.start(options());
    }

    private Process holder() throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process holder = new ProcessBuilder(
                        java,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DatabaseHolder.class.getName(),
                        folder.toString(),
                        BINARIES.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        holders.add(holder);
        return holder;
    }

    private void assertAllThere(Committed committed) throws IOException {
        try (EmbeddedPostgres server = start()) {
            int last = number(server, "select max(number) as n from counted");
            assertEquals(last, number(server, "select count(*)::int as n from counted"));
            // One more may be there: committed, but killed before it could say so.
            assertTrue(last == committed.last() || last == committed.last() + 1, last + " after " + committed.last());
        }
    }

    private ProcessHandle postmaster() {
        return ProcessHandle.of(pidFile()).orElseThrow();
    }

    private long pidFile() {
        try {
            return PostmasterFile.read(folder.resolve("cluster")).orElseThrow().pid();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Every process that was started for, or works in, our folder. */
    private List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses()
                .filter(process -> !process.equals(ProcessHandle.current()))
                .filter(process -> process.info().commandLine().orElse("").contains(folder.toString())
                        || worksIn(process, folder.resolve("cluster")))
                .toList();
    }

    private static boolean worksIn(ProcessHandle process, Path place) {
        try {
            return Files.readSymbolicLink(Path.of("/proc", "" + process.pid(), "cwd"))
                    .equals(place);
        } catch (IOException _) {
            return false;
        }
    }

    private static void kill(ProcessHandle process) {
        assertTrue(process.destroyForcibly());
    }

    private static boolean answers(Database database) {
        try {
            return database.rows("select 1").size() == 1;
        } catch (StoreUnavailableException _) {
            return false;
        }
    }

    private static void run(EmbeddedPostgres server, String... statements) {
        try (Database database = open(server)) {
            List.of(statements).forEach(database::rows);
        }
    }

    private static int number(EmbeddedPostgres server, String sql) {
        try (Database database = open(server)) {
            return database.row(sql).orElseThrow().getInteger("n");
        }
    }

    private static String text(EmbeddedPostgres server, String sql, String column) {
        try (Database database = open(server)) {
            return database.row(sql).orElseThrow().getString(column);
        }
    }

    private static Database open(EmbeddedPostgres server) {
        return Database.open(TestDatabase.vertx(), server.address(), TestDatabase.limits());
    }

    private static List<InetAddress> outerAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .toList();
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
        }
    }
}
