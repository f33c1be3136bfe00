package dev.flexgate.forecast.backtest;

import dev.flexgate.wire.CsvLimits;
import dev.flexgate.wire.CsvRefusedException;
import dev.flexgate.wire.CsvRow;
import dev.flexgate.wire.StrictCsv;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A recorded file as {@link StrictCsv} reads it, whose faults name the file too.
 *
 * @param rows most of them that it may have
 */
record CsvRows(Path file, int rows) {

    /** Decimal numbers only: Java's own parser also takes {@code NaN}, hexadecimal and a trailing {@code d}. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d{1,3})?");

    /** Told each row. */
    interface Reader {
        void row(CsvRow row);
    }

    /** Returns the names of the columns, in order. */
    List<String> read(List<String> required, Reader reader) {
        try (StrictCsv table = StrictCsv.of(file, CsvLimits.DEFAULT.withRows(rows))) {
            Optional<CsvRow> row = table.next();
            if (row.isEmpty()) {
                throw new BadDataException(file + " has no rows");
            }
            for (String name : required) {
                if (!table.columns().contains(name)) {
                    throw new BadDataException(
                            file + " has no column " + name + "; it has " + String.join(", ", table.columns()));
                }
            }
            for (; row.isPresent(); row = table.next()) {
                reader.row(row.get());
            }
            return table.columns();
        } catch (CsvRefusedException refused) {
            throw new BadDataException(file + " " + refused.getMessage(), refused);
        } catch (IOException broken) {
            throw new BadDataException("cannot read " + file + ": " + broken.getMessage(), broken);
        }
    }

    Instant time(CsvRow row, String column) {
        try {
            return OffsetDateTime.parse(row.cell(column)).toInstant();
        } catch (DateTimeException bad) {
            throw new BadDataException(
                    at(row) + column + " is not a time such as 2021-07-01T00:00Z: " + row.cell(column), bad);
        }
    }

    /** Where a fault is: the beginning of its message. */
    String at(CsvRow row) {
        return file + " line " + row.line() + ": ";
    }

    /** NaN for what is not a number. */
    static double number(String cell) {
        return NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
    }
}
