package dev.flexgate.settlement;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.settlement.meter.BatchJson;
import dev.flexgate.settlement.meter.BatchReading;
import dev.flexgate.settlement.meter.ReadingBatch;
import dev.flexgate.settlement.meter.ReadingLimits;
import dev.flexgate.settlement.meter.ReadingsCsv;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadingsCsvTest {

    private static final Instant NOW = Instant.parse("2026-11-20T00:00:00Z");

    @Test
    void rows_without_a_gap_become_one_run_and_the_columns_may_stand_in_any_order() throws IOException {
        List<byte[]> batches = batches(
                "november",
                Stream.of(
                        "start,meter,value,unit,interval,quality",
                        "2026-11-01T00:00:00Z,m,1.5,kWh,PT30M,MEASURED",
                        "2026-11-01T01:30:00+01:00,m,2,kWh,PT30M,MEASURED",
                        "",
                        "2026-11-01T02:00:00Z,m,,kWh,PT30M,BAD"));

        assertEquals(1, batches.size());
        var batch = read(batches.getFirst());
        assertEquals("november", batch.id());
        assertEquals(3, batch.readings().size());
    }

    @Test
    void a_long_table_becomes_batches_that_are_always_the_same() throws IOException {
        Stream<String> rows = rows(12_000);
        List<byte[]> batches = batches("long", rows);

        assertEquals(3, batches.size());
        assertEquals("long-3", read(batches.getLast()).id());
        assertEquals(
                12_000,
                batches.stream()
                        .mapToInt(batch -> read(batch).readings().size())
                        .sum());
        assertTrue(batches.stream().allMatch(batch -> batch.length < ReadingLimits.DEFAULT.bytes()));
        assertArrayEquals(batches.get(1), batches("long", rows(12_000)).get(1));
    }

    @Test
    void what_cannot_be_read_is_named_by_its_line() {
        var header = assertThrows(IllegalArgumentException.class, () -> batches("x", Stream.of("meter,value")));
        assertTrue(String.valueOf(header.getMessage()).startsWith("line 1"));
        var row = assertThrows(
                IllegalArgumentException.class,
                () -> batches(
                        "x", Stream.of("meter,start,interval,value,unit,quality", "m,yesterday,PT30M,1,kWh,MEASURED")));
        assertTrue(String.valueOf(row.getMessage()).startsWith("line 2"));
    }

    private static List<byte[]> batches(String id, Stream<String> lines) throws IOException {
        byte[] table = lines.collect(Collectors.joining("\n")).getBytes(StandardCharsets.UTF_8);
        return ReadingsCsv.batches(id, new ByteArrayInputStream(table));
    }

    private static Stream<String> rows(int count) {
        Instant first = Instant.parse("2026-01-01T00:00:00Z");
        return Stream.concat(
                Stream.of("meter,start,interval,value,unit,quality"),
                IntStream.range(0, count)
                        .mapToObj(at -> "m," + first.plus(Duration.ofMinutes(30).multipliedBy(at)) + ",PT30M," + at
                                + ".25,kWh,MEASURED"));
    }

    private static ReadingBatch read(byte[] content) {
        return assertInstanceOf(
                        BatchReading.Understood.class, BatchJson.read("sender", content, ReadingLimits.DEFAULT, NOW))
                .batch();
    }
}
