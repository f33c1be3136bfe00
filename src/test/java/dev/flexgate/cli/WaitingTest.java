package dev.flexgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.cli.Progress.Form;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long work: that it says how far it is, ends in time, and can be interrupted. */
class WaitingTest {

    private static final String ID = "01a1ff61-3d5e-76ef-9217-a279e7a24b01";
    private static final String QUEUED = "{\"jobId\": \"" + ID + "\", \"state\": \"QUEUED\"}";

    /** A gateway whose planner never comes to this job. */
    private final StandIn gateway = new StandIn().says("/api/v1/jobs", QUEUED).says("/api/v1/jobs/" + ID, QUEUED);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private Path folder;

    @AfterEach
    void close() {
        gateway.close();
    }

    private String[] submit(String patience) throws Exception {
        Path job = Files.writeString(folder.resolve("job.json"), "{}");
        return new String[] {
            "jobs",
            "submit",
            job.toString(),
            "--wait",
            patience,
            "--url",
            gateway.url().toString()
        };
    }

    @Test
    void a_wait_that_is_over_ends_with_8_and_says_that_it_goes_on() throws Exception {
        var err = new StringWriter();
        int exit = CommandLines.create().setErr(new PrintWriter(err)).execute(submit("PT0.2S"));
        assertEquals(ExitCode.TIMED_OUT.code(), exit, err::toString);
        assertTrue(err.toString().contains("waiting for a plan: 0 s, QUEUED"), err.toString());
        assertTrue(err.toString().contains("ask later: flexgate jobs get " + ID), err.toString());
        assertTrue(gateway.asked() >= 3, "it looked more than once");
    }

    @Test
    void control_c_ends_a_wait_with_130_and_says_that_it_goes_on() throws Exception {
        Path said = folder.resolve("said");
        // A build that a shell put in the background hands SIGINT down as ignored (POSIX, "asynchronous lists"), and a
        // JVM
        // that inherits that never sees it.
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=INT",
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-classpath",
                System.getProperty("java.class.path"),
                "dev.flexgate.Main"));
        command.addAll(List.of(submit("PT10M")));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            Await.until("it waits", () -> gateway.asked() >= 3);
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor());
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it ends");
            assertEquals(ExitCode.INTERRUPTED.code(), process.exitValue());
            assertTrue(
                    Files.readString(said).contains("interrupted: job " + ID + " goes on; ask later"),
                    Files.readString(said));
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void waiting_looks_once_even_without_patience() {
        var looks = new AtomicInteger();
        assertTrue(Waiting.until(Duration.ZERO, () -> {
                    looks.incrementAndGet();
                    return Optional.empty();
                })
                .isEmpty());
        assertEquals(1, looks.get());
    }

    @Test
    void waiting_ends_as_soon_as_there_is_something() {
        var looks = new AtomicInteger();
        Optional<Integer> found = Waiting.until(
                Duration.ofHours(1), () -> Optional.of(looks.incrementAndGet()).filter(look -> look == 3));
        assertEquals(Optional.of(3), found);
    }

    @Test
    void waiting_can_be_interrupted() {
        Thread.currentThread().interrupt();
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> Waiting.until(Duration.ofHours(1), Optional::empty));
        assertTrue(Thread.interrupted(), "and the thread still knows");
        assertEquals(ExitCode.INTERRUPTED, failure.exit());
    }

    @Nested
    class Progress_ {

        private final StringWriter out = new StringWriter();
        private final AtomicLong nanos = new AtomicLong();

        private Progress of(Form form, long total) {
            return Progress.of(new PrintWriter(out), form, "import", total, nanos::get);
        }

        private void pass(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        @Test
        void is_a_line_now_and_then_where_there_is_no_terminal() {
            try (Progress progress = of(Form.LINES, 200)) {
                for (int done = 0; done <= 200; done++) {
                    progress.at(done, "");
                    pass(Duration.ofMillis(100));
                }
            }
            assertEquals(
                    List.of(
                            "import: 0 of 200 (0 %)",
                            "import: 100 of 200 (50 %), 10 s left", "import: 200 of 200 (100 %)"),
                    out.toString().lines().toList());
        }

        @Test
        void says_the_end_even_when_it_comes_soon() {
            try (Progress progress = of(Form.LINES, 2)) {
                progress.at(0, "");
                progress.at(2, "2 ACCEPTED");
            }
            assertEquals(
                    List.of("import: 0 of 2 (0 %)", "import: 2 of 2 (100 %), 2 ACCEPTED"),
                    out.toString().lines().toList());
        }

        @Test
        void is_a_bar_that_is_drawn_over_itself_on_a_terminal() {
            try (Progress progress = of(Form.BAR, 4)) {
                progress.at(0, "long words");
                pass(Duration.ofSeconds(1));
                progress.at(2, "");
            }
            String[] drawn = out.toString().split("\r");
            assertEquals("import [........................] 0 of 4 (0 %), long words", drawn[1]);
            assertTrue(drawn[2].startsWith("import [############............] 2 of 4 (50 %), 1 s left"), drawn[2]);
            assertTrue(drawn[2].stripTrailing().length() < drawn[2].length() - 1, "what was longer is wiped away");
        }

        @Test
        void counts_seconds_where_nobody_knows_the_end() {
            try (Progress progress = of(Form.LINES, 0)) {
                pass(Duration.ofSeconds(3));
                progress.at(0, "QUEUED");
            }
            assertEquals("import: 3 s, QUEUED", out.toString().strip());
        }

        @Test
        void is_events_for_programs_and_nothing_for_those_who_want_none() {
            try (Progress progress = of(Form.JSON, 4)) {
                progress.at(1, "x");
            }
            assertEquals(
                    "{\"progress\":\"import\",\"done\":1,\"total\":4,\"seconds\":0,\"note\":\"x\"}",
                    out.toString().strip());
            out.getBuffer().setLength(0);
            try (Progress progress = of(Form.NONE, 4)) {
                progress.at(1, "x");
            }
            assertEquals("", out.toString());
        }

        @Test
        void of_nothing_is_nothing() {
            of(Form.BAR, 4).close();
            assertFalse(out.toString().contains("import"));
        }
    }
}
