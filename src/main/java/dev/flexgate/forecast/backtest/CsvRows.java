package dev.flexgate.forecast.backtest;

import com.fasterxml.jackson.databind.MappingIterator;
import dev.flexgate.feed.CsvFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** CSV with a header, plain or gzip, row by row. */
final class CsvRows {

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
        try (MappingIterator<Map<String, String>> rows = CsvFile.rows(file)) {
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
}
