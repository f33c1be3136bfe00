package dev.flexgate.market;

import static dev.flexgate.market.Capacity.utc;

import dev.flexgate.store.Tx;
import java.time.Instant;
import java.util.Optional;

/** Alerts at rest. */
final class Alerts {

    private static final String RAISE = """
            insert into market_alert (order_id, event_id, raised_at, sold_mg_kwh, now_mg_kwh)
            values ($1, $2, $3, $4, $5)
            """;

    private static final String LAST = """
            select event_id, raised_at, sold_mg_kwh, now_mg_kwh,
                   (select max(alert_above) from market_alert where order_id = $1) as above
              from market_alert
             where order_id = $1
             order by raised_at desc, event_id desc
             limit 1
            """;

    private static final String IS_OURS = "select 1 as one from market_alert where order_id = $1 and event_id = $2";

    private static final String ACKNOWLEDGE = """
            update market_alert
               set acknowledged_at = $3, alert_above = $4
             where order_id = $1
               and event_id = case when $2 = '' then (select event_id
                                                        from market_alert
                                                       where order_id = $1
                                                       order by raised_at desc, event_id desc
                                                       limit 1)
                                   else $2 end
            """;

    /**
     * What a buyer was last told.
     *
     * @param nowMgPerKwh the intensity that was forecast then
     * @param above the intensity beyond which it wants to hear again, when it has said so
     */
    record Last(long nowMgPerKwh, Optional<Long> above) {}

    private Alerts() {}

    static void raise(Tx tx, OrderId order, Alert alert) {
        tx.update(
                RAISE,
                order.value(),
                alert.eventId(),
                utc(alert.at()),
                alert.sold().milligramsPerKwh(),
                alert.now().milligramsPerKwh());
    }

    static Optional<Last> last(Tx tx, OrderId order) {
        return tx.row(LAST, order.value())
                .map(row -> new Last(row.getLong("now_mg_kwh"), Optional.ofNullable(row.getLong("above"))));
    }

    static boolean isOurs(Tx tx, OrderId order, String eventId) {
        return tx.row(IS_OURS, order.value(), eventId).isPresent();
    }

    /** An event that we know nothing of is in the audit record only. */
    static void acknowledge(Tx tx, OrderId order, Amendment.Acknowledge ask, Instant at) {
        tx.update(
                ACKNOWLEDGE,
                order.value(),
                ask.eventId(),
                utc(at),
                ask.alertAboveMgPerKwh().orElse(null));
    }
}
