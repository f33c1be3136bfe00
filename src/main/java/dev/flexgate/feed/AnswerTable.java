package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.wire.CsvLimits;
import dev.flexgate.wire.CsvRefusedException;
import dev.flexgate.wire.CsvRow;
import dev.flexgate.wire.StrictCsv;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small table with a header out of an answer's bytes. */
final class AnswerTable {

    private AnswerTable() {}

    /** Rows by column; throws {@link BadAnswerException} when it is no such table or has over {@code most} rows. */
    static List<Map<String, String>> read(byte[] body, int most) {
        var rows = new ArrayList<Map<String, String>>();
        try (StrictCsv table = StrictCsv.of(body, CsvLimits.DEFAULT.withRows(most))) {
            for (Optional<CsvRow> row = table.next(); row.isPresent(); row = table.next()) {
                rows.add(row.get().byColumn());
            }
        } catch (CsvRefusedException refused) {
            Reason reason =
                    refused.reason() == CsvRefusedException.Reason.ROWS ? Reason.TOO_LARGE : Reason.NOT_READABLE;
            throw new BadAnswerException(reason, "no table: line " + refused.line() + " " + refused.detail(), refused);
        } catch (IOException broken) {
            throw new BadAnswerException(Reason.NOT_READABLE, "not a text", broken);
        }
        return rows;
    }
}
