package dev.flexgate.forecast.backtest;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** CSV with a header, plain or gzip, row by row. */
final class CsvRows {

    private static final int GZIP_FIRST_BYTE = 0x1f;

    /** Decimal numbers only: Java's own parser also takes {@code NaN}, hexadecimal and a trailing {@code d}. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

    /** Told each row with its line, the header being line 1. */
    interface Reader {
        void row(long line, Map<String, String> cells);
    }

    private CsvRows() {}

    /** Returns the names of the columns, in order. */
    static List<String> read(Path file, List<String> required, Reader reader) {
        List<String> names = List.of();
        try (InputStream in = open(file);
                MappingIterator<Map<String, String>> rows = rows(in)) {
            long line = 1;
            while (rows.hasNext()) {
                Map<String, String> row = rows.next();
                line++;
                if (names.isEmpty()) {
                    names = new ArrayList<>(row.keySet());
                    check(file, names, required);
                }
                if (row.size() != names.size()) {
                    throw new BadDataException(
                            file + " line " + line + " has " + row.size() + " cells, not " + names.size());
                }
                reader.row(line, row);
            }
        } catch (IOException broken) {
            throw new BadDataException("cannot read " + file + ": " + broken.getMessage(), broken);
        }
        if (names.isEmpty()) {
            throw new BadDataException(file + " has no rows");
        }
        return names;
    }

    static Instant time(Path file, long line, String column, String cell) {
        try {
            return OffsetDateTime.parse(cell.strip()).toInstant();
        } catch (DateTimeException bad) {
            throw new BadDataException(
                    file + " line " + line + ": " + column + " is not a time such as 2021-07-01T00:00Z: " + cell, bad);
        }
    }

    /** NaN for what is not a number. */
    static double number(String cell) {
        return NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
    }

    private static void check(Path file, List<String> names, List<String> required) {
        for (String each : required) {
            if (!names.contains(each)) {
                throw new BadDataException(file + " has no column " + each + "; it has " + String.join(", ", names));
            }
        }
    }

    private static InputStream open(Path file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file));
        in.mark(1);
        boolean packed = in.read() == GZIP_FIRST_BYTE;
        in.reset();
        return packed ? new GZIPInputStream(in) : in;
    }

    private static MappingIterator<Map<String, String>> rows(InputStream in) throws IOException {
        return new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .readValues(in);
    }
}
