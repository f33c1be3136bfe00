package dev.flexgate.wire;

/**
 * A text that is not a CSV table as FlexGate accepts it. Says why and where, and repeats of what was sent no more than
 * the names of columns.
 */
public final class CsvRefusedException extends RuntimeException {

    /** Why a table was refused. */
    public enum Reason {
        ENCODING,
        SYNTAX,
        LINE_LENGTH,
        COLUMNS,
        ROWS,
        HEADER,
        /** A row with more or fewer cells than the header. */
        CELLS
    }

    private final Reason reason;
    private final long line;
    private final String column;
    private final String detail;

    CsvRefusedException(Reason reason, long line, String column, String detail) {
        super(place(line, column) + detail, null, false, false);
        this.reason = reason;
        this.line = line;
        this.column = column;
        this.detail = detail;
    }

    private static String place(long line, String column) {
        return "line " + line + (column.isEmpty() ? "" : ", column " + column) + " ";
    }

    public Reason reason() {
        return reason;
    }

    /** Counted from 1, as an editor does. */
    public long line() {
        return line;
    }

    /** Empty for the whole line. */
    public String column() {
        return column;
    }

    /** The message without the place. */
    public String detail() {
        return detail;
    }
}
