package dev.flexgate.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * A price of energy per kWh, exact and possibly negative.
 *
 * @param perKilowattHour currency units per kWh, at most ten decimals
 * @param currency ISO 4217
 */
public record EnergyPrice(BigDecimal perKilowattHour, Currency currency) implements Comparable<EnergyPrice> {

    /** Decimals kept: pence including 5 % VAT from four-decimal tariffs need eight. */
    public static final int SCALE_MAX = 10;

    public EnergyPrice {
        perKilowattHour = Decimals.plain(perKilowattHour);
        if (perKilowattHour.scale() > SCALE_MAX) {
            throw new IllegalArgumentException("price finer than " + SCALE_MAX + " decimals: " + perKilowattHour);
        }
    }

    public static EnergyPrice of(String perKilowattHour, String currencyCode) {
        return new EnergyPrice(new BigDecimal(perKilowattHour), Currency.getInstance(currencyCode));
    }

    /** Rounds half-even to ten decimals. */
    public static EnergyPrice rounded(BigDecimal perKilowattHour, Currency currency) {
        return new EnergyPrice(perKilowattHour.setScale(SCALE_MAX, RoundingMode.HALF_EVEN), currency);
    }

    /** What {@code energy} costs at this price, rounded once, half-even, to four decimals. */
    public Money of(Energy energy) {
        BigDecimal exactTimesJoules = perKilowattHour.multiply(BigDecimal.valueOf(energy.joules()));
        return new Money(
                exactTimesJoules.divide(Energy.JOULES_PER_KILOWATT_HOUR, Money.SCALE, RoundingMode.HALF_EVEN),
                currency);
    }

    public EnergyPrice plus(EnergyPrice other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot mix " + currency + " with " + other.currency);
        }
        return new EnergyPrice(perKilowattHour.add(other.perKilowattHour), currency);
    }

    @Override
    public int compareTo(EnergyPrice other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("cannot compare " + currency + " with " + other.currency);
        }
        return perKilowattHour.compareTo(other.perKilowattHour);
    }

    @Override
    public String toString() {
        return perKilowattHour.toPlainString() + " " + currency.getCurrencyCode() + "/kWh";
    }
}
