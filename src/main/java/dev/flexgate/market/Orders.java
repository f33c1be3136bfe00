package dev.flexgate.market;

import static dev.flexgate.market.Capacity.utc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.market.Order.Accepted;
import dev.flexgate.market.Order.Active;
import dev.flexgate.market.Order.Cancelled;
import dev.flexgate.market.Order.DeliveryComplete;
import dev.flexgate.market.Order.Expired;
import dev.flexgate.market.Order.Initiated;
import dev.flexgate.market.Order.Quoted;
import dev.flexgate.market.Order.Settled;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import dev.flexgate.workload.SiteId;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Orders at rest. */
final class Orders {

    private static final String COLUMNS = """
            id, version, state, participant, transaction_id, quote, since, expires_at, confirmed_at,
            given_up, outcome
            """;

    private static final String INSERT = """
            insert into market_order (id, version, state, participant, transaction_id, site_id, slot_id, window_start,
                                      window_end, power_w, quote, since, expires_at, record_id, created_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $12)
            """;

    private static final String MOVE = """
            update market_order
               set version = $2, state = $3, since = $4, confirmed_at = $5, record_id = $6, slot_id = $7,
                   window_start = $8, window_end = $9, power_w = $10, quote = $11, given_up = $12, outcome = $13
             where id = $1 and version = $2 - 1
            """;

    private static final String LOCK = "select " + COLUMNS + " from market_order where id = $1 for update";

    private static final String FIND = "select " + COLUMNS + " from market_order where id = $1";

    private static final String LOCK_OPEN = "select " + COLUMNS + """
              from market_order
             where participant = $1 and transaction_id = $2 and state in ('QUOTED', 'INITIATED')
             order by id
               for update
            """;

    private static final String LOCK_BOUGHT = "select " + COLUMNS + """
              from market_order
             where site_id = $1 and state in ('ACCEPTED', 'ACTIVE')
             order by id
               for update
            """;

    private static final String LATEST = "select " + COLUMNS + """
              from market_order
             where participant = $1 and transaction_id = $2
             order by created_at desc, id desc
             limit 1
            """;

    private static final String DUE = """
            select id
              from market_order
             where (state in ('QUOTED', 'INITIATED') and expires_at <= $1)
                or (state = 'ACCEPTED' and window_start <= $1)
                or (state = 'ACTIVE' and window_end <= $1)
                or (state = 'DELIVERY_COMPLETE' and since <= $2)
             order by id
             limit $3
            """;

    private static final String PAGE_OF = "select " + COLUMNS + """
              from market_order
             where participant = any($1) and id < $2
             order by id desc
             limit $3
            """;

    private static final String PAGE = "select " + COLUMNS + """
              from market_order
             where id < $1
             order by id desc
             limit $2
            """;

    private Orders() {}

    static void insert(Tx tx, Quoted order, RecordId record) {
        Quote quote = order.quote();
        tx.update(
                INSERT,
                order.id().value(),
                order.version(),
                order.state(),
                order.conversation().participant(),
                order.conversation().transactionId(),
                quote.site().value(),
                quote.slot().value(),
                utc(quote.window().start()),
                utc(quote.window().end()),
                quote.power().watts(),
                Json.text(QuoteJson.write(quote)),
                utc(order.since()),
                utc(order.expiresAt()),
                record.value());
    }

    /** Stores the next state of an order whose row this transaction has locked. */
    static void move(Tx tx, Order next, RecordId record) {
        var confirmedAt = switch (next) {
            case Accepted accepted -> utc(accepted.boughtAt());
            case Active active -> utc(active.confirmedAt());
            case DeliveryComplete complete -> utc(complete.confirmedAt());
            case Settled settled -> utc(settled.confirmedAt());
            case Quoted _, Initiated _, Expired _, Cancelled _ -> null;
        };
        Quote quote = next.quote();
        int moved = tx.update(
                MOVE,
                next.id().value(),
                next.version(),
                next.state(),
                utc(next.since()),
                confirmedAt,
                record.value(),
                quote.slot().value(),
                utc(quote.window().start()),
                utc(quote.window().end()),
                quote.power().watts(),
                Json.text(QuoteJson.write(quote)),
                next.givenUp().map(OrderJson::write).map(Json::text).orElse(null),
                next instanceof Settled settled ? Json.text(OrderJson.write(settled.outcome())) : null);
        if (moved != 1) {
            throw new IllegalStateException("order " + next.id() + " is not at version " + (next.version() - 1));
        }
    }

    static Optional<Order> lock(Tx tx, OrderId id) {
        return tx.row(LOCK, id.value()).map(Orders::read);
    }

    /** Open orders of a conversation, locked in the order of their ids. */
    static List<Order> lockOpen(Tx tx, Conversation conversation) {
        return tx.rows(LOCK_OPEN, conversation.participant(), conversation.transactionId()).stream()
                .map(Orders::read)
                .toList();
    }

    static Optional<Order> find(Database database, OrderId id) {
        return database.row(FIND, id.value()).map(Orders::read);
    }

    static Optional<Order> latest(Tx tx, Conversation conversation) {
        return tx.row(LATEST, conversation.participant(), conversation.transactionId())
                .map(Orders::read);
    }

    /** Orders that the passing of time moves on, at most {@code limit}. */
    static List<OrderId> due(Database database, Instant now, Instant settledBefore, int limit) {
        return database.rows(DUE, utc(now), utc(settledBefore), limit).stream()
                .map(row -> new OrderId(row.getUUID("id")))
                .toList();
    }

    /** Newest first; ids are time-ordered. */
    static List<Order> page(Database database, UUID before, int limit) {
        return database.rows(PAGE, before, limit).stream().map(Orders::read).toList();
    }

    static List<Order> page(Database database, Set<String> participants, UUID before, int limit) {
        return database.rows(PAGE_OF, participants.toArray(String[]::new), before, limit).stream()
                .map(Orders::read)
                .toList();
    }

    /** What is bought and not over yet at a site, locked in the order of ids. */
    static List<Order> lockBought(Tx tx, SiteId site) {
        return tx.rows(LOCK_BOUGHT, site.value()).stream().map(Orders::read).toList();
    }

    private static Optional<JsonNode> json(Row row, String column) {
        return Optional.ofNullable(row.getString(column))
                .map(text -> StrictJson.parse(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static Order read(Row row) {
        var id = new OrderId(row.getUUID("id"));
        var conversation = new Conversation(row.getString("participant"), row.getUUID("transaction_id"));
        Quote quote = QuoteJson.read(StrictJson.parse(row.getString("quote").getBytes(StandardCharsets.UTF_8)));
        int version = row.getInteger("version");
        Instant since = Columns.instant(row, "since");
        Optional<GivenUp> parted = json(row, "given_up").map(OrderJson::givenUp);
        return switch (row.getString("state")) {
            case "QUOTED" -> new Quoted(id, conversation, quote, version, since, Columns.instant(row, "expires_at"));
            case "INITIATED" ->
                new Initiated(id, conversation, quote, version, since, Columns.instant(row, "expires_at"));
            case "ACCEPTED" ->
                new Accepted(id, conversation, quote, version, since, Columns.instant(row, "confirmed_at"), parted);
            case "ACTIVE" ->
                new Active(id, conversation, quote, version, since, Columns.instant(row, "confirmed_at"), parted);
            case "DELIVERY_COMPLETE" ->
                new DeliveryComplete(
                        id, conversation, quote, version, since, Columns.instant(row, "confirmed_at"), parted);
            case "SETTLED" ->
                new Settled(
                        id,
                        conversation,
                        quote,
                        version,
                        since,
                        Columns.instant(row, "confirmed_at"),
                        parted,
                        json(row, "outcome").map(OrderJson::outcome).orElseThrow());
            case "CANCELLED" -> new Cancelled(id, conversation, quote, version, since, parted);
            case "EXPIRED" -> new Expired(id, conversation, quote, version, since);
            default -> throw new IllegalStateException("unknown order state " + row.getString("state"));
        };
    }
}
