package dev.flexgate.market;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A buyer's rating of an order.
 *
 * @param value on the scale from {@code worst} to {@code best}; absent when only the scale is asked for
 */
public record RatingAsk(Optional<BigDecimal> value, BigDecimal worst, BigDecimal best, String comment) {}
