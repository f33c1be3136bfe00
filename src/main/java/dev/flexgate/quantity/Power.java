package dev.flexgate.quantity;

import java.math.BigDecimal;

/**
 * Electrical power in whole watts; positive is consumption or turn-down, as the holder states.
 *
 * @param watts the power in W
 */
public record Power(long watts) implements Comparable<Power> {

    public static final Power ZERO = new Power(0);

    private static final BigDecimal WATTS_PER_KILOWATT = BigDecimal.valueOf(1_000);

    public static Power ofKilowatts(long kilowatts) {
        return new Power(Math.multiplyExact(kilowatts, 1_000L));
    }

    /** Exact: a value finer than one watt is refused, so that no watt is lost at an edge. */
    public static Power ofKilowatts(BigDecimal kilowatts) {
        return new Power(kilowatts.multiply(WATTS_PER_KILOWATT).longValueExact());
    }

    /** The same power in kW, without trailing zeros. */
    public BigDecimal kilowatts() {
        return Decimals.plain(BigDecimal.valueOf(watts, 3));
    }

    /** Watts times seconds is exactly joules; an interval must therefore be whole seconds long. */
    public Energy over(Interval interval) {
        return new Energy(Math.multiplyExact(watts, interval.seconds()));
    }

    public Power plus(Power other) {
        return new Power(Math.addExact(watts, other.watts));
    }

    public Power minus(Power other) {
        return new Power(Math.subtractExact(watts, other.watts));
    }

    public Power min(Power other) {
        return watts <= other.watts ? this : other;
    }

    public boolean isPositive() {
        return watts > 0;
    }

    @Override
    public int compareTo(Power other) {
        return Long.compare(watts, other.watts);
    }

    @Override
    public String toString() {
        return kilowatts().toPlainString() + " kW";
    }
}
