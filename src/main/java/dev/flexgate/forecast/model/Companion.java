package dev.flexgate.forecast.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Another series that tells something about the one that is forecast: a neighbour's carbon, or a price that an auction
 * has fixed for the hours to come.
 *
 * @param name as people know it
 * @param values by step of the series that is forecast, the first being the same; may go on after its end. NaN for not
 *     known. Not copied: kernels read them only
 * @param auction when values become known before their time; without one each is known once its step is over
 */
@SuppressWarnings("ArrayRecordComponent") // a kernel type
public record Companion(String name, double[] values, Optional<Auction> auction) {

    /**
     * Once a day the values of the next day are published.
     *
     * @param published at this time of day, where the auction is
     * @param zone where that is, and whose days are traded
     */
    public record Auction(LocalTime published, ZoneId zone) {

        /** What is known at {@code moment} ends here. */
        Instant knownUntil(Instant moment) {
            var local = moment.atZone(zone);
            LocalDate last = local.toLocalDate().plusDays(local.toLocalTime().isBefore(published) ? 1 : 2);
            return last.atStartOfDay(zone).toInstant();
        }
    }

    /** The first step of {@code series} whose value is not known when {@code origin} begins. */
    public int knownUntil(EvenSeries series, int origin) {
        int until = auction.map(each -> series.indexOf(each.knownUntil(series.startOf(origin))))
                .orElse(origin);
        return Math.min(values.length, Math.max(origin, until));
    }
}
