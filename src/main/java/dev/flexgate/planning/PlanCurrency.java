package dev.flexgate.planning;

import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Zone;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Provenance;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;

/** Brings prices of every zone to the one currency that a plan adds up in, at the rates known when it was decided. */
record PlanCurrency(ExchangeRates rates, Instant asOf) {

    /** What one unit of {@code currency} is worth in the plan's. */
    record Rate(Currency currency, BigDecimal value) {

        EnergyPrice price(BigDecimal perKilowattHour) {
            return EnergyPrice.rounded(perKilowattHour.multiply(value), PlanCase.CURRENCY);
        }

        /** The same, and at which rate it was brought over, where it was. */
        Provenance of(Provenance from) {
            return currency.equals(PlanCase.CURRENCY)
                    ? from
                    : new Provenance(
                            from.source(),
                            from.method() + "*" + value.toPlainString() + PlanCase.CURRENCY + "/" + currency,
                            from.asOf(),
                            from.quality());
        }
    }

    /** Throws {@link IllegalStateException} when no rate was stated: amounts of two currencies are never added. */
    Rate of(Zone zone) {
        Currency currency = zone.currency();
        BigDecimal value = rates.known(currency, PlanCase.CURRENCY, asOf)
                .orElseThrow(() -> new IllegalStateException("prices of " + zone + " are in " + currency
                        + ": state what it is worth in " + PlanCase.CURRENCY + " under exchange in the feeds file"));
        return new Rate(currency, value);
    }
}
