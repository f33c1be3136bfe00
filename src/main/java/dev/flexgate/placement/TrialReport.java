package dev.flexgate.placement;

import dev.flexgate.forecast.Quantiles;
import dev.flexgate.quantity.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/**
 * What a policy would have done.
 *
 * @param span the days that were tried, UTC
 * @param currency of all money
 * @param history how much of the past is really known
 * @param total of all days
 * @param realisedBand what the realised saving of carbon might have been on other days of the kind: eight times in ten
 *     between, by drawing days with replacement; empty with fewer than two days that realised anything
 * @param days in order, each of the span
 */
public record TrialReport(
        Interval span,
        Instant asOf,
        Currency currency,
        History history,
        Sums total,
        Optional<Quantiles> realisedBand,
        List<Day> days) {

    public TrialReport {
        days = List.copyOf(days);
    }

    /**
     * How much of the past is really known.
     *
     * @param days that were asked for
     * @param daysWithVintages on which a forecast of a home zone stood at noon
     * @param jobs that were submitted then
     * @param jobsTried of those; the newest are tried when there are too many
     * @param jobsWithoutForecast of those tried, for which no forecast stood when they came: nothing is said of them
     * @param jobsWithoutOutturn of those decided, of which not every half-hour was measured, so that nothing was realised
     * @param simulated decided by a forecast that was simulated, at least in part
     */
    public record History(
            int days,
            int daysWithVintages,
            int jobs,
            int jobsTried,
            int jobsWithoutForecast,
            int jobsWithoutOutturn,
            int simulated) {}

    /**
     * Sums over jobs.
     *
     * @param decided placed by the policy
     * @param moved of those, to other half-hours or another site than running at once at home
     * @param held back by the budget
     * @param forecastSavedKg against running at once at home, as forecast when each job came; at worst, as forecast, at best
     * @param forecastSavedMoney the same
     * @param realised of those decided, by measured intensity of both
     * @param realisedRunNowKg what running those at once at home emitted
     * @param realisedSavedKg what the policy saves of that; negative where it is worse
     * @param usedKg what was decided emits, as forecast
     * @param usedMoney what it costs, as forecast
     */
    public record Sums(
            int decided,
            int moved,
            int held,
            Quantiles forecastSavedKg,
            Quantiles forecastSavedMoney,
            int realised,
            BigDecimal realisedRunNowKg,
            BigDecimal realisedSavedKg,
            BigDecimal usedKg,
            BigDecimal usedMoney) {

        static final Sums NOTHING = new Sums(
                0, 0, 0, Bands.ZERO, Bands.ZERO, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        Sums plus(Sums other) {
            return new Sums(
                    decided + other.decided,
                    moved + other.moved,
                    held + other.held,
                    Bands.plus(forecastSavedKg, other.forecastSavedKg),
                    Bands.plus(forecastSavedMoney, other.forecastSavedMoney),
                    realised + other.realised,
                    realisedRunNowKg.add(other.realisedRunNowKg),
                    realisedSavedKg.add(other.realisedSavedKg),
                    usedKg.add(other.usedKg),
                    usedMoney.add(other.usedMoney));
        }
    }

    /**
     * The jobs that came on one day.
     *
     * @param usedKgSoFar of the budget by the end of that day
     */
    public record Day(Instant start, Sums sums, BigDecimal usedKgSoFar, BigDecimal usedMoneySoFar) {}
}
