package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a batch of bad messages left behind: records of refusals, and rows. */
final class CorpusRecords {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DECIDED = "decided";
    private static final String AT_ONCE = "";

    private static final String TABLES =
            "select table_name from information_schema.tables where table_schema = 'public' and table_name not like 'audit\\_%'";

    private final Database database;
    private long position;
    private String counts = "";

    CorpusRecords(Database database) {
        this.database = database;
    }

    /** From now on records are of the next batch. */
    void begin() {
        position = database.row("select coalesce(max(position), 0) as n from audit_pending")
                .orElseThrow()
                .getLong("n");
    }

    /** How many records there are of each message by its digest, once all that was refused at once is recorded. */
    Map<String, Integer> of(List<Answer> answers) {
        long expected = answers.stream().filter(CorpusRecords::isRefusedAtOnce).count();
        var refusals = new HashMap<String, Integer>();
        Await.until(
                "all recorded",
                () -> {
                    refusals.clear();
                    refusals.putAll(refusals());
                    return refusals.getOrDefault(AT_ONCE, 0) >= expected;
                },
                () -> "of " + expected + " refusals " + refusals.getOrDefault(AT_ONCE, 0) + " are recorded");
        return refusals;
    }

    private static boolean isRefusedAtOnce(Answer answer) {
        return new String(answer.body(), UTF_8).contains("\"NACK\"") && answer.status() < 500;
    }

    /** How many records of the last batch say that the market decided against an order. */
    int decidedAgainst() {
        return refusals().getOrDefault(DECIDED, 0);
    }

    private Map<String, Integer> refusals() {
        var counted = new HashMap<String, Integer>();
        database.rows("select decision from audit_pending where position > $1", position)
                .forEach(row -> {
                    try {
                        JsonNode record = MAPPER.readTree(Columns.bytes(row, "decision"));
                        if (record.path("type").asText().equals("ORDER_DECIDED")
                                && record.at("/decision/outcome").asText().equals("REFUSED")) {
                            counted.merge(DECIDED, 1, Integer::sum);
                        }
                        if (record.path("type").asText().equals("MESSAGE_REFUSED")) {
                            counted.merge(record.at("/protocol/requestSha256").asText(), 1, Integer::sum);
                            if (!record.at("/protocol/httpStatus").isMissingNode()) {
                                counted.merge(AT_ONCE, 1, Integer::sum);
                            }
                        }
                    } catch (IOException notJson) {
                        throw new UncheckedIOException(notJson);
                    }
                });
        return counted;
    }

    /** How many rows each table has, but for the queue of records: what a refusal must not change. */
    Map<String, Long> rows() {
        var state = new TreeMap<String, Long>();
        database.rows(counts()).forEach(row -> state.put(Columns.text(row, "name"), row.getLong("n")));
        return state;
    }

    /** One question for all tables, since it is asked after each batch. */
    private String counts() {
        if (counts.isEmpty()) {
            counts = database.rows(TABLES).stream()
                    .map(row -> Columns.text(row, "table_name"))
                    .map(table -> "select '" + table + "' as name, count(*) as n from " + table)
                    .collect(Collectors.joining(" union all "));
        }
        return counts;
    }
}
