package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Memo;
import dev.flexgate.market.OrderId;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Orders as the network knows them, and the names that consumers gave them. */
final class KeptOrders {

    private static final String KEEP = """
            insert into beckn_order_words
                   (order_id, subscriber, transaction_id, name, assumed, dialect, action, request, kept_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                on conflict (order_id) do update
               set name = excluded.name, assumed = excluded.assumed, dialect = excluded.dialect,
                   action = excluded.action, request = excluded.request, kept_at = excluded.kept_at
            """;

    private static final String FIND = """
            select order_id, subscriber, name, assumed, dialect, action, request
              from beckn_order_words
             where order_id = $1
            """;

    /** Of several orders of one name that of the session is meant, else the newest. */
    private static final String NAMED = """
            select order_id
              from beckn_order_words
             where subscriber = $1 and name = $2 and name <> ''
             order by (transaction_id = $3) desc, order_id desc
             limit 1
            """;

    private final Dialects dialects;

    KeptOrders(Dialects dialects) {
        this.dialects = dialects;
    }

    /** Keeps what {@code request} says of an order; of what was kept before the memo stays. */
    Memo keep(Tx tx, OrderId order, Dialect dialect, BecknMessage.Request request, Memo memo, Instant now) {
        Memo whole = find(tx, order)
                .map(before -> before.memo().and(memo.name(), memo.assumed()))
                .orElse(memo);
        Context context = request.context();
        tx.update(
                KEEP,
                order.value(),
                context.bap().id(),
                context.transactionId(),
                whole.name(),
                String.join(",", whole.assumed()),
                dialect.name(),
                request.action().label(),
                Json.bytes(dialect.write(request)),
                now);
        return whole;
    }

    Optional<KeptOrder> find(Tx tx, OrderId order) {
        return tx.row(FIND, order.value()).map(this::read);
    }

    /** The order that a consumer calls so. */
    Optional<OrderId> named(Tx tx, Context context, String name) {
        return tx.row(NAMED, context.bap().id(), name, context.transactionId())
                .map(row -> new OrderId(Columns.uuid(row, "order_id")));
    }

    private KeptOrder read(Row row) {
        String assumed = Columns.text(row, "assumed");
        Dialect dialect = dialects.named(Columns.text(row, "dialect"));
        Action action = Action.labelled(Columns.text(row, "action")).orElseThrow();
        return new KeptOrder(
                new OrderId(Columns.uuid(row, "order_id")),
                Columns.text(row, "subscriber"),
                dialect.name(),
                dialect.readRequest(action, StrictJson.parse(Columns.bytes(row, "request"))),
                new Memo(Columns.text(row, "name"), assumed.isEmpty() ? List.of() : List.of(assumed.split(",", -1))));
    }
}
