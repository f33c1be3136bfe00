package dev.flexgate.console;

import dev.flexgate.planning.Band;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;
import java.util.Locale;

/**
 * A number as it is shown: never without its unit and its mark.
 *
 * @param value digits, with a true minus sign and thin groups
 * @param unit such as {@code kW}
 * @param range such as {@code 96–141}; empty where there is none
 * @param mark how far to believe it
 */
public record Amount(String value, String unit, String range, Mark mark) {

    public static Amount of(String value, String unit, Mark mark) {
        return new Amount(value, unit, "", mark);
    }

    public static Amount count(long count, String unit, Mark mark) {
        return of(digits(BigDecimal.valueOf(count), 0), unit, mark);
    }

    public static Amount of(Power power, Mark mark) {
        return of(kilowatts(power), "kW", mark);
    }

    public static Amount of(Energy energy, Mark mark) {
        return of(digits(energy.kilowattHours(), 1), "kWh", mark);
    }

    public static Amount of(Money money, Mark mark) {
        return of(money(money), "", mark);
    }

    public static Amount of(CarbonMass mass, Mark mark) {
        return of(digits(mass.kilograms(), 1), "kg CO₂e", mark);
    }

    public static Amount intensity(Band<CarbonIntensity> band, Mark mark) {
        String range = grams(band.p10()) + "–" + grams(band.p90());
        return new Amount(grams(band.p50()), "g CO₂e/kWh", range, mark);
    }

    public static Amount price(Band<EnergyPrice> band, Mark mark) {
        String range = perKilowattHour(band.p10()) + "–" + perKilowattHour(band.p90());
        return new Amount(perKilowattHour(band.p50()), priceUnit(band.p50().currency()), range, mark);
    }

    /** Such as {@code £0.2134/kWh} without its unit: {@code 21.34}. */
    public static String perKilowattHour(EnergyPrice price) {
        BigDecimal hundredths = price.perKilowattHour().movePointRight(2).setScale(2, RoundingMode.HALF_EVEN);
        return (hundredths.signum() < 0 ? "−" : "") + String.format(Locale.UK, "%,.2f", hundredths.abs());
    }

    /** Of {@link #perKilowattHour}: pence for pounds, else hundredths of the currency. */
    public static String priceUnit(Currency currency) {
        return (currency.getCurrencyCode().equals("GBP") ? "p" : "0.01 " + currency.getCurrencyCode()) + "/kWh";
    }

    public static String kilowatts(Power power) {
        return digits(power.kilowatts(), 1);
    }

    public static String grams(CarbonIntensity intensity) {
        return digits(intensity.gramsPerKwh(), 0);
    }

    /** With the currency's sign and two decimals, such as {@code £1,204.50}. */
    public static String money(Money money) {
        String sign = money.currency().getSymbol(Locale.UK);
        String digits = String.format(Locale.UK, "%,.2f", money.amount().abs().setScale(2, RoundingMode.HALF_EVEN));
        return (money.isNegative() ? "−" : "") + sign + digits;
    }

    /** The end of a time-ordered id, where one differs from the next. */
    public static String shortId(Object id) {
        String text = id.toString();
        return "…" + text.substring(text.length() - 12);
    }

    /** At most {@code decimals} decimals, half-even, a true minus sign. */
    public static String digits(BigDecimal number, int decimals) {
        BigDecimal rounded = number.setScale(decimals, RoundingMode.HALF_EVEN);
        BigDecimal plain = rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
        String digits = String.format(Locale.UK, "%,." + Math.max(0, plain.scale()) + "f", plain.abs());
        return (plain.signum() < 0 ? "−" : "") + digits;
    }
}
