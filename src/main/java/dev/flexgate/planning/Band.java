package dev.flexgate.planning;

import java.util.function.BinaryOperator;
import java.util.function.Function;

/**
 * A forecast quantity with its uncertainty.
 *
 * @param p10 one in ten turns out lower
 * @param p50 what is planned and priced with
 * @param p90 one in ten turns out higher
 */
public record Band<T>(T p10, T p50, T p90) {

    <R> Band<R> map(Function<T, R> form) {
        return new Band<>(form.apply(p10), form.apply(p50), form.apply(p90));
    }

    /** Quantile by quantile: exact where both are high or low together, else wider than the truth. */
    Band<T> with(Band<T> other, BinaryOperator<T> join) {
        return new Band<>(join.apply(p10, other.p10), join.apply(p50, other.p50), join.apply(p90, other.p90));
    }
}
