package dev.flexgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every listing as it is printed, letter for letter. Scripts rely on the JSON form: it is the gateway's answer as it is.
 * {@code -Dflexgate.golden=write} writes the files anew; look at the difference before it is committed.
 */
class GoldenOutputTest {

    private static final Path FOLDER = Path.of("src", "test", "resources", "cli");
    private static final boolean WRITE = "write".equals(System.getProperty("flexgate.golden"));
    private static final String ID = "01a1ff61-3d5e-76ef-9217-a279e7a24b0c";

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static StandIn gateway;

    /**
     * A command that lists.
     *
     * @param answer name of the gateway's answer, and of the golden files
     * @param path where the gateway gives it
     * @param words the command
     */
    record Listing(String answer, String path, List<String> words) {

        @Override
        public String toString() {
            return String.join(" ", words);
        }
    }

    private static Listing listing(String answer, String path, String... words) {
        return new Listing(answer, "/api/v1/" + path, List.of(words));
    }

    static Stream<Listing> listings() {
        return Stream.of(
                listing("jobs", "jobs", "jobs", "ls"),
                listing("slots", "slots", "slots", "ls"),
                listing("orders", "orders", "orders", "ls"),
                listing("needs", "flex/needs", "flex", "needs"),
                listing("flex-orders", "flex/orders", "flex", "orders"),
                listing("dispatches", "dispatches", "dispatches", "ls"),
                listing("readings", "readings", "readings", "ls", "m", "--from", "a", "--to", "b"),
                listing("settlements", "flex/settlements", "settlement", "ls"),
                listing("webhooks", "webhooks", "webhooks", "ls"),
                listing("deliveries", "webhooks/" + ID + "/deliveries", "webhooks", "deliveries", ID),
                listing("records", "audit/subjects/job/" + ID, "audit", "search", "job", ID),
                listing("keys", "keys", "keys", "ls"),
                listing("tenants", "tenants", "tenants", "ls"));
    }

    @BeforeAll
    static void open() {
        gateway = new StandIn();
        listings().forEach(each -> gateway.says(each.path(), text(answerFile(each))));
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private static Path answerFile(Listing listing) {
        return FOLDER.resolve("answers").resolve(listing.answer() + ".json");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException("no " + file + ": make it with -Dflexgate.golden=write", unreadable);
        }
    }

    /** Exit code, then what went to stderr, then what went to stdout. */
    private static String run(Listing listing, String form) {
        var out = new StringWriter();
        var err = new StringWriter();
        List<String> words = new ArrayList<>(listing.words());
        words.addAll(List.of("-o", form, "--url", gateway.url().toString()));
        int exit = CommandLines.create()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words.toArray(String[]::new));
        return "exit " + exit + "\n" + err + "--\n" + out;
    }

    private static void assertGolden(String name, String printed) throws IOException {
        Path file = FOLDER.resolve(name);
        if (WRITE) {
            Files.writeString(file, printed);
        }
        assertEquals(text(file), printed, "printed otherwise than in " + file);
    }

    @ParameterizedTest
    @MethodSource("listings")
    void is_a_table_for_people(Listing listing) throws IOException {
        assertGolden(listing.answer() + ".table", run(listing, "table"));
    }

    @ParameterizedTest
    @MethodSource("listings")
    void is_the_answer_itself_for_programs(Listing listing) throws IOException {
        String printed = run(listing, "json");
        assertGolden(listing.answer() + ".json", printed);
        String json = printed.substring(printed.indexOf("--\n") + 3);
        assertEquals(
                StrictJson.parse(text(answerFile(listing)).getBytes(StandardCharsets.UTF_8)),
                StrictJson.parse(json.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @MethodSource("listings")
    void is_a_line_for_each_thing(Listing listing) throws IOException {
        assertGolden(listing.answer() + ".jsonl", run(listing, "jsonl"));
    }

    @Test
    void an_estimate_is_a_table_too() throws IOException {
        Path job = FOLDER.resolve("answers").resolve("jobs.json");
        gateway.says("/api/v1/jobs", text(FOLDER.resolve("answers").resolve("estimate.json")));
        try {
            var estimate = new Listing("estimate", "", List.of("jobs", "submit", "--dry-run", job.toString()));
            assertGolden("estimate.table", run(estimate, "table"));
            assertGolden("estimate.json", run(estimate, "json"));
        } finally {
            gateway.says("/api/v1/jobs", text(job));
        }
    }

    /** A column that no row has a value for is a column that reads the wrong member. */
    @ParameterizedTest
    @MethodSource("listings")
    void has_no_empty_column(Listing listing) {
        String table = run(listing, "table");
        List<String> lines =
                table.lines().dropWhile(line -> !line.equals("--")).skip(1).toList();
        String head = lines.getFirst();
        for (int at = 0; at < head.length(); at++) {
            if (head.charAt(at) != ' ' && (at == 0 || head.startsWith("  ", at - 2))) {
                int column = at;
                String title = head.substring(column).split(" {2}")[0];
                boolean filled = lines.stream()
                        .skip(1)
                        .map(line -> line.length() > column
                                ? line.substring(column).split(" {2}")[0].strip()
                                : "")
                        .anyMatch(cell -> !cell.isEmpty() && !cell.equals("-"));
                assertFalse(!filled && !title.equals("REVOKED"), listing + ": " + title);
            }
        }
    }

    @Test
    void a_list_of_nothing_is_its_head_alone() {
        JsonNode nothing = Json.object().putArray("x");
        var out = new StringWriter();
        Table.of("A", "/a", "B", "/b").print(new PrintWriter(out), nothing);
        assertEquals("A  B", out.toString().strip());
    }
}
