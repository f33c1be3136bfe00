package dev.flexgate.forecast;

import java.math.BigDecimal;

/**
 * A value with its band, in the signal's unit: outturn is expected below {@code p10} one time in ten, above
 * {@code p90} one time in ten.
 *
 * @param p50 the forecast itself
 */
public record Quantiles(BigDecimal p10, BigDecimal p50, BigDecimal p90) {

    public Quantiles {
        if (p10.compareTo(p50) > 0 || p50.compareTo(p90) > 0) {
            throw new IllegalArgumentException("not in order: " + p10 + ", " + p50 + ", " + p90);
        }
    }

    /** A value that is settled: no band. */
    public static Quantiles certain(BigDecimal value) {
        return new Quantiles(value, value, value);
    }
}
