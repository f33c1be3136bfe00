package dev.flexgate.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A row of a table as {@link StrictCsv} reads it: as many cells as the header has columns, without spaces around them. */
public final class CsvRow {

    private final long line;
    private final Map<String, Integer> places;
    private final List<String> cells;

    CsvRow(long line, Map<String, Integer> places, List<String> cells) {
        this.line = line;
        this.places = places;
        this.cells = List.copyOf(cells);
    }

    /** Where it begins, counted from 1, the header included. */
    public long line() {
        return line;
    }

    /** The cell of a column; empty where there is no such column. */
    public String cell(String column) {
        Integer place = places.get(column);
        return place == null ? "" : cells.get(place);
    }

    /** All cells, in the order of the columns. */
    public List<String> cells() {
        return cells;
    }

    public boolean isBlank() {
        return cells.stream().allMatch(String::isEmpty);
    }

    /** The cells of named columns. */
    public Map<String, String> byColumn() {
        Map<String, String> byColumn = new LinkedHashMap<>();
        places.forEach((column, place) -> byColumn.put(column, cells.get(place)));
        return byColumn;
    }
}
