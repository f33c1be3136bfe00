package dev.flexgate.negotiation;

import java.util.Arrays;

/** One finite number a period, immutable; the unit is in the name of whoever holds it. */
public final class Series {

    private final double[] values;

    private Series(double[] values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("a series holds finite numbers, not " + value);
            }
        }
        this.values = values;
    }

    public static Series of(double... values) {
        return new Series(values.clone());
    }

    public static Series constant(double value, int size) {
        double[] values = new double[size];
        Arrays.fill(values, value);
        return new Series(values);
    }

    public double at(int period) {
        return values[period];
    }

    public int size() {
        return values.length;
    }

    public double[] toArray() {
        return values.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series series && Arrays.equals(values, series.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
