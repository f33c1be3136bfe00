package dev.flexgate.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An import in JSON, {@code {"readings":[{...}]}}, read as the table that it is: the header, then a row for each reading, never
 * more than one held.
 */
final class JsonSeries extends InputStream {

    /** A series in JSON that cannot be read as one. */
    static final class RefusedException extends IllegalArgumentException {

        private static final long serialVersionUID = 1;

        RefusedException(long reading, String detail) {
            super((reading == 0 ? "" : "reading " + reading + " ") + detail);
        }
    }

    private static final List<String> COLUMNS =
            ImportRow.COLUMNS.stream().sorted().toList();
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(4)
                    .maxStringLength(400)
                    .maxNumberLength(60)
                    .build())
            .build();

    private final JsonParser parser;
    private byte[] row;
    private int at;
    private long readings;

    private JsonSeries(JsonParser parser) {
        this.parser = parser;
        this.row = line(COLUMNS);
    }

    /** The table that {@code text} spells; closing it closes {@code text}. */
    static JsonSeries of(InputStream text) throws IOException {
        JsonParser parser = FACTORY.createParser(text);
        try {
            boolean begins = parser.nextToken() == JsonToken.START_OBJECT
                    && "readings".equals(parser.nextFieldName())
                    && parser.nextToken() == JsonToken.START_ARRAY;
            if (!begins) {
                throw new RefusedException(0, "must be {\"readings\": [{...}, ...]} and nothing beside");
            }
            return new JsonSeries(parser);
        } catch (JsonProcessingException broken) {
            parser.close();
            throw new RefusedException(0, "is no JSON: " + broken.getOriginalMessage());
        } catch (RefusedException broken) {
            parser.close();
            throw broken;
        }
    }

    @Override
    public int read() throws IOException {
        if (at == row.length && !advance()) {
            return -1;
        }
        return row[at++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (at == row.length && !advance()) {
            return -1;
        }
        int count = Math.min(length, row.length - at);
        System.arraycopy(row, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean advance() throws IOException {
        try {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.END_ARRAY
                    && parser.nextToken() == JsonToken.END_OBJECT
                    && parser.nextToken() == null) {
                return false;
            }
            readings++;
            if (token != JsonToken.START_OBJECT) {
                throw new RefusedException(readings, "is no object in the list of readings");
            }
            Map<String, String> cells = cells();
            row = line(COLUMNS.stream()
                    .map(column -> cells.getOrDefault(column, ""))
                    .toList());
            at = 0;
            return true;
        } catch (JsonProcessingException broken) {
            throw new RefusedException(readings + 1, "is no JSON: " + broken.getOriginalMessage());
        }
    }

    private Map<String, String> cells() throws IOException {
        Map<String, String> cells = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (!COLUMNS.contains(name)) {
                throw new RefusedException(readings, "has a field " + name + "; known are " + COLUMNS);
            }
            JsonToken value = parser.nextToken();
            if (!value.isScalarValue()) {
                throw new RefusedException(readings, "has no text or number as " + name);
            }
            cells.put(name, value == JsonToken.VALUE_NULL ? "" : value(value));
        }
        return cells;
    }

    /** 1e2 is 100: a cell of the table is written out. */
    private String value(JsonToken token) throws IOException {
        return token.isNumeric() ? parser.getDecimalValue().toPlainString() : parser.getText();
    }

    private static byte[] line(List<String> cells) {
        return cells.stream()
                .map(ImportPieces::quoted)
                .collect(Collectors.joining(",", "", "\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
