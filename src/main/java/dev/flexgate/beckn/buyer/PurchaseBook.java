package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.purchase.Load;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Purchases at rest, and what their partners said unasked. */
final class PurchaseBook {

    private static final String COLUMNS = """
            select id, tenant, partner, dialect, slot, offer, power_w, energy_j, starts_at, ends_at, contract_id, stage,
                   contract, opened_at, changed_at, version, forgotten_at
              from beckn_purchase
            """;

    private static final String OPEN = """
            insert into beckn_purchase (id, tenant, partner, dialect, opened_at, changed_at)
            values ($1, $2, $3, $4, $5, $5)
            """;

    private static final String WISH = """
            update beckn_purchase
               set slot = $2, offer = $3, power_w = $4, energy_j = $5, starts_at = $6, ends_at = $7, stage = 'SELECTING',
                   contract_id = '', contract = null, changed_at = $8, version = version + 1
             where id = $1
            """;

    private static final String BIND = """
            update beckn_purchase
               set contract_id = $2, stage = $3, contract = $4, changed_at = $5, version = version + 1
             where id = $1
            """;

    private static final String SPOKEN = "update beckn_purchase set dialect = $2 where id = $1 and dialect <> $2";

    private static final String HEAR = """
            insert into beckn_purchase_news
                   (id, purchase_id, message_id, action, content, body, auth_header, sha, received_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                on conflict on constraint beckn_purchase_news_once do nothing
            """;

    private static final String HEARD = """
            select sha from beckn_purchase_news
             where purchase_id = $1 and message_id = $2 and action = $3
            """;

    private static final String NEWS = """
            select id, message_id, action, content, received_at
              from beckn_purchase_news
             where purchase_id = $1
             order by id desc
             limit $2
            """;

    private final Database database;

    PurchaseBook(Database database) {
        this.database = database;
    }

    void open(Tx tx, UUID id, String tenant, String partner, String dialect, Instant now) {
        tx.update(OPEN, id, tenant, partner, dialect, now);
    }

    /** What is wanted now; what was quoted for something else counts no more. */
    void wish(Tx tx, UUID id, Purchase.Wanted wish, Instant now) {
        Long power = wish.load() instanceof Load.OfPower(Power watts) ? watts.watts() : null;
        Long energy = wish.load() instanceof Load.OfEnergy(Energy joules) ? joules.joules() : null;
        tx.update(
                WISH,
                id,
                wish.slot(),
                wish.offer(),
                power,
                energy,
                wish.window().map(Interval::start).orElse(null),
                wish.window().map(Interval::end).orElse(null),
                now);
    }

    void bind(Tx tx, UUID id, String contractId, String stage, ObjectNode contract, Instant now) {
        tx.update(BIND, id, contractId, stage, Json.text(contract), now);
    }

    /** In which dialect the partner was found to answer. */
    void spoken(Tx tx, UUID id, String dialect) {
        tx.update(SPOKEN, id, dialect);
    }

    Optional<Purchase> locked(Tx tx, UUID id) {
        return tx.row(COLUMNS + " where id = $1 for update", id).map(PurchaseBook::purchase);
    }

    /** As it is, without keeping others from it. */
    Optional<Purchase> seen(Tx tx, UUID id) {
        return tx.row(COLUMNS + " where id = $1", id).map(PurchaseBook::purchase);
    }

    Optional<Purchase> find(UUID id) {
        return database.row(COLUMNS + " where id = $1", id).map(PurchaseBook::purchase);
    }

    List<Purchase> page(Optional<String> tenant, UUID before, int limit) {
        return database
                .rows(
                        COLUMNS + " where ($1::text is null or tenant = $1) and id < $2 order by id desc limit $3",
                        tenant.orElse(null),
                        before,
                        limit)
                .stream()
                .map(PurchaseBook::purchase)
                .toList();
    }

    /** Whether this is new; what was heard before stays. */
    boolean hear(Tx tx, UUID id, UUID purchase, Heard heard, ObjectNode content, Instant now) {
        return tx.update(
                        HEAR,
                        id,
                        purchase,
                        heard.messageId(),
                        heard.action().label(),
                        Json.text(content),
                        heard.body(),
                        heard.authorization(),
                        heard.sha(),
                        now)
                == 1;
    }

    Optional<Buffer> heard(Tx tx, UUID purchase, Heard heard) {
        return tx.row(HEARD, purchase, heard.messageId(), heard.action().label())
                .map(row -> Buffer.buffer(Columns.bytes(row, "sha")));
    }

    long newsOf(Tx tx, UUID purchase) {
        return tx.row("select count(*) as n from beckn_purchase_news where purchase_id = $1", purchase)
                .orElseThrow()
                .getLong("n");
    }

    List<ObjectNode> news(UUID purchase, int limit) {
        return database.rows(NEWS, purchase, limit).stream()
                .map(row -> {
                    ObjectNode json = AnswerJson.object()
                            .put("newsId", Columns.uuid(row, "id").toString())
                            .put("action", Columns.text(row, "action"))
                            .put("messageId", Columns.text(row, "message_id"))
                            .put(
                                    "receivedAt",
                                    Columns.instant(row, "received_at").toString());
                    json.set("content", json(Columns.text(row, "content")));
                    return json;
                })
                .toList();
    }

    static JsonNode json(String text) {
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8), Questions.OWN);
    }

    private static Purchase purchase(Row row) {
        return new Purchase(
                Columns.uuid(row, "id"),
                Columns.text(row, "tenant"),
                Columns.text(row, "partner"),
                Columns.text(row, "dialect"),
                wish(row),
                Columns.text(row, "contract_id"),
                Columns.text(row, "stage"),
                Columns.maybeText(row, "contract").map(PurchaseBook::json),
                Columns.instant(row, "opened_at"),
                Columns.instant(row, "changed_at"),
                row.getInteger("version"),
                Columns.maybeInstant(row, "forgotten_at"));
    }

    private static Optional<Purchase.Wanted> wish(Row row) {
        Long power = row.getLong("power_w");
        Long energy = row.getLong("energy_j");
        if (power == null && energy == null) {
            return Optional.empty();
        }
        Load load = power == null ? new Load.OfEnergy(new Energy(energy)) : new Load.OfPower(new Power(power));
        return Optional.of(new Purchase.Wanted(
                Columns.text(row, "slot"),
                Columns.text(row, "offer"),
                load,
                Columns.maybeInstant(row, "starts_at")
                        .map(start -> new Interval(start, Columns.instant(row, "ends_at")))));
    }
}
