package dev.flexgate.budget;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * How much of a budget is used, in kg or in the budget's currency.
 *
 * @param limit of the period; empty where nothing is limited
 * @param planned of the half-hours that are over, at the forecasts of the plans that placed them
 * @param measured of those among them whose intensity or price was measured, at that
 * @param measuredHalfHours how many those are, of {@code halfHours}; one a site and half-hour
 * @param meteredHalfHours in how many of them the meters of the site have read what was drawn: there planned energy is
 *     scaled by it, in what is measured and in what is counted
 * @param counted measured where that is known, else planned: what is held against the limit
 * @param ahead of the half-hours of the period that are still to come, by the standing plan
 */
public record Use(
        Kind kind,
        Optional<BigDecimal> limit,
        BigDecimal planned,
        BigDecimal measured,
        int measuredHalfHours,
        int meteredHalfHours,
        int halfHours,
        BigDecimal counted,
        Ahead ahead) {

    /** What is planned and not over, with its band. */
    public record Ahead(BigDecimal p10, BigDecimal p50, BigDecimal p90) {}

    /** Used over limit; empty without a limit. */
    public Optional<BigDecimal> ratio() {
        return limit.map(each -> counted.divide(each, MathContext.DECIMAL32));
    }

    /** What is left once everything is done that is planned; negative when more is planned than there is. */
    public Optional<BigDecimal> left() {
        return limit.map(each -> each.subtract(counted).subtract(ahead.p50()));
    }
}
