package dev.flexgate.beckn.message;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What follows from the numbers of a contract about compute capacity, by one rule each. The rules reproduce the
 * numbers of the recorded compute-energy messages.
 */
public final class ComputeTotals {

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private ComputeTotals() {}

    /** What a load costs over a window at a price. */
    public static Money cost(Power load, Interval window, EnergyPrice price) {
        return price.of(load.over(window));
    }

    /** What a load emits over a window. */
    public static CarbonMass carbon(Power load, Interval window, CarbonIntensity intensity) {
        return intensity.of(load.over(window));
    }

    /** Mean power of an energy, to the nearest watt. */
    public static Power mean(Energy energy, Interval window) {
        return FlexTotals.mean(energy, window);
    }

    /** Change in percent of the value before, one decimal, half-even; nothing changed from nothing. */
    public static BigDecimal changePercent(BigDecimal before, BigDecimal now) {
        return percent(now.subtract(before), before);
    }

    /** Share in percent, one decimal, half-even; of nothing it is nothing. */
    public static BigDecimal percent(BigDecimal part, BigDecimal whole) {
        return whole.signum() == 0 ? BigDecimal.ZERO : part.multiply(HUNDRED).divide(whole, 1, RoundingMode.HALF_EVEN);
    }

    /** A quantity that runs with the load, such as GPU hours, after the load has changed; two decimals, half-even. */
    public static BigDecimal scaled(BigDecimal quantity, Power before, Power now) {
        return quantity.multiply(BigDecimal.valueOf(now.watts()))
                .divide(BigDecimal.valueOf(before.watts()), 2, RoundingMode.HALF_EVEN);
    }
}
