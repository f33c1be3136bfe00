package dev.flexgate.feed;

import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;

/**
 * What foreign currencies are worth, as the operator states it. Prices are kept in the currency they were published
 * in; whoever adds prices of two currencies asks here, for the rate that was known at the time of deciding.
 */
public final class ExchangeRates {

    private static final String LOCK = """
            select 1 from (select pg_advisory_xact_lock(hashtextextended('feed_exchange_rate', 41))) as held
            """;

    private static final String ADD = """
            insert into feed_exchange_rate (currency, in_currency, rate, known_at)
            values ($1, $2, $3, $4)
            """;

    private static final String KNOWN = """
            select rate
              from feed_exchange_rate
             where currency = $1 and in_currency = $2 and known_at <= $3
             order by known_at desc, id desc
             limit 1
            """;

    private final Database database;

    public ExchangeRates(Database database) {
        this.database = database;
    }

    /** Keeps what is new in {@code rates}: units of {@code in} for one unit of each. */
    public void state(Map<Currency, BigDecimal> rates, Currency in, Instant now) {
        if (!rates.isEmpty()) {
            database.doInTransaction(tx -> {
                tx.rows(LOCK);
                rates.forEach((currency, rate) -> state(tx, currency, rate, in, now));
            });
        }
    }

    /** Units of {@code in} for one of {@code currency}, as known at {@code asOf}; 1 for the same; empty if never stated. */
    public Optional<BigDecimal> known(Currency currency, Currency in, Instant asOf) {
        if (currency.equals(in)) {
            return Optional.of(BigDecimal.ONE);
        }
        return database.row(KNOWN, currency.getCurrencyCode(), in.getCurrencyCode(), asOf)
                .map(row -> row.getBigDecimal("rate"));
    }

    private static void state(Tx tx, Currency currency, BigDecimal rate, Currency in, Instant now) {
        boolean same = tx.row(KNOWN, currency.getCurrencyCode(), in.getCurrencyCode(), now)
                .filter(row -> row.getBigDecimal("rate").compareTo(rate) == 0)
                .isPresent();
        if (!same) {
            tx.update(ADD, currency.getCurrencyCode(), in.getCurrencyCode(), rate, now);
        }
    }
}
