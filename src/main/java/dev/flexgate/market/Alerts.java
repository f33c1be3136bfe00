package dev.flexgate.market;

import static dev.flexgate.market.Capacity.utc;

import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** Alerts at rest. */
final class Alerts {

    private static final String RAISE = """
            insert into market_alert (order_id, event_id, raised_at, sold_mg_kwh, now_mg_kwh,
                                      sold_price, now_price, price_currency)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            """;

    private static final String LAST = """
            select now_mg_kwh, now_price, price_currency,
                   (select max(alert_above) from market_alert where order_id = $1) as above,
                   (select max(price_alert_above) from market_alert where order_id = $1) as price_above
              from market_alert
             where order_id = $1
             order by raised_at desc, event_id desc
             limit 1
            """;

    private static final String IS_OURS = "select 1 as one from market_alert where order_id = $1 and event_id = $2";

    private static final String ACKNOWLEDGE = """
            update market_alert
               set acknowledged_at = $3, alert_above = $4, price_alert_above = $5
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
     * @param carbonAbove the intensity beyond which it wants to hear again, when it has said so
     * @param nowPrice the price of then, per kWh of IT energy; absent where none was told
     * @param priceAbove the price beyond which it wants to hear again, when it has said so
     */
    record Last(
            long nowMgPerKwh,
            Optional<Long> carbonAbove,
            Optional<EnergyPrice> nowPrice,
            Optional<BigDecimal> priceAbove) {

        static Last of(Row row) {
            return new Last(
                    row.getLong("now_mg_kwh"),
                    Optional.ofNullable(row.getLong("above")),
                    Optional.ofNullable(row.getBigDecimal("now_price"))
                            .map(price -> EnergyPrice.of(price.toPlainString(), Columns.text(row, "price_currency"))),
                    Optional.ofNullable(row.getBigDecimal("price_above")));
        }
    }

    private Alerts() {}

    static void raise(Tx tx, OrderId order, Alert alert) {
        tx.update(
                RAISE,
                order.value(),
                alert.eventId(),
                utc(alert.at()),
                alert.carbon().sold().milligramsPerKwh(),
                alert.carbon().now().milligramsPerKwh(),
                alert.price().sold().perKilowattHour(),
                alert.price().now().perKilowattHour(),
                alert.price().now().currency().getCurrencyCode());
    }

    static Optional<Last> last(Tx tx, OrderId order) {
        return tx.row(LAST, order.value()).map(Last::of);
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
                ask.alertAboveMgPerKwh().orElse(null),
                ask.priceAlertAbove().map(EnergyPrice::perKilowattHour).orElse(null));
    }
}
