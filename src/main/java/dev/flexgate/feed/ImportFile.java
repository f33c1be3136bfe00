package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.HalfHourly.Span;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.wire.CsvLimits;
import dev.flexgate.wire.CsvRefusedException;
import dev.flexgate.wire.CsvRow;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictCsv;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Reads an import, CSV or JSON, into half-hours (docs/reference/feeds.md). All of it is understood or none: every fault
 * is named by line and column, the first {@link #FAULTS_MAX} of them.
 */
public final class ImportFile {

    public static final int BYTES_MAX = 256 * 1024;
    public static final int FAULTS_MAX = 50;
    static final int ROWS_MAX = 10_000;
    static final int TOPICS_MAX = 64;

    private static final JsonLimits JSON = JsonLimits.DEFAULT.withBytes(BYTES_MAX);

    /** One row more than is taken, so that it is we who refuse it. */
    private static final CsvLimits CSV = CsvLimits.DEFAULT.withRows(ROWS_MAX + 1);

    /**
     * What cannot be taken.
     *
     * @param line of a CSV, the header being 1; of JSON the number of the reading, from 1; 0 for the whole
     * @param column or field; empty for the whole line
     */
    public record Fault(long line, String column, String detail) {}

    /** What became of reading an import. */
    public sealed interface Result {

        /** Half-hours by topic, in order of time; {@code leftOut} half-hours were covered too little to count. */
        record Understood(Map<Topic, List<Reading>> readings, long rows, long leftOut) implements Result {}

        /** Nothing can be taken. */
        record Faulty(List<Fault> faults) implements Result {}
    }

    private record Numbered(long line, ImportRow row) {}

    private final Instant now;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<Topic, List<Numbered>> rows = new LinkedHashMap<>();
    private long count;

    private ImportFile(Instant now) {
        this.now = now;
    }

    public static Result csv(byte[] text, Instant now) {
        return new ImportFile(now).readCsv(text);
    }

    /** {@code {"readings":[{...}]}} with the columns of the CSV as fields. */
    public static Result json(byte[] text, Instant now) {
        return new ImportFile(now).readJson(text);
    }

    private Result readCsv(byte[] text) {
        try (StrictCsv table = StrictCsv.of(text, CSV)) {
            Optional<CsvRow> next = hasColumns(table.columns()) ? table.next() : Optional.empty();
            for (; next.isPresent(); next = table.next()) {
                CsvRow row = next.get();
                if (!row.isBlank() && !add(row.line(), row::cell)) {
                    break;
                }
            }
        } catch (CsvRefusedException refused) {
            fault(refused.line(), refused.column(), refused.detail());
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
        return result();
    }

    private boolean hasColumns(List<String> columns) {
        if (columns.stream().allMatch(String::isEmpty)) {
            return false;
        }
        ImportRow.REQUIRED.stream()
                .filter(name -> !columns.contains(name))
                .forEach(name -> fault(1, name, "the column is missing"));
        columns.stream()
                .filter(name -> !ImportRow.COLUMNS.contains(name))
                .forEach(name -> fault(
                        1,
                        name,
                        "is no column; known are "
                                + ImportRow.COLUMNS.stream().sorted().toList()));
        return faults.isEmpty();
    }

    private Result readJson(byte[] text) {
        JsonNode list;
        try {
            list = StrictJson.parse(text, JSON).path("readings");
        } catch (JsonRefusedException refused) {
            fault(0, "", "is not JSON as accepted here: " + refused.getMessage());
            return result();
        }
        if (!list.isArray()) {
            fault(0, "readings", "must be a list of objects");
            return result();
        }
        long line = 0;
        for (JsonNode each : list) {
            line++;
            Map<String, String> cells = new HashMap<>();
            each.properties()
                    .forEach(field -> cells.put(
                            field.getKey(),
                            field.getValue().isNumber()
                                    ? field.getValue().decimalValue().toPlainString()
                                    : field.getValue().asText()));
            for (String name : cells.keySet()) {
                if (!ImportRow.COLUMNS.contains(name)) {
                    fault(line, name, "is no field");
                }
            }
            if (!add(line, name -> cells.getOrDefault(name, ""))) {
                break;
            }
        }
        return result();
    }

    /** Whether there is room for more. */
    private boolean add(long line, Function<String, String> cells) {
        count++;
        if (count > ROWS_MAX) {
            fault(line, "", "is beyond the " + ROWS_MAX + " rows of one import: send the rest by itself");
            return false;
        }
        ImportRow.read(cells, now, (column, detail) -> fault(line, column, detail))
                .ifPresent(row -> rows.computeIfAbsent(row.topic(), _ -> new ArrayList<>())
                        .add(new Numbered(line, row)));
        if (rows.size() > TOPICS_MAX) {
            fault(line, "signal", "makes more than " + TOPICS_MAX + " series of zone and signal");
            return false;
        }
        return faults.size() < FAULTS_MAX;
    }

    private void fault(long line, String column, String detail) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new Fault(line, column, detail));
        }
    }

    private Result result() {
        rows.values().forEach(this::refuseOverlaps);
        if (count == 0 && faults.isEmpty()) {
            fault(0, "", "has no rows");
        }
        if (!faults.isEmpty()) {
            return new Result.Faulty(List.copyOf(faults));
        }
        Map<Topic, List<Reading>> readings = new LinkedHashMap<>();
        long touched = 0;
        for (var each : rows.entrySet()) {
            List<Span> spans =
                    each.getValue().stream().map(row -> row.row().span()).toList();
            readings.put(
                    each.getKey(),
                    HalfHourly.of(each.getKey().zone(), each.getKey().signal(), spans));
            touched += spans.stream()
                    .flatMap(span -> halfHours(span).stream())
                    .distinct()
                    .count();
        }
        long kept = readings.values().stream().mapToLong(List::size).sum();
        return new Result.Understood(readings, count, touched - kept);
    }

    private static List<Instant> halfHours(Span span) {
        List<Instant> starts = new ArrayList<>();
        Instant end = span.period().end();
        for (Instant at = HalfHours.floor(span.period().start()); at.isBefore(end); at = at.plus(HalfHours.STEP)) {
            starts.add(at);
        }
        return starts;
    }

    private void refuseOverlaps(List<Numbered> ofTopic) {
        var byStart = new ArrayList<>(ofTopic);
        byStart.sort(Comparator.comparing(
                        (Numbered each) -> each.row().span().period().start())
                .thenComparingLong(Numbered::line));
        var ends = new TreeMap<Instant, Long>();
        for (Numbered each : byStart) {
            var period = each.row().span().period();
            if (!ends.isEmpty() && ends.lastKey().isAfter(period.start())) {
                fault(
                        each.line(),
                        "start",
                        "speaks of the same time as line " + ends.lastEntry().getValue());
            }
            ends.put(period.end(), each.line());
        }
    }
}
