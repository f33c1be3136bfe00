package dev.flexgate.forecast.model;

/**
 * How good forecasts were.
 *
 * @param count of values that were compared
 * @param mapePercent mean of |forecast - actual| / |actual| over origins and leads; actual 0 left out
 * @param mae mean of |forecast - actual|, in the unit of the series
 * @param pinball mean pinball loss of P10, P50 and P90, in the unit of the series
 * @param coveragePercent how many values lay in the 80 % band; like every other figure NaN where nothing was compared
 */
public record Skill(int count, double mapePercent, double mae, double pinball, double coveragePercent) {}
