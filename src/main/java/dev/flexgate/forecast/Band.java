package dev.flexgate.forecast;

import dev.flexgate.feed.Signal;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * How far outturn may lie from a forecast value: eight times in ten between {@code below} and {@code above}.
 * The value itself is not moved by the median of past errors: on Great Britain 2021-22 that made it worse (mean
 * absolute error 40.2 to 40.9 g).
 *
 * @param below added to the value it gives the lower quantile; zero or negative
 * @param above added to the value it gives the upper one; zero or positive
 * @param basis where the band comes from
 */
record Band(BigDecimal below, BigDecimal above, Basis basis) {

    /** Where a band comes from, as the method of a point says it. */
    enum Basis {
        PAST_ERRORS("past-errors"),
        /** From errors of the model on days that it had not learnt from, kept to eight in ten day by day. */
        TRACKED("tracked-band"),
        PRIOR("prior-band");

        private final String label;

        Basis(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** From the quantiles of past misses; a band always contains its value. */
    static Band ofMisses(BigDecimal p10, BigDecimal p90) {
        return new Band(p10.min(BigDecimal.ZERO), p90.max(BigDecimal.ZERO), Basis.PAST_ERRORS);
    }

    static Band prior(BigDecimal halfWidth) {
        return new Band(halfWidth.negate(), halfWidth, Basis.PRIOR);
    }

    Quantiles around(BigDecimal value, Signal signal) {
        return new Quantiles(
                possible(value.add(below), signal), possible(value, signal), possible(value.add(above), signal));
    }

    private static BigDecimal possible(BigDecimal value, Signal signal) {
        return switch (signal.kind()) {
            case CARBON, SHARE -> rounded(value.max(BigDecimal.ZERO), signal);
            case PRICE, POWER -> rounded(value, signal);
        };
    }

    /** A provider's own finer value is kept. */
    private static BigDecimal rounded(BigDecimal value, Signal signal) {
        int scale = Math.max(signal.scale(), Math.min(value.scale(), 10));
        BigDecimal plain = value.setScale(scale, RoundingMode.HALF_EVEN).stripTrailingZeros();
        return plain.scale() < 0 ? plain.setScale(0) : plain;
    }
}
