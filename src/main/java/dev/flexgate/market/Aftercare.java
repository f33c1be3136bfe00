package dev.flexgate.market;

import static dev.flexgate.market.Capacity.utc;

import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.Subject;
import dev.flexgate.market.MarketRecords.Causes;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a buyer may ask beside the order itself: to watch its delivery, to rate it, and to be helped. */
public final class Aftercare {

    /** How long an address works under which a delivery can be watched, at most. */
    public static final Duration TRACKING_LIFE = Duration.ofHours(24);

    private static final int TOKEN_BYTES = 32;
    private static final BigDecimal FOUR = BigDecimal.valueOf(4);

    private static final String RATE = """
            insert into market_rating (order_id, participant, stars, comment, rated_at, record_id)
            values ($1, $2, $3, $4, $5, $6)
            on conflict do nothing
            """;

    private static final String SCORE = "select count(*) as n, avg(stars) as stars from market_rating";

    private static final String RATED = "select 1 as one from market_rating where order_id = $1 and participant = $2";

    private static final String TICKET = """
            insert into market_ticket (id, participant, order_id, topic, callback_phone, asked_at, record_id)
            values ($1, $2, $3, $4, $5, $6, $7)
            """;

    private static final String TRACK =
            "insert into market_tracking (token_sha256, order_id, expires_at) values ($1, $2, $3)";

    private static final String TRACKED =
            "select order_id, expires_at from market_tracking where token_sha256 = $1 and expires_at > $2";

    private static final String FORGET = """
            delete from market_tracking
             where token_sha256 in (select token_sha256 from market_tracking where expires_at <= $1 limit 256)
            """;

    private final Database database;
    private final Market market;
    private final MarketRecords records;
    private final Ids ids;
    private final SecureRandom random;
    private final InstantSource clock;

    public Aftercare(
            Database database,
            Market market,
            MarketRecords records,
            Ids ids,
            SecureRandom random,
            InstantSource clock) {
        this.database = database;
        this.market = market;
        this.records = records;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
    }

    /** What came of asking. */
    public sealed interface Answer<T> {

        record Granted<T>(T value) implements Answer<T> {}

        record Refused<T>(Refusal reason, String detail) implements Answer<T> {}
    }

    /**
     * Where a delivery can be watched.
     *
     * @param token secret, the last part of the address; empty when there is nothing to watch any more
     * @param until when it stops working
     */
    public record Watch(Order order, String token, Instant until) {}

    /** Lets the buyer watch its order, as long as it is delivered or will be. */
    public Answer<Watch> watch(Tx tx, Order order) {
        Instant now = clock.instant();
        return switch (order) {
            case Order.Accepted _, Order.Active _ -> {
                Instant end = order.window().end();
                Instant until = end.isBefore(now.plus(TRACKING_LIFE)) ? end : now.plus(TRACKING_LIFE);
                String token = token();
                tx.update(FORGET, utc(now));
                tx.update(TRACK, hash(token), order.id().value(), utc(until));
                yield new Answer.Granted<>(new Watch(order, token, until));
            }
            case Order.DeliveryComplete _, Order.Settled _ -> new Answer.Granted<>(new Watch(order, "", now));
            case Order.Cancelled _ -> new Answer.Refused<>(Refusal.ALREADY_CANCELLED, "the order was cancelled");
            case Order.Quoted _, Order.Initiated _, Order.Expired _ ->
                new Answer.Refused<>(
                        Refusal.ILLEGAL_STEP, "the order is " + order.state() + "; confirm it, then it can be watched");
        };
    }

    /** The order that may be watched under this token; waits for the database. */
    public Optional<Watch> watched(String token) {
        return database.row(TRACKED, hash(token), utc(clock.instant()))
                .flatMap(row -> market.find(new OrderId(row.getUUID("order_id")))
                        .map(order -> new Watch(order, "", Columns.instant(row, "expires_at"))));
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Buffer hash(String token) {
        return Buffer.buffer(Digests.sha256(token.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The buyer says how good it was.
     *
     * @param preview whether only to check: nothing is kept
     * @return what all say together, with this one; absent as long as there is none
     */
    public Answer<Optional<Rated>> rate(Tx tx, Order order, RatingAsk ask, boolean preview, List<RecordId> causes) {
        var why = new Causes(clock.instant(), causes);
        switch (order) {
            case Order.DeliveryComplete _, Order.Settled _ -> {}
            case Order.Quoted _,
                    Order.Initiated _,
                    Order.Accepted _,
                    Order.Active _,
                    Order.Cancelled _,
                    Order.Expired _ -> {
                return refused(
                        tx,
                        order,
                        Refusal.ILLEGAL_STEP,
                        "the order is " + order.state() + "; rate what was delivered",
                        why);
            }
        }
        if (preview && ask.value().isEmpty()) {
            return new Answer.Granted<>(score(tx));
        }
        Optional<BigDecimal> stars = stars(ask);
        if (stars.isEmpty()) {
            return refused(
                    tx,
                    order,
                    Refusal.RATING_VALUE_INVALID,
                    "send a value from worst to best, which differ; it may be a fraction",
                    why);
        }
        String buyer = order.conversation().participant();
        if (tx.row(RATED, order.id().value(), buyer).isPresent()) {
            return refused(tx, order, Refusal.ALREADY_RATED, "this order was rated before; a rating stands", why);
        }
        if (!preview) {
            var details = Json.object()
                    .put("participant", buyer)
                    .put("stars", stars.get().toPlainString())
                    .put("comment", ask.comment());
            RecordId record = records.noted(tx, OrderMoves.subjectOf(order), "RATED", details, why);
            tx.update(RATE, order.id().value(), buyer, stars.get(), ask.comment(), utc(why.at()), record.value());
            tx.notifyOnCommit(Market.NEWS);
        }
        return new Answer.Granted<>(score(tx));
    }

    /** The value on the scale from 1 to 5, to four decimals; empty when it is not on its own scale. */
    static Optional<BigDecimal> stars(RatingAsk ask) {
        BigDecimal span = ask.best().subtract(ask.worst());
        if (ask.value().isEmpty() || span.signum() == 0) {
            return Optional.empty();
        }
        BigDecimal share = ask.value().get().subtract(ask.worst()).divide(span, 20, RoundingMode.HALF_EVEN);
        if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0) {
            return Optional.empty();
        }
        return Optional.of(share.multiply(FOUR).add(BigDecimal.ONE).setScale(4, RoundingMode.HALF_EVEN));
    }

    private static Optional<Rated> score(Tx tx) {
        return tx.row(SCORE).flatMap(row -> Aftercare.rated(row.getLong("n"), row.getBigDecimal("stars")));
    }

    /** The seller's score, unless nobody has rated. */
    static Optional<Rated> score(Database database) {
        return database.row(SCORE).flatMap(row -> rated(row.getLong("n"), row.getBigDecimal("stars")));
    }

    private static Optional<Rated> rated(long count, BigDecimal stars) {
        return count == 0 ? Optional.empty() : Optional.of(new Rated(stars.setScale(2, RoundingMode.HALF_EVEN), count));
    }

    /**
     * Takes down a question; says under which ticket.
     *
     * @param order which it is about; absent for none
     */
    public UUID ask(
            Tx tx,
            String participant,
            Optional<OrderId> order,
            String topic,
            String callbackPhone,
            List<RecordId> causes) {
        Instant now = clock.instant();
        UUID ticket = ids.next();
        var details = Json.object().put("participant", participant).put("topic", topic);
        order.ifPresent(id -> details.put("orderId", id.toString()));
        RecordId record = records.noted(
                tx, new Subject("ticket", ticket.toString(), 1), "SUPPORT_ASKED", details, new Causes(now, causes));
        tx.update(
                TICKET,
                ticket,
                participant,
                order.map(OrderId::value).orElse(null),
                topic,
                callbackPhone,
                utc(now),
                record.value());
        return ticket;
    }

    private <T> Answer<T> refused(Tx tx, Order order, Refusal reason, String detail, Causes why) {
        records.refused(tx, OrderMoves.subjectOf(order), reason, detail, List.of(), why);
        return new Answer.Refused<>(reason, detail);
    }
}
