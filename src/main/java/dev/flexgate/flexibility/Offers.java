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

/** Offers at rest. */
final class Offers {

    private static final String COLUMNS = "id, need_id, terms, valid_until, state, detail, version, since";

    private static final String ADD = """
            insert into flex_offer (id, need_id, requester, terms, valid_until, state, detail, version, since, record_id)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """;

    private static final String OF_NEED =
            "select " + COLUMNS + " from flex_offer where need_id = $1 order by id desc limit 1";

    private static final String OPEN =
            "select " + COLUMNS + " from flex_offer where state in ('SUBMITTED', 'ACKED') order by id limit $1";

    private static final String COUNT_OPEN =
            "select count(*) as n from flex_offer where requester = $1 and state in ('SUBMITTED', 'ACKED')";

    private static final String DUE = """
            select id
              from flex_offer
             where state in ('SUBMITTED', 'ACKED') and valid_until <= $1
             order by id
             limit $2
            """;

    private static final StateRows<Offer> ROWS =
            new StateRows<>("offer", "flex_offer", "f", "select " + COLUMNS + " from flex_offer f", Offers::read);

    private Offers() {}

    static void add(Tx tx, Offer offer, String requester, RecordId record) {
        tx.update(
                ADD,
                offer.id().value(),
                offer.need().value(),
                requester,
                Json.text(FlexJson.terms(offer)),
                offer.validUntil(),
                offer.state().text(),
                Json.text(StateJson.write(offer.state())),
                offer.version(),
                offer.since(),
                record.value());
    }

    static void move(Tx tx, Offer next, RecordId record) {
        var entered = new StateRows.Entered(
                next.id().value(), next.state().text(), StateJson.write(next.state()), next.version(), next.since());
        ROWS.move(tx, entered, record);
    }

    static Optional<Offer> lock(Tx tx, OfferId id) {
        return ROWS.lock(tx, id.value());
    }

    static Optional<Offer> find(Database database, OfferId id) {
        return ROWS.find(database, id.value());
    }

    static Optional<Offer> of(Database database, NeedId need) {
        return database.row(OF_NEED, need.value()).map(Offers::read);
    }

    static List<Offer> open(Tx tx, int limit) {
        return tx.rows(OPEN, limit).stream().map(Offers::read).toList();
    }

    static List<Offer> open(Database database, int limit) {
        return database.rows(OPEN, limit).stream().map(Offers::read).toList();
    }

    static long countOpen(Tx tx, String requester) {
        return tx.row(COUNT_OPEN, requester).orElseThrow().getLong("n");
    }

    /** Open offers whose time is over, at most {@code limit}. */
    static List<OfferId> due(Database database, Instant now, int limit) {
        return database.rows(DUE, now, limit).stream()
                .map(row -> new OfferId(row.getUUID("id")))
                .toList();
    }

    private static Offer read(Row row) {
        return FlexJson.offer(
                Needs.json(row, "terms"),
                new OfferId(row.getUUID("id")),
                new NeedId(row.getUUID("need_id")),
                Columns.instant(row, "valid_until"),
                StateJson.offer(row.getString("state"), Needs.json(row, "detail")),
                row.getInteger("version"),
                Columns.instant(row, "since"));
    }
}
