package dev.flexgate.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.wire.CsvRefusedException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictCsvTest {

    private static final CsvLimits LIMITS = new CsvLimits(40, 4, 3);

    @Test
    void rows_know_their_line_whatever_stands_between_them() throws IOException {
        List<CsvRow> rows = rows("\uFEFF a ,\"b\",c\r\n1, 2 ,3\n\n\n\"x\ny\",\"p,\"\"q\"\"\",\n7,8,9");
        assertEquals(List.of(2L, 5L, 7L), rows.stream().map(CsvRow::line).toList());
        assertEquals(List.of("1", "2", "3"), rows.getFirst().cells());
        assertEquals("p,\"q\"", rows.get(1).cell("b"));
        assertEquals("", rows.get(1).cell("c"));
        assertEquals("", rows.get(1).cell("no such column"));
        assertEquals(Map.of("a", "7", "b", "8", "c", "9"), rows.getLast().byColumn());
    }

    @Test
    void nothing_has_no_columns_and_a_header_alone_no_rows() throws IOException {
        for (String text : List.of("", "\n\n")) {
            try (StrictCsv table = StrictCsv.of(bytes(text), LIMITS)) {
                assertEquals(List.of(), table.columns());
                assertEquals(Optional.empty(), table.next());
            }
        }
        assertEquals(List.of(), rows("a,b\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CELLS|3|''|a,b;1,2;1",
                "CELLS|2|''|a,b;1,2,3",
                "HEADER|1|b|a,b,b;1,2,3",
                "COLUMNS|1|''|a,b,c,d,e",
                "COLUMNS|2|''|a,b;1,2,3,4,5",
                "ROWS|5|''|a;1;2;3;4",
                "SYNTAX|2|''|a,b;1,\"open",
                "SYNTAX|2|''|a,b;\"closed\" and on,2",
                "LINE_LENGTH|2|''|a,b;12345678901234567890,12345678901234567890",
            })
    void what_is_no_table_is_refused_by_line(Reason reason, long line, String column, String text) {
        CsvRefusedException refused = refused(text.replace(';', '\n').getBytes(StandardCharsets.UTF_8));
        assertEquals(reason, refused.reason(), refused.getMessage());
        assertEquals(line, refused.line());
        assertEquals(column, refused.column());
        assertTrue(String.valueOf(refused.getMessage()).startsWith("line " + line));
    }

    @Test
    void other_encodings_are_refused_and_not_guessed() {
        assertEquals(
                Reason.ENCODING,
                refused("a,b\n1,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1)).reason());
        assertEquals(
                Reason.ENCODING,
                refused("a,b\n1,2\n".getBytes(StandardCharsets.UTF_16)).reason());
    }

    @Test
    void a_line_without_end_is_given_up_soon() {
        var endless = new ByteArrayInputStream(bytes("x".repeat(1_000_000)));
        InputStream text = new SequenceInputStream(new ByteArrayInputStream(bytes("a,b\n1,")), endless);
        assertEquals(Reason.LINE_LENGTH, refused(text).reason());
        assertTrue(endless.available() > 900_000, "left to read " + endless.available());
    }

    @Test
    void a_column_that_is_needed_is_missed_by_name() throws IOException {
        try (StrictCsv table = StrictCsv.of(bytes("a,b\n1,2\n"), LIMITS)) {
            table.require(List.of("a"));
            assertEquals(
                    "line 1, column c is missing; there are a, b",
                    assertThrows(CsvRefusedException.class, () -> table.require(List.of("b", "c")))
                            .getMessage());
        }
    }

    @Test
    void a_packed_file_reads_like_a_plain_one(@TempDir Path folder) throws IOException {
        Path plain = Files.write(folder.resolve("plain.csv"), bytes("a,b\n1,2\n"));
        Path packed = folder.resolve("packed");
        try (var out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            Files.copy(plain, out);
        }
        for (Path file : List.of(plain, packed)) {
            try (StrictCsv table = StrictCsv.of(file, LIMITS)) {
                assertEquals("2", table.next().orElseThrow().cell("b"));
            }
        }
    }

    private static List<CsvRow> rows(String text) throws IOException {
        var rows = new ArrayList<CsvRow>();
        try (StrictCsv table = StrictCsv.of(bytes(text), LIMITS)) {
            for (Optional<CsvRow> row = table.next(); row.isPresent(); row = table.next()) {
                rows.add(row.get());
            }
        }
        return rows;
    }

    private static CsvRefusedException refused(byte[] text) {
        return refused(new ByteArrayInputStream(text));
    }

    private static CsvRefusedException refused(InputStream text) {
        return assertThrows(CsvRefusedException.class, () -> {
            try (StrictCsv table = StrictCsv.of(text, LIMITS)) {
                while (table.next().isPresent()) {
                    // to the end
                }
            }
        });
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
