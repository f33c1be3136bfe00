package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Orders of grid operators at rest. */
final class FlexOrders {

    private static final String SELECT = """
            select o.id, o.offer_id, o.need_id, o.terms, o.state, o.detail, o.version, o.since, n.request
              from flex_order o
              join flex_need n on n.id = o.need_id
            """;

    private static final String ADD = """
            insert into flex_order (id, offer_id, need_id, terms, window_start, window_end, state, detail, version, since,
                   record_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;

    private static final String OF_REQUEST =
            SELECT + " where n.requester = $1 and n.request_id = $2 order by o.id desc limit 1";

    private static final String OF_NEED = SELECT + " where o.need_id = $1 order by o.id desc limit 1";

    private static final String PAGE = SELECT + """
             where o.id < $1 and ($3::text is null or n.requester = $3)
             order by o.id desc
             limit $2
            """;

    private static final String DUE = """
            select id
              from flex_order
             where (state = 'SCHEDULED' and window_start <= $1)
                or (state in ('ACTIVE', 'FAILED') and window_end <= $1)
                or state = 'ABORTED'
             order by id
             limit $2
            """;

    private static final StateRows<FlexOrder> ROWS =
            new StateRows<>("order", "flex_order", "o", SELECT, FlexOrders::read);

    private FlexOrders() {}

    static void add(Tx tx, FlexOrder order, RecordId record) {
        tx.update(
                ADD,
                order.id().value(),
                order.offer().value(),
                order.need().value(),
                Json.text(FlexJson.terms(order)),
                order.window().start(),
                order.window().end(),
                order.state().text(),
                Json.text(StateJson.write(order)),
                order.version(),
                order.since(),
                record.value());
    }

    static void move(Tx tx, FlexOrder next, RecordId record) {
        var entered = new StateRows.Entered(
                next.id().value(), next.state().text(), StateJson.write(next), next.version(), next.since());
        ROWS.move(tx, entered, record);
    }

    static Optional<FlexOrder> lock(Tx tx, FlexOrderId id) {
        return ROWS.lock(tx, id.value());
    }

    static Optional<FlexOrder> find(Database database, FlexOrderId id) {
        return ROWS.find(database, id.value());
    }

    static Optional<FlexOrder> find(Database database, String requester, String requestId) {
        return database.row(OF_REQUEST, requester, requestId).map(FlexOrders::read);
    }

    static Optional<FlexOrder> of(Tx tx, NeedId need) {
        return tx.row(OF_NEED, need.value()).map(FlexOrders::read);
    }

    static List<FlexOrder> page(Database database, Optional<String> requester, UUID before, int limit) {
        return database.rows(PAGE, before, limit, requester.orElse(null)).stream()
                .map(FlexOrders::read)
                .toList();
    }

    /** Orders that the passing of time moves on, at most {@code limit}. */
    static List<FlexOrderId> due(Database database, Instant now, int limit) {
        return database.rows(DUE, now, limit).stream()
                .map(row -> new FlexOrderId(row.getUUID("id")))
                .toList();
    }

    private static FlexOrder read(Row row) {
        return FlexJson.order(
                Needs.json(row, "terms"),
                new FlexOrderId(row.getUUID("id")),
                new OfferId(row.getUUID("offer_id")),
                new NeedId(row.getUUID("need_id")),
                FlexJson.request(Needs.json(row, "request")),
                StateJson.order(row.getString("state"), Needs.json(row, "detail")),
                row.getInteger("version"),
                Columns.instant(row, "since"),
                StateJson.failures(Needs.json(row, "detail")));
    }
}
