package dev.flexgate.settlement.meter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.wire.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Turns a table of readings into batches as {@code POST /api/v1/readings} takes them. The first line names the
 * columns, in any order: {@code meter,start,interval,value,unit,quality}; an empty value is one that the meter failed
 * to give. Rows that follow each other without a gap become one run of values. Nothing is judged here but the form.
 */
public final class ReadingsCsv {

    private static final List<String> COLUMNS = List.of("meter", "start", "interval", "value", "unit", "quality");

    /** Leaves room in a batch for what is not values. */
    private static final int VALUES_MAX = 5_000;

    private static final int LINES_MAX = 500;

    private final String batchId;
    private final List<byte[]> batches = new ArrayList<>();
    private ObjectNode batch = Json.object();
    private ArrayNode lines = Json.array();
    private ArrayNode values = Json.array();
    private Run run = new Run("", Instant.EPOCH, Duration.ZERO, "", "");
    private Instant next = Instant.MIN;
    private int valuesInBatch;

    /** What rows must share to be one run. */
    private record Run(String meter, Instant start, Duration interval, String unit, String quality) {

        boolean continues(Run other, Instant expected) {
            return other.meter.equals(meter)
                    && other.interval.equals(interval)
                    && other.unit.equals(unit)
                    && other.quality.equals(quality)
                    && start.equals(expected);
        }
    }

    private ReadingsCsv(String batchId) {
        this.batchId = batchId;
    }

    /**
     * The batches of a table, each a JSON text to post.
     *
     * @param batchId of the first one; the others get {@code -2}, {@code -3} and so on: the same table makes the
     *     same batches, so that a broken import can be done again
     * @param csv lines of the table
     * @throws IllegalArgumentException naming the line, what is wrong with it and how to mend it
     */
    public static List<byte[]> batches(String batchId, Stream<String> csv) {
        var table = new ReadingsCsv(batchId);
        List<Integer> order = new ArrayList<>();
        int number = 0;
        for (String line : (Iterable<String>) csv::iterator) {
            number++;
            if (number == 1) {
                order = order(line);
            } else if (!line.isBlank()) {
                table.row(cells(line), order, number);
            }
        }
        table.endBatch();
        return List.copyOf(table.batches);
    }

    private static List<Integer> order(String header) {
        List<String> names = cells(header.startsWith("\uFEFF") ? header.substring(1) : header);
        List<Integer> order = COLUMNS.stream().map(names::indexOf).toList();
        if (order.contains(-1)) {
            throw new IllegalArgumentException("line 1: the columns are " + names + "; needed are " + COLUMNS);
        }
        return order;
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",", -1))
                .map(cell -> cell.strip().replaceAll("^\"(.*)\"$", "$1"))
                .toList();
    }

    private void row(List<String> cells, List<Integer> order, int number) {
        if (order.stream().anyMatch(at -> at >= cells.size())) {
            throw new IllegalArgumentException("line " + number + ": has " + cells.size() + " cells, too few");
        }
        Run of = run(cells, order, number);
        boolean continues = of.continues(run, next);
        // A half-hour must not be torn apart between two batches.
        boolean mayBreak = HalfHours.floor(of.start()).equals(of.start());
        if (mayBreak && (valuesInBatch >= VALUES_MAX || lines.size() >= LINES_MAX)) {
            endBatch();
            continues = false;
        }
        if (!continues) {
            begin(of);
        }
        String value = cells.get(order.get(COLUMNS.indexOf("value")));
        if (value.isEmpty()) {
            values.addNull();
        } else {
            values.add(value);
        }
        valuesInBatch++;
        next = of.start().plus(of.interval());
    }

    private static Run run(List<String> cells, List<Integer> order, int number) {
        try {
            return new Run(
                    cells.get(order.get(0)),
                    OffsetDateTime.parse(cells.get(order.get(1))).toInstant(),
                    Duration.parse(cells.get(order.get(2))),
                    cells.get(order.get(4)),
                    cells.get(order.get(5)));
        } catch (DateTimeException broken) {
            throw new IllegalArgumentException("line " + number
                    + ": start must be a time with its offset such as 2026-11-20T17:00:00Z, and interval a duration"
                    + " such as PT30M");
        }
    }

    private void begin(Run of) {
        run = of;
        ObjectNode line = lines.addObject()
                .put("meterId", of.meter())
                .put("start", of.start().toString())
                .put("interval", of.interval().toString())
                .put("unit", of.unit())
                .put("quality", of.quality());
        values = line.putArray("values");
    }

    private void endBatch() {
        if (!lines.isEmpty()) {
            batch.put("batchId", batches.isEmpty() ? batchId : batchId + "-" + (batches.size() + 1));
            batch.set("readings", lines);
            batches.add(Json.bytes(batch));
        }
        batch = Json.object();
        lines = Json.array();
        values = Json.array();
        next = Instant.MIN;
        valuesInBatch = 0;
    }
}
