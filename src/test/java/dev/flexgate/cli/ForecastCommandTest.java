package dev.flexgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code flexgate forecast} as a script has it; what asks a gateway is in {@link CommandLineTest}. */
class ForecastCommandTest {

    private static final int DAYS = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** 100 at every hour but the last day's, which are 110: every method that looks back misses by 10. */
    private Path series() throws IOException {
        var text = new StringBuilder("time_utc,grams,note\n");
        Instant start = Instant.parse("2026-01-01T00:00:00Z");
        for (int hour = 0; hour < DAYS * 24; hour++) {
            text.append(start.plusSeconds(hour * 3_600L))
                    .append(hour < (DAYS - 1) * 24 ? ",100,fine\n" : ",110,fine\n");
        }
        return Files.writeString(folder.resolve("series.csv"), text);
    }

    private int run(String... arguments) {
        return CommandLines.create()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private int backtest(String... more) throws IOException {
        Stream<String> first = Stream.of(
                "forecast",
                "backtest",
                "--data",
                series().toString(),
                "--from",
                "2026-01-18",
                "--to",
                "2026-01-20",
                "--horizon",
                "PT24H");
        return run(Stream.concat(first, Stream.of(more)).toArray(String[]::new));
    }

    @Test
    void every_method_is_judged_by_what_came() throws IOException {
        assertEquals(0, backtest("-o", "json"), err.toString());
        JsonNode skills = StrictJson.parse(out.toString().getBytes(StandardCharsets.UTF_8))
                .path("skills");
        List<String> methods =
                skills.valueStream().map(row -> row.path("method").asText()).toList();
        assertTrue(
                methods.containsAll(List.of("persistence", "seasonal24", "avg7d+decay", "flexgate")), out.toString());
        JsonNode decay = skills.get(methods.indexOf("avg7d+decay"));
        assertEquals(3, decay.path("origins").asInt());
        assertEquals(72, decay.path("values").asInt());
        // Two days without a miss, one with 10 of 110 all the time.
        assertEquals(3.33, decay.path("mae").asDouble(), 1e-9);
        assertEquals(3.03, decay.path("mapePercent").asDouble(), 1e-9);
    }

    @Test
    void one_method_is_a_table_for_people_and_progress_goes_beside_it() throws IOException {
        assertEquals(0, backtest("--method", "persistence"), err.toString());
        assertTrue(out.toString().startsWith("METHOD "), out.toString());
        assertEquals(2, out.toString().lines().count(), out.toString());
        assertEquals("persistence", err.toString().strip());
    }

    @Test
    void savings_are_told_against_running_on_arrival() throws IOException {
        String file = series().toString();
        int exit = run(
                "forecast",
                "savings",
                "--data",
                file,
                "--from",
                "2026-01-18",
                "--to",
                "2026-01-20",
                "--job",
                "PT2H",
                "--slack",
                "PT4H",
                "--replan",
                "PT1H",
                "-o",
                "json");
        assertEquals(0, exit, err.toString());
        JsonNode savings = StrictJson.parse(out.toString().getBytes(StandardCharsets.UTF_8))
                .path("savings");
        assertEquals("oracle", savings.at("/0/method").asText());
        assertEquals(49, savings.at("/0/jobs").asInt());
        assertEquals(0, savings.at("/0/savingPercent").asDouble(), 0.1);
        exit = run("forecast", "savings", "--data", file, "--from", "2026-01-18");
        assertEquals(ExitCode.REJECTED.code(), exit);
        assertTrue(err.toString().contains("say --from and --to"), err.toString());
        exit = run(
                "forecast", "savings", "--data", file, "--from", "2026-01-18", "--to", "2026-01-20", "--auction", "x");
        assertEquals(ExitCode.REJECTED.code(), exit);
        assertTrue(err.toString().contains("auction: has to be like"), err.toString());
    }

    @Test
    void what_cannot_be_used_is_refused_with_its_place() throws IOException {
        assertEquals(ExitCode.NOT_FOUND.code(), backtest("--column", "watts"));
        assertTrue(err.toString().contains("the file has grams"), err.toString());
        assertEquals(ExitCode.REJECTED.code(), backtest("--every", "PT25M"));
        assertTrue(err.toString().contains("every: has to be whole steps"), err.toString());
        Path bad = Files.writeString(folder.resolve("bad.csv"), "time_utc,g\n2026-01-01T00:00:00Z,1\nlater,2\n");
        int exit = run("forecast", "backtest", "--data", bad.toString(), "--from", "2026-01-18", "--to", "2026-01-20");
        assertEquals(ExitCode.REJECTED.code(), exit);
        assertTrue(err.toString().contains("line 3"), err.toString());
        assertEquals(
                ExitCode.USAGE.code(),
                run("forecast", "backtest", "--data", series().toString(), "--from", "soon", "--to", "2026-01-20"));
    }
}
