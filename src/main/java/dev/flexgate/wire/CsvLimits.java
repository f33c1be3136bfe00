package dev.flexgate.wire;

/**
 * How large a table may be before {@link StrictCsv} refuses it.
 *
 * @param lineCharacters of one row, in UTF-16 units
 * @param columns of the header
 * @param rows after the header
 */
public record CsvLimits(int lineCharacters, int columns, int rows) {

    /** Over 28 years of half-hours. */
    public static final CsvLimits DEFAULT = new CsvLimits(64 * 1024, 1_000, 500_000);

    public CsvLimits {
        if (lineCharacters < 1 || columns < 1 || rows < 1) {
            throw new IllegalArgumentException("CSV limits must be positive");
        }
    }

    public CsvLimits withRows(int other) {
        return new CsvLimits(lineCharacters, columns, other);
    }
}
