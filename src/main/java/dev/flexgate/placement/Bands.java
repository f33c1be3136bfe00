package dev.flexgate.placement;

import dev.flexgate.forecast.Quantiles;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/**
 * Arithmetic of values with bands, quantile by quantile: exact where all half-hours turn out high or low together, else
 * wider than the truth.
 */
final class Bands {

    static final Quantiles ZERO = Quantiles.certain(BigDecimal.ZERO);

    private Bands() {}

    static Quantiles plus(Quantiles one, Quantiles other) {
        return join(one, other, BigDecimal::add);
    }

    /** What is saved by {@code other} instead of {@code one}, at worst, as forecast and at best. */
    static Quantiles minus(Quantiles one, Quantiles other) {
        return new Quantiles(
                one.p10().subtract(other.p90()),
                one.p50().subtract(other.p50()),
                one.p90().subtract(other.p10()));
    }

    /** Times something that is not negative. */
    static Quantiles times(Quantiles value, BigDecimal factor) {
        return each(value, quantile -> quantile.multiply(factor));
    }

    static Quantiles rounded(Quantiles value, int scale) {
        return each(value, quantile -> quantile.setScale(scale, RoundingMode.HALF_EVEN));
    }

    static Quantiles mean(List<Quantiles> values, int scale) {
        Quantiles sum = values.stream().reduce(ZERO, Bands::plus);
        BigDecimal count = BigDecimal.valueOf(values.size());
        return each(sum, quantile -> quantile.divide(count, scale, RoundingMode.HALF_EVEN));
    }

    /**
     * What {@code chosen} half-hours save against {@code now}, of the mean. A half-hour in both is the same in both,
     * however it turns out: it is no uncertainty.
     */
    static Quantiles saved(List<Quantiles> values, List<Integer> now, List<Integer> chosen, int scale) {
        Quantiles before = sum(values, now, chosen);
        Quantiles after = sum(values, chosen, now);
        BigDecimal count = BigDecimal.valueOf(now.size());
        return each(minus(before, after), sum -> sum.divide(count, scale, RoundingMode.HALF_EVEN));
    }

    private static Quantiles sum(List<Quantiles> values, List<Integer> of, List<Integer> without) {
        return of.stream()
                .filter(index -> !without.contains(index))
                .map(values::get)
                .reduce(ZERO, Bands::plus);
    }

    private static Quantiles join(Quantiles one, Quantiles other, BinaryOperator<BigDecimal> how) {
        return new Quantiles(
                how.apply(one.p10(), other.p10()),
                how.apply(one.p50(), other.p50()),
                how.apply(one.p90(), other.p90()));
    }

    private static Quantiles each(Quantiles value, UnaryOperator<BigDecimal> how) {
        return new Quantiles(how.apply(value.p10()), how.apply(value.p50()), how.apply(value.p90()));
    }
}
