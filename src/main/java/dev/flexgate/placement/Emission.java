package dev.flexgate.placement;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;

/**
 * Carbon intensity over a time.
 *
 * @param grams CO₂e a kWh
 * @param quality the worst of what it was made from
 */
public record Emission(Interval when, BigDecimal grams, Quality quality) {}
