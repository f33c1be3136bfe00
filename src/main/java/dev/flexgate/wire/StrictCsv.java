package dev.flexgate.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import dev.flexgate.wire.CsvRefusedException.Reason;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * The gate that every CSV table passes: UTF-8, a header that names each column once, rows of as many cells, separated by
 * commas, quoted where they need it. Read row by row: never more than one is held. Empty lines do not count; spaces
 * around cells and a byte order mark are dropped. Waits for its source, so it is not for event loops.
 */
public final class StrictCsv implements AutoCloseable {

    private static final int GZIP_FIRST_BYTE = 0x1f;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final CsvParser parser;
    private final CsvLimits limits;
    private final List<String> columns;
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private int rows;

    private StrictCsv(CsvParser parser, CsvLimits limits) throws IOException {
        this.parser = parser;
        this.limits = limits;
        this.columns = header();
    }

    /**
     * The table that {@code text} spells; closing it closes {@code text}.
     *
     * @throws CsvRefusedException when its header is not one as accepted here; {@link #next} of the rows
     */
    public static StrictCsv of(InputStream text, CsvLimits limits) throws IOException {
        try {
            var decoder = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
            Reader reader = new BufferedReader(new InputStreamReader(text, decoder));
            reader.mark(1);
            if (reader.read() != BYTE_ORDER_MARK) {
                reader.reset();
            }
            return new StrictCsv(factory(limits).createParser(reader), limits);
        } catch (CharacterCodingException broken) {
            text.close();
            throw new CsvRefusedException(Reason.ENCODING, 1, "", "is no UTF-8 text");
        } catch (IOException | RuntimeException broken) {
            text.close();
            throw broken;
        }
    }

    public static StrictCsv of(byte[] text, CsvLimits limits) throws IOException {
        return of(new ByteArrayInputStream(text), limits);
    }

    /** The table in {@code file}, plain or gzip. */
    public static StrictCsv of(Path file, CsvLimits limits) throws IOException {
        return of(open(file), limits);
    }

    private static InputStream open(Path file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(1);
            boolean packed = in.read() == GZIP_FIRST_BYTE;
            in.reset();
            return packed ? new GZIPInputStream(in) : in;
        } catch (IOException broken) {
            in.close();
            throw broken;
        }
    }

    private static CsvFactory factory(CsvLimits limits) {
        return CsvFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(limits.lineCharacters())
                        .build())
                .enable(CsvParser.Feature.TRIM_SPACES)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .build();
    }

    /** Names in the order of the file, some of which may be empty; none at all when the text is empty. */
    public List<String> columns() {
        return columns;
    }

    /** Refuses a header without one of {@code names}. */
    public void require(Collection<String> names) {
        for (String name : names) {
            if (!places.containsKey(name)) {
                throw new CsvRefusedException(
                        Reason.HEADER, 1, name, "is missing; there are " + String.join(", ", columns));
            }
        }
    }

    /**
     * The next row; empty after the last.
     *
     * @throws CsvRefusedException when it is not one as accepted here
     */
    public Optional<CsvRow> next() throws IOException {
        Optional<Line> read = line();
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Line line = read.get();
        if (++rows > limits.rows()) {
            throw new CsvRefusedException(Reason.ROWS, line.number(), "", "is beyond " + limits.rows() + " rows");
        }
        if (line.cells().size() != columns.size()) {
            throw new CsvRefusedException(
                    Reason.CELLS,
                    line.number(),
                    "",
                    "has " + line.cells().size() + " cells, and the header has " + columns.size());
        }
        return Optional.of(new CsvRow(line.number(), places, line.cells()));
    }

    private record Line(long number, List<String> cells) {}

    private List<String> header() throws IOException {
        Optional<Line> header = line();
        List<String> names = header.map(Line::cells).orElse(List.of());
        for (int place = 0; place < names.size(); place++) {
            String name = names.get(place);
            if (!name.isEmpty() && places.put(name, place) != null) {
                throw new CsvRefusedException(
                        Reason.HEADER, header.map(Line::number).orElse(1L), name, "is there twice");
            }
        }
        return List.copyOf(names);
    }

    private Optional<Line> line() throws IOException {
        long number = 1;
        try {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return Optional.empty();
            }
            number = parser.currentLocation().getLineNr();
            var cells = new ArrayList<String>();
            int length = 0;
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                String cell = parser.getText();
                length += cell.length() + 1;
                cells.add(cell.strip());
                bound(number, cells.size(), length);
            }
            return Optional.of(new Line(number, cells));
        } catch (StreamConstraintsException tooLong) {
            throw tooLong(number);
        } catch (JsonProcessingException broken) {
            throw new CsvRefusedException(Reason.SYNTAX, number, "", "is no row of a CSV table");
        } catch (CharacterCodingException broken) {
            throw new CsvRefusedException(Reason.ENCODING, number, "", "is no UTF-8 text, or a line soon after it");
        }
    }

    private void bound(long number, int cells, int length) {
        if (cells > limits.columns()) {
            throw new CsvRefusedException(Reason.COLUMNS, number, "", "has more than " + limits.columns() + " cells");
        }
        if (length > limits.lineCharacters()) {
            throw tooLong(number);
        }
    }

    private CsvRefusedException tooLong(long number) {
        return new CsvRefusedException(
                Reason.LINE_LENGTH, number, "", "is longer than " + limits.lineCharacters() + " characters");
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
