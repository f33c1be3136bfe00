package dev.flexgate.settlement.rule;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;

/**
 * An exact amount of energy. As a delivered volume it is signed: a turn-down (less import than the baseline) is
 * positive.
 *
 * @param joules exact, in J
 */
public record Volume(Fraction joules) implements Comparable<Volume> {

    public static final Volume ZERO = new Volume(Fraction.ZERO);

    /** Decimals of a MWh when a volume is shown: a watt-hour. */
    public static final int MEGAWATT_HOUR_SCALE = 6;

    private static final Fraction JOULES_PER_MEGAWATT_HOUR = Fraction.of(3_600_000_000L);
    private static final Fraction JOULES_PER_KILOWATT_HOUR = Fraction.of(3_600_000L);

    public static Volume of(Energy energy) {
        return new Volume(Fraction.of(energy.joules()));
    }

    public static Volume of(Power power, Interval over) {
        return of(power.over(over));
    }

    public Volume plus(Volume other) {
        return new Volume(joules.plus(other.joules));
    }

    public Volume minus(Volume other) {
        return new Volume(joules.minus(other.joules));
    }

    public Volume negated() {
        return new Volume(joules.negated());
    }

    /** The {@code count}-th part: a mean of as many. */
    public Volume over(int count) {
        return new Volume(joules.over(Fraction.of(count)));
    }

    public Volume min(Volume other) {
        return new Volume(joules.min(other.joules));
    }

    public Volume max(Volume other) {
        return new Volume(joules.max(other.joules));
    }

    /** What it costs, exactly, in units of the price's currency. */
    public Fraction at(EnergyPrice price) {
        return joules.times(Fraction.of(price.perKilowattHour())).over(JOULES_PER_KILOWATT_HOUR);
    }

    /** In MWh, six decimals, half-even. */
    public BigDecimal megawattHours() {
        return joules.over(JOULES_PER_MEGAWATT_HOUR).rounded(MEGAWATT_HOUR_SCALE);
    }

    /** In kWh, six decimals, half-even. */
    public BigDecimal kilowattHours() {
        return joules.over(JOULES_PER_KILOWATT_HOUR).rounded(MEGAWATT_HOUR_SCALE);
    }

    /** As average power over an interval, in W, half-even. */
    public Power averageOver(Interval interval) {
        return new Power(joules.over(Fraction.of(interval.seconds())).rounded(0).longValueExact());
    }

    @Override
    public int compareTo(Volume other) {
        return joules.compareTo(other.joules);
    }

    @Override
    public String toString() {
        return megawattHours().toPlainString() + " MWh";
    }
}
