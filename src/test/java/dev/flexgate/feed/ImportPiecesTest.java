package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.ImportFile.Result;
import dev.flexgate.feed.ImportPieces.Piece;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportPiecesTest {

    private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
    private static final String HEADER = "zone,signal,start,minutes,value\n";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private Path folder;

    @Test
    void every_row_is_in_one_piece_that_can_be_taken_and_the_same_file_makes_the_same_pieces() throws IOException {
        String text = HEADER + rows(5_001, at -> "FI,LOAD," + at(at, 30) + ",30," + at);
        List<Piece> pieces = pieces(text);
        assertEquals(
                List.of(2_000, 2_000, 1_001),
                pieces.stream().map(each -> each.lines().size()).toList());
        assertEquals(5_001, pieces.stream().mapToLong(ImportPiecesTest::taken).sum());
        assertArrayEquals(pieces.get(1).csv(), pieces(text).get(1).csv());
    }

    @Test
    void no_half_hour_is_torn_apart_in_order_of_time_either_way() throws IOException {
        IntFunction<String> two = at -> (at % 2 == 0 ? "FI" : "DE") + ",WIND," + at(at / 2, 5) + ",5,1";
        for (IntFunction<String> rows : List.of(two, at -> two.apply(6_011 - at))) {
            List<Piece> pieces = pieces(HEADER + rows(6_012, rows));
            assertTrue(pieces.size() > 2);
            assertEquals(
                    0,
                    pieces.stream()
                            .mapToLong(each -> understood(each).leftOut())
                            .sum());
            assertEquals(
                    1_002, pieces.stream().mapToLong(ImportPiecesTest::taken).sum());
        }
    }

    @Test
    void a_fault_is_told_by_its_line_in_the_whole_file() throws IOException {
        String text = "zone,signal,start,minutes,value\n\n\n"
                + rows(4_000, at -> "FI,LOAD," + at(at, 30) + ",30," + (at == 2_500 ? "\"a\nlot, really\"" : "1"));
        Piece second = pieces(text).get(1);
        var faulty = assertInstanceOf(Result.Faulty.class, ImportFile.csv(second.csv(), FeedFixture.NOW));
        assertEquals(502, faulty.faults().getFirst().line());
        assertEquals(2_504, second.lineOfWhole(502));
        assertEquals(1, second.lineOfWhole(1));
    }

    @Test
    void many_series_and_long_cells_make_smaller_pieces() throws IOException {
        List<Piece> many = pieces(HEADER + rows(130, at -> "A" + (char) ('A' + at / 26) + "-" + at + ",LOAD,x,30,1"));
        assertEquals(
                List.of(64, 64, 2),
                many.stream().map(each -> each.lines().size()).toList());
        List<Piece> wide = pieces(HEADER + rows(200, at -> "FI,LOAD,x,30," + "é".repeat(1_500)));
        assertTrue(wide.size() > 1);
        assertTrue(wide.stream().allMatch(each -> each.csv().length <= ImportFile.BYTES_MAX));
    }

    @Test
    void readings_in_json_make_the_pieces_of_the_same_table() throws IOException {
        List<Piece> table = pieces("minutes,quality,signal,start,unit,value,zone\n"
                + rows(5_001, at -> "30,,LOAD," + at(at, 30) + ",," + at + ".5,FI"));
        List<Piece> json = pieces(json(5_001, ""));
        assertEquals(3, json.size());
        for (int piece = 0; piece < 3; piece++) {
            assertArrayEquals(table.get(piece).csv(), json.get(piece).csv());
        }
        assertEquals(2_502, json.get(1).lineOfWhole(502), "line 2,502 is reading 2,501");
    }

    @Test
    void json_that_is_no_series_is_refused_by_the_number_of_its_reading() {
        var unknown = assertThrows(IllegalArgumentException.class, () -> pieces(json(3, ", \"colour\": \"blue\"")));
        String said = String.valueOf(unknown.getMessage());
        assertTrue(said.startsWith("reading 1 has a field colour; known are"), said);
        for (String text : List.of("{}", "{\"readings\": {}}", "{\"readings\": [{}, 1]}", "{\"readings\": [{}")) {
            assertThrows(IllegalArgumentException.class, () -> pieces(text), text);
        }
    }

    private static String json(int count, String more) {
        return IntStream.range(0, count)
                .mapToObj(at -> "{\"zone\": \"FI\", \"signal\": \"LOAD\", \"start\": \"" + at(at, 30)
                        + "\", \"minutes\": 30, \"value\": " + at + ".5" + more + "}")
                .collect(Collectors.joining(",", "{\"readings\": [", "]}"));
    }

    private List<Piece> pieces(String text) throws IOException {
        var all = new ArrayList<Piece>();
        Path file = Files.writeString(folder.resolve("series"), text);
        try (var pieces = text.startsWith("{") ? ImportPieces.ofJson(file) : ImportPieces.of(file)) {
            for (Optional<Piece> piece = pieces.next(); piece.isPresent(); piece = pieces.next()) {
                all.add(piece.get());
            }
        }
        return all;
    }

    private static long taken(Piece piece) {
        return understood(piece).readings().values().stream()
                .mapToLong(List::size)
                .sum();
    }

    private static Result.Understood understood(Piece piece) {
        return assertInstanceOf(Result.Understood.class, ImportFile.csv(piece.csv(), FeedFixture.NOW));
    }

    private static Instant at(int index, int minutes) {
        return FIRST.plus(Duration.ofMinutes((long) index * minutes));
    }

    private static String rows(int count, IntFunction<String> row) {
        return IntStream.range(0, count).mapToObj(row).collect(Collectors.joining("\n", "", "\n"));
    }
}
