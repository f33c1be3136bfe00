package dev.flexgate.market;

import java.math.BigDecimal;

/**
 * What all buyers together think of the seller.
 *
 * @param stars mean of their ratings, 1 (worst) to 5 (best), two decimals
 * @param count how many ratings it is made of, at least one
 */
public record Rated(BigDecimal stars, long count) {}
