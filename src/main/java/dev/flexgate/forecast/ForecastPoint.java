package dev.flexgate.forecast;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Provenance;

/**
 * What is forecast for one half-hour.
 *
 * @param value in the unit of the forecast's signal
 * @param provenance source (the provider, {@code flexgate:} and the provider of the history it was made from, or
 *     {@code simulated}), method (with {@code past-errors} or {@code prior-band} for the band), since when its
 *     newest input was known, and quality
 */
public record ForecastPoint(Interval period, Quantiles value, Provenance provenance) {}
