package dev.flexgate.settlement.meter;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.wire.CsvLimits;
import dev.flexgate.wire.CsvRefusedException;
import dev.flexgate.wire.CsvRow;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictCsv;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** Ten years of half-hours of ten meters. */
    private static final int ROWS_MAX = 1_753_200;

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
     * @param csv the table as UTF-8 text
     * @throws IllegalArgumentException naming the line, what is wrong with it and how to mend it
     */
    public static List<byte[]> batches(String batchId, InputStream csv) throws IOException {
        var batches = new ReadingsCsv(batchId);
        try (StrictCsv table = StrictCsv.of(csv, CsvLimits.DEFAULT.withRows(ROWS_MAX))) {
            table.require(COLUMNS);
            for (Optional<CsvRow> row = table.next(); row.isPresent(); row = table.next()) {
                batches.row(row.get());
            }
        } catch (CsvRefusedException refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
        batches.endBatch();
        return List.copyOf(batches.batches);
    }

    private void row(CsvRow row) {
        Run of = run(row);
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
        String value = row.cell("value");
        if (value.isEmpty()) {
            values.addNull();
        } else {
            values.add(value);
        }
        valuesInBatch++;
        next = of.start().plus(of.interval());
    }

    private static Run run(CsvRow row) {
        try {
            return new Run(
                    row.cell("meter"),
                    OffsetDateTime.parse(row.cell("start")).toInstant(),
                    Duration.parse(row.cell("interval")),
                    row.cell("unit"),
                    row.cell("quality"));
        } catch (DateTimeException broken) {
            throw new IllegalArgumentException(
                    "line " + row.line()
                            + ": start must be a time with its offset such as 2026-11-20T17:00:00Z, and interval a"
                            + " duration such as PT30M",
                    broken);
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
