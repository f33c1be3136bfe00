package dev.flexgate.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Electrical energy in whole joules (watt-seconds), so that power over any whole number of seconds is
 * exact. Kilowatt-hours and megawatt-hours exist at the edges only.
 *
 * @param joules the energy in J; 1 kWh is 3,600,000 J
 */
public record Energy(long joules) implements Comparable<Energy> {

    public static final Energy ZERO = new Energy(0);

    static final BigDecimal JOULES_PER_KILOWATT_HOUR = BigDecimal.valueOf(3_600_000L);

    /** Decimals of a kWh that are kept when joules are shown: one millionth is 3.6 J. */
    private static final int KILOWATT_HOUR_SCALE = 6;

    public static Energy ofKilowattHours(long kilowattHours) {
        return new Energy(Math.multiplyExact(kilowattHours, 3_600_000L));
    }

    /** Exact: a value that is not a whole number of joules is refused. */
    public static Energy ofKilowattHours(BigDecimal kilowattHours) {
        return new Energy(kilowattHours.multiply(JOULES_PER_KILOWATT_HOUR).longValueExact());
    }

    /** The energy in kWh, at most six decimals, half-even. */
    public BigDecimal kilowattHours() {
        return Decimals.plain(BigDecimal.valueOf(joules)
                .divide(JOULES_PER_KILOWATT_HOUR, KILOWATT_HOUR_SCALE, RoundingMode.HALF_EVEN));
    }

    public Energy plus(Energy other) {
        return new Energy(Math.addExact(joules, other.joules));
    }

    public Energy minus(Energy other) {
        return new Energy(Math.subtractExact(joules, other.joules));
    }

    /** Facility energy behind this IT energy: times the power usage effectiveness, rounded half-even to a joule. */
    public Energy times(BigDecimal factor) {
        return new Energy(BigDecimal.valueOf(joules)
                .multiply(factor)
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact());
    }

    @Override
    public int compareTo(Energy other) {
        return Long.compare(joules, other.joules);
    }

    @Override
    public String toString() {
        return kilowattHours().toPlainString() + " kWh";
    }
}
