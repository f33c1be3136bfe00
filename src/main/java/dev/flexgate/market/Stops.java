package dev.flexgate.market;

import static dev.flexgate.market.Capacity.utc;

import dev.flexgate.market.Amendment.Stop;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;

/** At what forecast buyers' loads stop by themselves, at rest. */
final class Stops {

    private static final String KEEP = """
            insert into market_order_stop (order_id, carbon_above, price_above, price_currency, said_at)
            values ($1, $2, $3, $4, $5)
                on conflict (order_id) do update
               set carbon_above = excluded.carbon_above, price_above = excluded.price_above,
                   price_currency = excluded.price_currency, said_at = excluded.said_at, stopped_at = null
            """;

    private static final String FIND = """
            select carbon_above, price_above, price_currency
              from market_order_stop
             where order_id = $1 and stopped_at is null
            """;

    private Stops() {}

    /** What a buyer says now counts in place of what it said before. */
    static void keep(Tx tx, OrderId order, Stop stop, Instant at) {
        if (stop.isNever()) {
            tx.update("delete from market_order_stop where order_id = $1", order.value());
            return;
        }
        tx.update(
                KEEP,
                order.value(),
                stop.carbonAbove().map(CarbonIntensity::milligramsPerKwh).orElse(null),
                stop.priceAbove().map(EnergyPrice::perKilowattHour).orElse(null),
                stop.priceAbove()
                        .map(price -> price.currency().getCurrencyCode())
                        .orElse(null),
                utc(at));
    }

    /** What counts of an order that has not stopped. */
    static Optional<Stop> find(Tx tx, OrderId order) {
        return tx.row(FIND, order.value()).map(Stops::stop);
    }

    static void stopped(Tx tx, OrderId order, Instant at) {
        tx.update("update market_order_stop set stopped_at = $2 where order_id = $1", order.value(), utc(at));
    }

    private static Stop stop(Row row) {
        return new Stop(
                Optional.ofNullable(row.getLong("carbon_above")).map(CarbonIntensity::new),
                Optional.ofNullable(row.getBigDecimal("price_above"))
                        .map(price -> EnergyPrice.of(price.toPlainString(), Columns.text(row, "price_currency"))));
    }
}
