package dev.flexgate.forecast;

import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One issued forecast, kept for ever as it was issued.
 *
 * @param issuedAt nothing known later is in it
 * @param grid the half-hours it covers, all of them
 * @param points one a half-hour, in order
 * @param inputs the vintages behind the values, in order of id
 * @param making what it was made with and why
 * @param sha256 lower-case hex over {@link SeriesText}
 */
public record Forecast(
        UUID id,
        Zone zone,
        Signal signal,
        Instant issuedAt,
        HalfHours grid,
        List<ForecastPoint> points,
        List<UUID> inputs,
        Making making,
        String sha256) {

    /**
     * What a forecast was made with and why.
     *
     * @param modelSha256 of the model that made some of its points; empty where none did
     * @param cause why it was issued
     */
    public record Making(String modelSha256, Cause cause) {}

    public Forecast {
        points = List.copyOf(points);
        inputs = List.copyOf(inputs);
        if (points.size() != grid.count()) {
            throw new IllegalArgumentException(points.size() + " points on a grid of " + grid.count());
        }
    }

    /** The worst quality of any point: what a number derived from the whole may claim. */
    public Quality quality() {
        return points.stream().map(each -> each.provenance().quality()).reduce(Quality.MEASURED, Quality::worse);
    }
}
