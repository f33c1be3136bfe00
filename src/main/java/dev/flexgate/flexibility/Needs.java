package dev.flexgate.flexibility;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.StrictJson;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Needs at rest. */
final class Needs {

    /** What we have written ourselves may be longer than what anybody may send. */
    private static final JsonLimits OURS = JsonLimits.DEFAULT.withBytes(8 * 1024 * 1024);

    private static final String COLUMNS = "id, request, state, detail, version, since";

    /** Two transactions with the same request queue up, so that the second finds what the first has done. */
    private static final String QUEUE_UP = "select pg_advisory_xact_lock(hashtextextended($1, 7046042))";

    private static final String ADD = """
            insert into flex_need (id, requester, request_id, request, state, detail, version, since, record_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;

    private static final String LOCK_REQUEST =
            "select " + COLUMNS + " from flex_need where requester = $1 and request_id = $2 for update";

    private static final String FIND_REQUEST =
            "select " + COLUMNS + " from flex_need where requester = $1 and request_id = $2";

    private static final String PAGE = "select " + COLUMNS + """
              from flex_need
             where id < $1 and ($3::text is null or requester = $3)
             order by id desc
             limit $2
            """;

    private static final String RECORD = "select record_id from flex_need where id = $1";

    private static final String CLAIM = "select " + COLUMNS + " from flex_need where id = $1 for update skip locked";

    private static final String WAITING = "select id from flex_need where state = 'RECEIVED' order by id limit $1";

    private static final String COUNT_WAITING = """
            select count(*) as all, count(*) filter (where requester = $1) as own from flex_need where state = 'RECEIVED'
            """;

    private static final StateRows<Need> ROWS =
            new StateRows<>("need", "flex_need", "n", "select " + COLUMNS + " from flex_need n", Needs::read);

    private Needs() {}

    static void add(Tx tx, Need need, RecordId record) {
        tx.update(
                ADD,
                need.id().value(),
                need.request().requester(),
                need.request().requestId(),
                Json.text(FlexJson.write(need.request())),
                need.state().text(),
                Json.text(StateJson.write(need.state())),
                need.version(),
                need.since(),
                record.value());
    }

    static void move(Tx tx, Need next, RecordId record) {
        var entered = new StateRows.Entered(
                next.id().value(), next.state().text(), StateJson.write(next.state()), next.version(), next.since());
        ROWS.move(tx, entered, record);
    }

    static Optional<Need> lock(Tx tx, NeedId id) {
        return ROWS.lock(tx, id.value());
    }

    /** The need of a request, if there is one; nobody else takes in the same request before {@code tx} ends. */
    static Optional<Need> lock(Tx tx, String requester, String requestId) {
        tx.rows(QUEUE_UP, requester + "\n" + requestId);
        return tx.row(LOCK_REQUEST, requester, requestId).map(Needs::read);
    }

    /** The need of a request, if there is one, as it stands; nobody else takes in the same request meanwhile. */
    static Optional<Need> known(Tx tx, String requester, String requestId) {
        tx.rows(QUEUE_UP, requester + "\n" + requestId);
        return tx.row(FIND_REQUEST, requester, requestId).map(Needs::read);
    }

    /** Locks a need to answer it; empty while somebody else is at it. */
    static Optional<Need> claim(Tx tx, NeedId id) {
        return tx.row(CLAIM, id.value()).map(Needs::read);
    }

    /** Needs that were taken in and wait for an answer, the oldest first. */
    static List<NeedId> waiting(Database database, int limit) {
        return database.rows(WAITING, limit).stream()
                .map(row -> new NeedId(row.getUUID("id")))
                .toList();
    }

    /** How many wait: of one requester, and of all. */
    record Waiting(long own, long all) {}

    static Waiting waiting(Tx tx, String requester) {
        Row row = tx.row(COUNT_WAITING, requester).orElseThrow();
        return new Waiting(row.getLong("own"), row.getLong("all"));
    }

    static Optional<Need> find(Database database, NeedId id) {
        return ROWS.find(database, id.value());
    }

    static Optional<Need> find(Database database, String requester, String requestId) {
        return database.row(FIND_REQUEST, requester, requestId).map(Needs::read);
    }

    /** The record of the state it is in. */
    static RecordId record(Tx tx, NeedId id) {
        return new RecordId(Columns.uuid(tx.row(RECORD, id.value()).orElseThrow(), "record_id"));
    }

    static List<Need> page(Database database, Optional<String> requester, UUID before, int limit) {
        return database.rows(PAGE, before, limit, requester.orElse(null)).stream()
                .map(Needs::read)
                .toList();
    }

    static Need read(Row row) {
        return new Need(
                new NeedId(row.getUUID("id")),
                FlexJson.request(json(row, "request")),
                StateJson.need(row.getString("state"), json(row, "detail")),
                row.getInteger("version"),
                Columns.instant(row, "since"));
    }

    static JsonNode json(Row row, String column) {
        return StrictJson.parse(Columns.text(row, column).getBytes(StandardCharsets.UTF_8), OURS);
    }
}
