package dev.flexgate.placement;

import dev.flexgate.feed.ExchangeRates;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;

/**
 * What currencies are worth: as whoever asks states it, else as the operator does.
 *
 * @param house the operator's rates, all into {@code pivot}
 * @param given units of {@code in} for one of each, before the operator's
 * @param in what everything is brought to
 */
record Rates(ExchangeRates house, Currency pivot, Map<Currency, BigDecimal> given, Currency in, Instant asOf) {

    Rates {
        given = Map.copyOf(given);
    }

    /** Units of {@link #in} for one of {@code currency}; empty where nobody has said. */
    Optional<BigDecimal> of(Currency currency) {
        if (currency.equals(in)) {
            return Optional.of(BigDecimal.ONE);
        }
        return Optional.ofNullable(given.get(currency))
                .or(() -> house.known(currency, pivot, asOf)
                        .flatMap(worth ->
                                house.known(in, pivot, asOf).map(unit -> worth.divide(unit, MathContext.DECIMAL64))));
    }

    String missing(Currency currency) {
        return "nobody has said what " + currency + " is worth in " + in
                + ": state it in the request, or under exchange" + " in the feeds file";
    }
}
