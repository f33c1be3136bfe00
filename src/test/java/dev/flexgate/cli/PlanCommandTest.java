package dev.flexgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code flexgate plan solve} as a script has it: no gateway anywhere. */
class PlanCommandTest {

    private static final String INSTANCE = """
            {"instance": {"id": "two-jobs", "slot_hours": 0.5, "slots": 4,
              "sites": [{"id": "A", "pue": 1.2, "price_gbp_per_mwh": [100, 80, 60, 40],
                         "carbon_kg_per_mwh": [100, 120, 200, 300], "capacity_mw": [2, 2, 2, 2]}],
              "jobs": [{"id": "j1", "energy_mwh": 1.0, "max_mw": 1.0, "release_slot": 0, "deadline_slot": 4,
                        "allowed_sites": ["A"]}]},
             "caps": [{"name": "tight", "carbon_cap_kg": %s}]}
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String text, String... more) throws IOException {
        Path file = folder.resolve("instance.json");
        Files.writeString(file, text);
        var arguments = new String[3 + more.length];
        arguments[0] = "plan";
        arguments[1] = "solve";
        arguments[2] = file.toString();
        System.arraycopy(more, 0, arguments, 3, more.length);
        return CommandLines.create()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @Test
    void every_cap_is_solved_and_priced() throws IOException {
        assertEquals(0, run(INSTANCE.formatted("200"), "-o", "json"), err.toString());
        var json = StrictJson.parse(out.toString().getBytes(StandardCharsets.UTF_8));
        assertEquals(60, json.at("/solutions/0/objective_gbp").asDouble(), 1e-3);
        assertEquals(300, json.at("/solutions/0/carbon_kg").asDouble(), 1e-3);
        assertEquals("tight", json.at("/solutions/1/cap").asText());
        assertTrue(json.at("/solutions/1/carbon_kg").asDouble() <= 200 + 1e-6, json.toString());
        assertTrue(json.at("/solutions/1/carbon_shadow_price_gbp_per_kg").asDouble() > 0, json.toString());
        assertTrue(json.at("/solutions/1/schedule").size() >= 2, json.toString());
    }

    @Test
    void a_table_is_printed_for_people() throws IOException {
        assertEquals(0, run(INSTANCE.formatted("200")), err.toString());
        assertTrue(out.toString().startsWith("CAP "), out.toString());
        assertTrue(out.toString().contains("SHADOW GBP/KG"), out.toString());
    }

    @Test
    void a_cap_that_cannot_be_kept_ends_with_its_own_code_and_names_what_binds() throws IOException {
        assertEquals(ExitCode.INFEASIBLE.code(), run(INSTANCE.formatted("10")), err.toString());
        assertTrue(out.toString().contains("deferred under tight: job j1"), out.toString());
        assertTrue(out.toString().contains("CARBON_CAP"), out.toString());
    }

    @Test
    void a_faulty_field_is_named() throws IOException {
        assertEquals(ExitCode.REJECTED.code(), run(INSTANCE.formatted("10").replace("1.0, \"max", "-1.0, \"max")));
        assertTrue(err.toString().contains("instance.jobs[0].energy_mwh"), err.toString());
    }

    @Test
    void a_file_that_is_not_there_is_wrong_usage() {
        int exit = CommandLines.create()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute("plan", "solve", folder.resolve("none.json").toString());
        assertEquals(ExitCode.USAGE.code(), exit, err.toString());
    }
}
