package dev.flexgate.feed;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.wire.CsvLimits;
import dev.flexgate.wire.CsvRefusedException;
import dev.flexgate.wire.CsvRow;
import dev.flexgate.wire.StrictCsv;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A long table cut into imports that each keep within {@link ImportFile}'s bounds, one held at a time. The same table
 * makes the same pieces, so that a broken import can be done again. In a table in order of time, either way, no half-hour
 * is torn apart.
 */
public final class ImportPieces implements AutoCloseable {

    /** Rows after which a piece ends when it may. */
    public static final int ROWS = 2_000;

    /** Forty years of five minutes. */
    private static final CsvLimits LIMITS = new CsvLimits(4 * 1024, 100, 4_200_000);

    private final StrictCsv table;
    private final byte[] header;
    private Optional<CsvRow> ahead;

    /**
     * One import.
     *
     * @param csv with the header of the whole
     * @param lines of its rows in the whole, in order
     */
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    public record Piece(byte[] csv, List<Long> lines) {

        public Piece {
            lines = List.copyOf(lines);
        }

        /** The line in the whole of {@code line} of this piece. */
        public long lineOfWhole(long line) {
            int row = (int) line - 2;
            return row < 0 || row >= lines.size() ? line : lines.get(row);
        }
    }

    private ImportPieces(StrictCsv table) throws IOException {
        this.table = table;
        this.header = text(table.columns());
        this.ahead = table.next();
    }

    /**
     * The same of a file in JSON: what is told of its line n is told of its reading n - 1.
     *
     * @throws IllegalArgumentException when it is no such series; {@link #next} of readings further on
     */
    public static ImportPieces ofJson(Path file) throws IOException {
        return of(StrictCsv.of(JsonSeries.of(new BufferedInputStream(Files.newInputStream(file))), LIMITS));
    }

    /**
     * The pieces of {@code file}, plain or gzip.
     *
     * @throws CsvRefusedException when it is no table; {@link #next} of rows further on
     */
    public static ImportPieces of(Path file) throws IOException {
        return of(StrictCsv.of(file, LIMITS));
    }

    private static ImportPieces of(StrictCsv table) throws IOException {
        try {
            return new ImportPieces(table);
        } catch (IOException | RuntimeException broken) {
            table.close();
            throw broken;
        }
    }

    /** The next piece; empty after the last. */
    public Optional<Piece> next() throws IOException {
        if (ahead.isEmpty()) {
            return Optional.empty();
        }
        var text = new ByteArrayOutputStream();
        text.writeBytes(header);
        var lines = new ArrayList<Long>();
        Set<String> topics = new HashSet<>();
        CsvRow last = ahead.get();
        for (; ahead.isPresent(); ahead = table.next()) {
            CsvRow row = ahead.get();
            byte[] line = text(row.cells());
            boolean mayEnd = lines.size() >= ROWS && !halfHour(row).equals(halfHour(last));
            boolean mustEnd = lines.size() == ImportFile.ROWS_MAX
                    || text.size() + line.length > ImportFile.BYTES_MAX
                    || (topics.size() == ImportFile.TOPICS_MAX && !topics.contains(topic(row)));
            if (!lines.isEmpty() && (mayEnd || mustEnd)) {
                break;
            }
            text.writeBytes(line);
            lines.add(row.line());
            topics.add(topic(row));
            last = row;
        }
        return Optional.of(new Piece(text.toByteArray(), lines));
    }

    private static String topic(CsvRow row) {
        return row.cell("zone") + " " + row.cell("signal");
    }

    /** Empty for a start that cannot be read: whoever takes the piece says so. */
    private static Optional<Instant> halfHour(CsvRow row) {
        try {
            return Optional.of(
                    HalfHours.floor(OffsetDateTime.parse(row.cell("start")).toInstant()));
        } catch (DateTimeException unreadable) {
            return Optional.empty();
        }
    }

    /** A row on a line of its own, whatever its cells hold. */
    private static byte[] text(List<String> cells) {
        return cells.stream()
                .map(ImportPieces::quoted)
                .collect(Collectors.joining(",", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    static String quoted(String cell) {
        String line = cell.replaceAll("\\R", " ");
        return line.indexOf(',') < 0 && line.indexOf('"') < 0 ? line : '"' + line.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
