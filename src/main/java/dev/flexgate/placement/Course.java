package dev.flexgate.placement;

import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecast;
import dev.flexgate.forecast.ForecastPoint;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.forecast.Quantiles;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import java.time.Instant;
import java.util.List;

/**
 * One signal over a grid, out of one issue of its forecast.
 *
 * @param values one a half-hour of the grid, in the signal's unit
 */
record Course(Vintage vintage, List<Quantiles> values) {

    /** A course, or why there is none. */
    sealed interface Found {

        record Here(Course course) implements Found {}

        record Missing(Refusal reason, String detail) implements Found {}
    }

    /** What was forecast for {@code grid} as of {@code asOf}. */
    static Found of(Forecaster forecaster, Zone zone, Signal signal, HalfHours grid, Instant asOf) {
        return forecaster
                .covering(zone, signal, grid.span(), asOf)
                .<Found>map(issue -> new Found.Here(of(issue, grid)))
                .orElseGet(() -> missing(forecaster, zone, signal, grid, asOf));
    }

    static Course of(Forecast issue, HalfHours grid) {
        int from = issue.grid().indexOf(grid.start());
        List<ForecastPoint> points = issue.points().subList(from, from + grid.count());
        Quality quality =
                points.stream().map(each -> each.provenance().quality()).reduce(Quality.MEASURED, Quality::worse);
        return new Course(
                Vintage.of(issue, quality),
                points.stream().map(ForecastPoint::value).toList());
    }

    private static Found missing(Forecaster forecaster, Zone zone, Signal signal, HalfHours grid, Instant asOf) {
        return forecaster
                .horizon(zone, signal, asOf)
                .map(until -> new Found.Missing(
                        Refusal.FORECAST_TOO_SHORT,
                        signal + " of " + zone + " is forecast until " + until + ", not over all of " + grid.span()))
                .orElseGet(() -> new Found.Missing(
                        Refusal.FORECAST_MISSING,
                        "no forecast of " + signal + " of " + zone + " that is younger than "
                                + Forecaster.FRESH.toHours() + " h stood at " + asOf));
    }
}
