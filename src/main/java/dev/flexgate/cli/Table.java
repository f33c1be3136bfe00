package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of JSON objects for people: one line each, columns as wide as their widest cell. */
record Table(List<Column> columns) {

    /**
     * One column.
     *
     * @param title with its unit
     * @param pointer JSON pointer into a row
     */
    record Column(String title, String pointer) {}

    /** Titles and pointers in turn. */
    static Table of(String... pairs) {
        List<Column> columns = new ArrayList<>();
        for (int index = 0; index < pairs.length; index += 2) {
            columns.add(new Column(pairs[index], pairs[index + 1]));
        }
        return new Table(List.copyOf(columns));
    }

    void print(PrintWriter out, JsonNode rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(columns.stream().map(Column::title).toList());
        rows.forEach(row -> lines.add(
                columns.stream().map(column -> text(row.at(column.pointer()))).toList()));
        for (List<String> line : lines) {
            var text = new StringBuilder();
            for (int column = 0; column < columns.size(); column++) {
                int index = column;
                int width = lines.stream()
                        .mapToInt(each -> each.get(index).length())
                        .max()
                        .orElse(0);
                text.append(line.get(column))
                        .repeat(' ', width - line.get(column).length() + 2);
            }
            out.println(text.toString().stripTrailing());
        }
    }

    private static String text(JsonNode value) {
        if (value.isMissingNode() || value.isNull()) {
            return "-";
        }
        if (value.isArray()) {
            List<String> texts = new ArrayList<>();
            value.forEach(each -> texts.add(each.isValueNode() ? each.asText() : each.toString()));
            return String.join(",", texts);
        }
        if (value.isNumber()) {
            return value.decimalValue().stripTrailingZeros().toPlainString();
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
