package dev.flexgate.market;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Parts of a whole in proportion to energy, rounded half-even once. */
final class Shares {

    private static final int MONEY_DIGITS = Money.SCALE;

    private Shares() {}

    static Money of(Money whole, Energy part, Energy all) {
        BigDecimal share = whole.amount()
                .multiply(BigDecimal.valueOf(part.joules()))
                .divide(BigDecimal.valueOf(all.joules()), MONEY_DIGITS, RoundingMode.HALF_EVEN);
        return new Money(share, whole.currency());
    }

    static long of(long whole, long part, long all) {
        return BigDecimal.valueOf(whole)
                .multiply(BigDecimal.valueOf(part))
                .divide(BigDecimal.valueOf(all), 0, RoundingMode.HALF_EVEN)
                .longValueExact();
    }
}
