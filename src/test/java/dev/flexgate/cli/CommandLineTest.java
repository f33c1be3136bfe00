package dev.flexgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.GatewayHouse;
import dev.flexgate.identity.access.KeyText;
import dev.flexgate.wire.StrictJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as a person and a script have them, against a whole gateway with keys. */
class CommandLineTest {

    /** How a command ended. */
    record Ran(int exit, String out, String err) {}

    private static final Set<Integer> REACHED = new HashSet<>();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static GatewayHouse gateway;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static Path admin;

    @BeforeAll
    static void a_gateway_with_a_key() throws Exception {
        admin = folder.resolve("admin-key");
        Files.writeString(admin, KeyText.random(new SecureRandom()).reveal());
        gateway = new GatewayHouse(folder, Map.of("FLEXGATE_ADMIN_KEY_FILE", admin.toString()));
        String bearer = "Bearer " + Files.readString(admin);
        Await.until(
                "a plan to weigh jobs with",
                () -> gateway.send("GET", "/api/v1/plan", "", "Authorization", bearer)
                                .status()
                        == 200);
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private static Ran run(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        if (!all.contains("--url")) {
            all.addAll(List.of("--url", gateway.url().toString()));
        }
        if (!all.contains("--key-file")) {
            all.addAll(List.of("--key-file", admin.toString()));
        }
        var ran = new AtomicReference<Ran>();
        // While a plan is in the making, or the machine is busy, the gateway says so and does nothing.
        Await.until("an answer to " + all, () -> {
            ran.set(bare(all.toArray(String[]::new)));
            return !ran.get().err().contains(" answered 503 ");
        });
        return ran.get();
    }

    private static Ran bare(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int exit = CommandLines.create()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        REACHED.add(exit);
        return new Ran(exit, out.toString(), err.toString());
    }

    private static Path job(String reference, String kilowatts, String kilowattHours) throws Exception {
        Instant deadline = Instant.now().plus(Duration.ofHours(30)).truncatedTo(ChronoUnit.HOURS);
        Path file = folder.resolve(reference + ".json");
        Files.writeString(file, """
                {"reference": "%s", "name": "A job", "shape": {"kind": "CONTIGUOUS"}, "itPowerKw": %s,
                 "workKwh": %s, "deadline": "%s", "homeSite": "cambridge-east"}
                """.formatted(reference, kilowatts, kilowattHours, deadline));
        return file;
    }

    private static String id(Ran submitted) {
        return submitted
                .out()
                .lines()
                .filter(line -> line.startsWith("jobId"))
                .findFirst()
                .orElseThrow()
                .substring("jobId".length())
                .strip();
    }

    @Test
    void a_job_is_weighed_submitted_explained_and_cancelled() throws Exception {
        Path file = job("whole-life", "100", "200");
        Ran weighed = run("jobs", "submit", "--dry-run", file.toString());
        assertEquals(0, weighed.exit(), weighed.err());
        assertTrue(weighed.out().startsWith("SITE"), weighed.out());
        Ran submitted = run("jobs", "submit", file.toString(), "--wait", "PT5M");
        assertEquals(0, submitted.exit(), submitted.err());
        assertTrue(submitted.err().contains("next: flexgate jobs why"), submitted.err());
        Ran why = run("jobs", "why", id(submitted));
        assertEquals(0, why.exit(), why.err());
        assertTrue(why.out().contains("plan "), why.out());
        assertEquals(0, run("jobs", "cancel", id(submitted)).exit());
        assertTrue(run("jobs", "get", id(submitted)).out().contains("CANCELLED"));
        assertTrue(run("jobs", "ls", "--state", "CANCELLED").out().contains(id(submitted)));
    }

    @Test
    void a_plan_is_proposed_looked_at_and_withdrawn_and_what_none_can_do_is_told_by_name() {
        Ran proposed = run("plans", "propose", "--carbon-per-tonne", "90", "--reason", "to see", "-o", "json");
        assertEquals(0, proposed.exit(), proposed.err());
        String id = StrictJson.parse(proposed.out().getBytes(StandardCharsets.UTF_8))
                .path("proposalId")
                .asText();
        Ran shown = run("plans", "proposal", id);
        assertTrue(shown.out().contains("asked: a tonne of CO2e worth 90"), shown.out());
        assertTrue(run("plans", "proposals").out().contains(id));
        assertEquals(0, run("plans", "withdraw", id).exit());
        Ran late = run("plans", "apply", id);
        assertEquals(ExitCode.CONFLICT.code(), late.exit(), late.err());
        Ran impossible = run("plans", "propose", "--close", "nowhere,2027-01-01T00:00:00Z,2027-01-02T00:00:00Z");
        assertEquals(ExitCode.INFEASIBLE.code(), impossible.exit(), impossible.err());
        assertTrue(impossible.err().contains("SITE_UNKNOWN"), impossible.err());
        assertEquals(
                ExitCode.USAGE.code(),
                run("plans", "propose", "--move", "alone").exit());
        assertTrue(run("plans", "ls").out().startsWith("VERSION"));
        assertEquals(ExitCode.NOT_FOUND.code(), run("plans", "diff", "999999").exit());
        assertTrue(run("plans", "get").out().contains("certificate"));
        assertTrue(run("plans", "approval").out().contains("AUTOMATIC"));
        Ran named = run("plans", "set-approval", "AUTOMATIC", "--cause", "jobs,forecast", "--expires-in", "30");
        assertTrue(named.out().contains("FORECAST"), named::toString);
        assertEquals(
                ExitCode.NOT_FOUND.code(),
                run("plans", "diff", "999999", "--against", "1", "--json-patch").exit());
    }

    @Test
    void the_same_intent_is_done_once() throws Exception {
        Path file = job("once-only", "100", "100");
        Ran first = run("jobs", "submit", file.toString(), "--idempotency-key", "intent-1");
        Ran again = run("jobs", "submit", file.toString(), "--idempotency-key", "intent-1");
        assertEquals(first.out(), again.out());
        Ran other = run("jobs", "submit", job("another", "1", "1").toString(), "--idempotency-key", "intent-1");
        assertEquals(ExitCode.REJECTED.code(), other.exit(), other.err());
        assertTrue(other.err().contains("IDEMPOTENCY_KEY_REUSED"), other.err());
    }

    @Test
    void errors_say_what_why_and_what_to_do() throws Exception {
        Ran refused = run("jobs", "submit", job("uneven", "100", "33").toString());
        assertEquals(ExitCode.REJECTED.code(), refused.exit());
        List<String> lines =
                refused.err().lines().filter(line -> !line.startsWith("Idem")).toList();
        assertEquals(3, lines.size(), refused.err());
        assertEquals("error: POST /api/v1/jobs answered 422 JOB_REFUSED", lines.get(0));
        assertTrue(lines.get(1).startsWith("  why: ") && lines.get(1).contains("/workKwh"), lines.get(1));
        assertTrue(lines.get(2).startsWith("  fix: take over the suggestion {\"workKwh\":50"), lines.get(2));
        assertEquals("", refused.out(), "nothing but results goes to stdout");
    }

    @Test
    void output_is_a_table_or_the_answer_itself_or_a_line_each() {
        assertTrue(run("slots", "ls", "--limit", "2").out().startsWith("SLOT"));
        Ran json = run("slots", "ls", "--limit", "2", "-o", "json");
        assertEquals(
                2,
                StrictJson.parse(json.out().getBytes(StandardCharsets.UTF_8))
                        .path("slots")
                        .size());
        assertEquals(
                2,
                run("slots", "ls", "--limit", "2", "-o", "jsonl").out().lines().count());
    }

    @Test
    void a_misspelt_command_or_option_is_met_with_what_was_meant() {
        Ran command = bare("jbos");
        assertEquals(ExitCode.USAGE.code(), command.exit());
        assertTrue(command.err().contains("jobs"), command.err());
        Ran code = bare("problems", "JOB_REFUSD");
        assertTrue(code.err().contains("did you mean JOB_REFUSED?"), code.err());
    }

    @Test
    void a_key_is_printed_once_and_alone() {
        Ran made = run("keys", "create", "--tenant", "fen-research", "--scope", "jobs:read");
        assertEquals(0, made.exit(), made.err());
        String key = made.out().strip();
        assertTrue(KeyText.parse(key).isPresent(), key);
        Ran list = run("keys", "ls");
        assertTrue(list.out().contains(KeyText.parse(key).orElseThrow().id()));
        assertFalse(list.out().contains(key.substring(17)));
    }

    @Test
    void settings_are_shown_without_their_secrets() {
        Ran shown = bare("config", "explain");
        assertEquals(0, shown.exit(), shown.err());
        assertTrue(shown.out().contains("FLEXGATE_HTTP_HOST=127.0.0.1    # default"), shown.out());
    }

    @Test
    void completion_for_shells_is_printed() {
        assertTrue(bare("generate-completion").out().contains("flexgate"));
    }

    @Test
    void every_exit_code_is_reached() throws Exception {
        bare("problems");
        bare("no-such-command");
        run("jobs", "submit", job("broken", "0", "1").toString());
        run("jobs", "get", "00000000-0000-7000-8000-000000000000");
        Path reader = folder.resolve("reader");
        Files.writeString(
                reader,
                run("keys", "create", "--tenant", "fen", "--scope", "jobs:read").out());
        run("orders", "ls", "--key-file", reader.toString());
        run("jobs", "submit", job("too-much", "100", "100000").toString());
        run("slots", "ls", "--url", "http://127.0.0.1:1");
        run(
                "keys",
                "revoke",
                KeyText.parse(Files.readString(admin)).orElseThrow().id());
        Path bundle = folder.resolve("bundle.zip");
        Files.writeString(bundle, "no zip");
        String vkey = new String(gateway.send("GET", "/log/vkey", "").response().body(), StandardCharsets.UTF_8);
        run("audit", "verify", "--vkey", vkey.strip(), bundle.toString());
        Set<Integer> expected = EnumSet.of(
                        ExitCode.DONE,
                        ExitCode.USAGE,
                        ExitCode.REJECTED,
                        ExitCode.NOT_FOUND,
                        ExitCode.CONFLICT,
                        ExitCode.NOT_ALLOWED,
                        ExitCode.UNVERIFIED,
                        ExitCode.INFEASIBLE,
                        ExitCode.UNREACHABLE)
                .stream()
                .map(ExitCode::code)
                .collect(Collectors.toSet());
        assertTrue(REACHED.containsAll(expected), () -> expected + " but only " + REACHED);
    }

    @Test
    void statuses_of_the_gateway_become_exit_codes() {
        assertEquals(ExitCode.LIMITED, ExitCode.of(429, "RATE_LIMITED", ""));
        assertEquals(ExitCode.PARTNER, ExitCode.of(502, "", ""));
        assertEquals(ExitCode.UNEXPECTED, ExitCode.of(500, "INTERNAL", ""));
        assertEquals(ExitCode.INFEASIBLE, ExitCode.of(422, "JOB_REFUSED", "WORK_EXCEEDS_WINDOW"));
        assertEquals(ExitCode.REJECTED, ExitCode.of(422, "JOB_REFUSED", "WORK_NOT_WHOLE"));
    }

    @Test
    void the_other_doors_have_their_nouns() throws Exception {
        String key = admin.toString();
        for (String[] words : new String[][] {
            {"flex", "needs"},
            {"flex", "orders"},
            {"dispatches", "ls"},
            {"settlement", "ls"},
            {"webhooks", "ls"},
            {"forecast", "skill"}
        }) {
            Ran ran = run(words[0], words[1], "--key-file", key);
            assertEquals(0, ran.exit(), ran.err());
        }
        Path table = folder.resolve("readings.csv");
        Files.writeString(table, """
                meter,start,interval,value,unit,quality
                cambridge-east-gpu,2026-11-01T00:00:00Z,PT30M,12.5,kWh,MEASURED
                cambridge-east-gpu,2026-11-01T00:30:00Z,PT30M,13,kWh,MEASURED
                """);
        Ran first = run("readings", "import", table.toString(), "--key-file", key);
        assertEquals(0, first.exit(), first.err());
        assertTrue(first.err().contains("ACCEPTED"), first.err());
        assertTrue(run("readings", "import", table.toString(), "--key-file", key)
                .err()
                .contains("REPEATED"));
        Ran known = run(
                "readings",
                "ls",
                "cambridge-east-gpu",
                "--from",
                "2026-11-01T00:00:00Z",
                "--to",
                "2026-11-01T01:00:00Z",
                "--key-file",
                key);
        assertTrue(known.out().contains("12.5"), known.out() + known.err());
    }

    @Test
    void the_table_in_the_documentation_is_the_one_in_the_code() throws Exception {
        String page = Files.readString(Path.of("docs", "reference", "cli.md"));
        for (ExitCode each : ExitCode.values()) {
            assertTrue(page.contains("| " + each.code() + " | " + each.meaning() + " |"), each + " is missing");
        }
    }
}
