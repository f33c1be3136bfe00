package dev.flexgate.beckn.activation;

import dev.flexgate.beckn.activation.Kept.KeptLine;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage.Activate;
import dev.flexgate.flexibility.FlexOrderId;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Activations at rest. */
final class Activations {

    private static final String COLUMNS = "id, subscriber, dialect, request, created_at";

    private static final String OF_SESSION = """
            select %s
              from beckn_activation
             where subscriber = $1 and transaction_id = $2
            """.formatted(COLUMNS);

    private static final String BY_ID = """
            select %s
              from beckn_activation
             where subscriber = $1 and id = $2
            """.formatted(COLUMNS);

    private static final String LOCK_OF_ORDER = """
            select %s
              from beckn_activation
             where id = (select activation_id from beckn_activation_line where flex_order_id = $1)
               for update
            """.formatted(COLUMNS);

    private static final String LINES = """
            select flex_order_id, reason
              from beckn_activation_line
             where activation_id = $1
             order by number
            """;

    private static final String KEEP = """
            insert into beckn_activation (id, subscriber, transaction_id, dialect, request, created_at)
            values ($1, $2, $3, $4, $5, $6)
            """;

    private static final String KEEP_LINE = """
            insert into beckn_activation_line (activation_id, number, flex_order_id, reason)
            values ($1, $2, $3, $4)
            """;

    private final Dialects dialects;

    Activations(Dialects dialects) {
        this.dialects = dialects;
    }

    Optional<Kept> ofSession(Tx tx, String subscriber, String transactionId) {
        return tx.row(OF_SESSION, subscriber, transactionId).map(row -> read(tx, row));
    }

    /** The activation of this id, if it is this subscriber's. */
    Optional<Kept> find(Tx tx, String subscriber, UUID id) {
        return tx.row(BY_ID, subscriber, id).map(row -> read(tx, row));
    }

    /** The activation that an order of ours belongs to; others who ask about its orders wait until {@code tx} ends. */
    Optional<Kept> lockOf(Tx tx, FlexOrderId order) {
        return tx.row(LOCK_OF_ORDER, order.value()).map(row -> read(tx, row));
    }

    void keep(Tx tx, Kept kept) {
        Dialect dialect = dialects.named(kept.dialect());
        tx.update(
                KEEP,
                kept.id(),
                kept.subscriber(),
                kept.request().context().transactionId(),
                kept.dialect(),
                Json.bytes(dialect.write(kept.request())),
                kept.at());
        for (int number = 0; number < kept.lines().size(); number++) {
            KeptLine line = kept.lines().get(number);
            tx.update(
                    KEEP_LINE,
                    kept.id(),
                    number,
                    line.order().map(FlexOrderId::value).orElse(null),
                    line.reason());
        }
    }

    private Kept read(Tx tx, Row row) {
        UUID id = Columns.uuid(row, "id");
        String name = Columns.text(row, "dialect");
        var request = (Activate)
                dialects.named(name).readRequest(Action.CONFIRM, StrictJson.parse(Columns.bytes(row, "request")));
        List<KeptLine> lines = tx.rows(LINES, id).stream()
                .map(line -> new KeptLine(
                        Optional.ofNullable(line.getUUID("flex_order_id")).map(FlexOrderId::new),
                        Columns.text(line, "reason")))
                .toList();
        return new Kept(id, Columns.text(row, "subscriber"), name, request, Columns.instant(row, "created_at"), lines);
    }
}
