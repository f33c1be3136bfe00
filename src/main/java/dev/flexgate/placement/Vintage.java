package dev.flexgate.placement;

import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecast;
import dev.flexgate.quantity.Quality;
import java.time.Instant;
import java.util.UUID;

/**
 * Which issue of a forecast an answer rests on.
 *
 * @param issuedAt nothing known later is in it
 * @param until where it ends
 * @param quality the worst of the half-hours that were looked at
 * @param sha256 of its canonical text
 */
public record Vintage(
        UUID id, Zone zone, Signal signal, Instant issuedAt, Instant until, Quality quality, String sha256) {

    static Vintage of(Forecast forecast, Quality quality) {
        return new Vintage(
                forecast.id(),
                forecast.zone(),
                forecast.signal(),
                forecast.issuedAt(),
                forecast.grid().end(),
                quality,
                forecast.sha256());
    }
}
