package dev.flexgate.forecast.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The scale on which values are compared and forecast. */
sealed interface Scale {

    /** How far the lowest value must lie above zero, as a share of the median, to compare by ratio alone. */
    double LOW_SHARE = 0.02;

    double UNIT_SHARE = 0.1;

    double on(double value);

    double off(double scaled);

    /**
     * By ratio: for values that stay well above zero.
     *
     * @param floor what lies below it counts as this: one value of zero would outweigh a year
     */
    record Ratio(double floor) implements Scale {
        @Override
        public double on(double value) {
            return StrictMath.log(Math.max(value, floor));
        }

        @Override
        public double off(double scaled) {
            return StrictMath.exp(scaled);
        }
    }

    /**
     * By ratio far from zero and by difference near it (the inverse hyperbolic sine): for values that touch or cross
     * zero, as prices and solar power do.
     *
     * @param unit where the one goes over into the other
     */
    record Between(double unit) implements Scale {
        @Override
        public double on(double value) {
            double share = value / unit;
            double size = Math.abs(share);
            return Math.copySign(StrictMath.log(size + Math.sqrt(size * size + 1)), share);
        }

        @Override
        public double off(double scaled) {
            return unit * StrictMath.sinh(scaled);
        }
    }

    /** By difference, in units of {@code unit}. */
    record Difference(double unit) implements Scale {
        @Override
        public double on(double value) {
            return value / unit;
        }

        @Override
        public double off(double scaled) {
            return unit * scaled;
        }
    }

    default void write(DataOutput out) throws IOException {
        switch (this) {
            case Ratio(double floor) -> {
                out.writeByte('r');
                out.writeDouble(floor);
            }
            case Between(double unit) -> {
                out.writeByte('b');
                out.writeDouble(unit);
            }
            case Difference(double unit) -> {
                out.writeByte('d');
                out.writeDouble(unit);
            }
        }
    }

    static Scale read(DataInput in) throws IOException {
        byte kind = in.readByte();
        double unit = in.readDouble();
        return switch (kind) {
            case 'r' -> new Ratio(unit);
            case 'b' -> new Between(unit);
            case 'd' -> new Difference(unit);
            default -> throw new IOException("no scale " + kind);
        };
    }

    /** Chosen from the first {@code count} of {@code values}, of which NaN are not known. */
    static Scale of(double[] values, int count) {
        double[] sorted = Arrays.stream(values, 0, count)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return new Ratio(Double.MIN_NORMAL);
        }
        double low = LOW_SHARE * sorted[sorted.length / 2];
        if (sorted[0] > 0 && sorted[0] >= low) {
            return new Ratio(low);
        }
        double size = Arrays.stream(sorted).map(Math::abs).average().orElseThrow();
        return new Between(Math.max(UNIT_SHARE * size, Double.MIN_NORMAL));
    }
}
