package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flexgate.feed.ImportFile.Fault;
import dev.flexgate.feed.ImportFile.Result;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImportFileTest {

    private static final Instant NOW = FeedFixture.NOW;
    private static final String HEADER = "zone,signal,start,minutes,value,unit,quality\n";
    private static final Topic LOAD = new Topic(new Zone("FI"), Signal.LOAD);

    @Test
    void rows_of_any_length_become_half_hours() {
        Result.Understood understood = understood(HEADER + """
                FI,LOAD,2026-11-21T10:00:00Z,60,9000,MW,MEASURED
                FI,LOAD,2026-11-21T11:00:00Z,15,9100,,
                FI,LOAD,2026-11-21T11:15:00Z,15,9200,,

                FI,LOAD,2026-11-21T11:30:00Z,15,9300,,
                FI,ENERGY_PRICE,2026-11-21T14:00:00+02:00,,-0.00125,EUR/kWh,
                """);
        assertEquals(5, understood.rows());
        assertEquals(1, understood.leftOut());
        assertEquals(
                List.of("9000", "9000", "9150"),
                understood.readings().getOrDefault(LOAD, List.of()).stream()
                        .map(each -> each.value().toPlainString())
                        .toList());
    }

    @Test
    void json_says_the_same_with_numbers_or_texts() {
        Result result = ImportFile.json("""
                {"readings":[{"zone":"FI","signal":"LOAD","start":"2026-11-21T10:00:00Z","value":9000},
                {"zone":"FI","signal":"LOAD","start":"2026-11-21T10:30:00Z","value":"9000.5"}]}""".getBytes(StandardCharsets.UTF_8), NOW);
        assertEquals(
                2,
                assertInstanceOf(Result.Understood.class, result)
                        .readings()
                        .getOrDefault(LOAD, List.of())
                        .size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Finland,LOAD,2026-11-21T10:00:00Z,30,1,,|zone",
                "FI,NOISE,2026-11-21T10:00:00Z,30,1,,|signal",
                "FI,LOAD,21.11.2026,30,1,,|start",
                "FI,LOAD,2026-11-21T10:00:00,30,1,,|start",
                "FI,LOAD,2026-11-21T10:01:00Z,30,1,,|start",
                "FI,LOAD,1999-11-21T10:00:00Z,30,1,,|start",
                "FI,LOAD,2029-11-21T10:00:00Z,30,1,,PROVIDER_FORECAST|start",
                "FI,LOAD,2026-11-21T10:00:00Z,45,1,,|minutes",
                "FI,LOAD,2026-11-21T10:00:00Z,30,NaN,,|value",
                "FI,LOAD,2026-11-21T10:00:00Z,30,1e9,,|value",
                "FI,LOAD,2026-11-21T10:00:00Z,30,,,|value",
                "FI,CARBON_INTENSITY,2026-11-21T10:00:00Z,30,-1,,|value",
                "FI,MIX_WIND,2026-11-21T10:00:00Z,30,101,,|value",
                "FI,ENERGY_PRICE,2026-11-21T10:00:00Z,30,0.1,GBP/kWh,|unit",
                "FI,LOAD,2026-11-21T10:00:00Z,30,1,,SIMULATED|quality",
                "FI,LOAD,2026-11-21T12:00:00Z,30,1,,MEASURED|quality"
            })
    void a_cell_that_cannot_be_is_named_by_line_and_column(String row, String column) {
        List<Fault> faults = faults(HEADER + "FI,LOAD,2026-11-21T09:00:00Z,30,1,,\n" + row + "\n");
        assertEquals(1, faults.size(), faults.toString());
        assertEquals(3, faults.getFirst().line());
        assertEquals(column, faults.getFirst().column());
    }

    @Test
    void every_fault_of_a_line_is_told_at_once() {
        assertEquals(3, faults(HEADER + "FI,LOAD,soon,1,many,,\n").size());
    }

    @Test
    void two_rows_about_the_same_time_are_told_apart_by_line() {
        List<Fault> faults =
                faults(HEADER + "FI,LOAD,2026-11-21T10:00:00Z,60,1,,\nFI,LOAD,2026-11-21T10:30:00Z,30,2,,\n");
        assertEquals(List.of(new Fault(3, "start", "speaks of the same time as line 2")), faults);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zone,signal,start|value",
                "zone,signal,start,value,colour|colour",
            })
    void columns_that_are_missing_or_unknown_are_named(String header, String column) {
        List<Fault> faults =
                faults(header + "\nFI,LOAD,2026-11-21T10:00:00Z" + (header.contains("colour") ? ",1,red" : "") + "\n");
        assertEquals(1, faults.getFirst().line());
        assertEquals(column, faults.getFirst().column());
    }

    @Test
    void nothing_and_too_much_are_refused_and_faults_are_bounded() {
        assertEquals("has no rows", faults("").getFirst().detail());
        assertEquals("has no rows", faults(HEADER).getFirst().detail());
        assertEquals(
                ImportFile.FAULTS_MAX,
                faults(HEADER + "FI,LOAD,soon,1,many,,\n".repeat(1_000)).size());
    }

    private static Result.Understood understood(String text) {
        return assertInstanceOf(Result.Understood.class, ImportFile.csv(text.getBytes(StandardCharsets.UTF_8), NOW));
    }

    private static List<Fault> faults(String text) {
        return assertInstanceOf(Result.Faulty.class, ImportFile.csv(text.getBytes(StandardCharsets.UTF_8), NOW))
                .faults();
    }
}
