package dev.flexgate.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.flexgate.feed.Fetched.Reason;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A small table with a header out of an answer's bytes; spaces around names and cells do not count. */
final class CsvTable {

    private CsvTable() {}

    /** Rows by column; throws {@link BadAnswerException} when it is no such table or has over {@code most} rows. */
    static List<Map<String, String>> read(byte[] body, int most) {
        var table = new ArrayList<Map<String, String>>();
        try (MappingIterator<Map<String, String>> rows = new CsvMapper()
                .readerForMapOf(String.class)
                .with(CsvSchema.emptySchema().withHeader())
                .with(CsvParser.Feature.TRIM_SPACES)
                .with(CsvParser.Feature.SKIP_EMPTY_LINES)
                .readValues(body)) {
            while (rows.hasNextValue()) {
                if (table.size() == most) {
                    throw new BadAnswerException(Reason.TOO_LARGE, "more than " + most + " rows");
                }
                table.add(rows.nextValue());
            }
        } catch (JsonProcessingException broken) {
            throw new BadAnswerException(Reason.NOT_READABLE, "not a table", broken);
        } catch (IOException broken) {
            throw new BadAnswerException(Reason.NOT_READABLE, "not a text", broken);
        }
        return table;
    }
}
