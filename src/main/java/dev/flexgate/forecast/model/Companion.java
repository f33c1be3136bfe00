package dev.flexgate.forecast.model;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;

/**
 * Another series that tells something about the one that is forecast: a neighbour's carbon, or a price that an auction
 * has fixed for the hours to come.
 *
 * @param name as people know it
 * @param values by step of the series that is forecast, the first being the same; may go on after its end. NaN for not
 *     known. Not copied: kernels read them only
 * @param auction when values become known before their time; without one each is known once its step is over
 * @param late by so many steps later than that
 */
@SuppressWarnings("ArrayRecordComponent") // a kernel type
public record Companion(String name, double[] values, Optional<Auction> auction, int late) {

    public Companion {
        if (late < 0) {
            throw new IllegalArgumentException("known " + -late + " steps before it is over");
        }
    }

    /** The first column of {@code series} on the grid of another, as far as it goes; an hour counts for both its halves. */
    public static Companion on(
            EvenSeries grid, String name, EvenSeries series, double[] values, Optional<Auction> auction, int late) {
        double[] aligned = new double[Math.max(0, grid.indexOf(series.startOf(series.count())))];
        Arrays.setAll(aligned, at -> {
            int its = series.indexOf(grid.startOf(at));
            return its >= 0 && its < values.length ? values[its] : Double.NaN;
        });
        return new Companion(name, aligned, auction, late);
    }

    /**
     * Once a day the values of the next day are published.
     *
     * @param published at this time of day, where the auction is
     * @param zone where that is, and whose days are traded
     */
    public record Auction(LocalTime published, ZoneId zone) {

        /** What is known at {@code moment} ends here. */
        public Instant knownUntil(Instant moment) {
            var local = moment.atZone(zone);
            LocalDate last = local.toLocalDate().plusDays(local.toLocalTime().isBefore(published) ? 1 : 2);
            return last.atStartOfDay(zone).toInstant();
        }
    }

    /** The first step of {@code series} whose value is not known when {@code origin} begins. */
    public int knownUntil(EvenSeries series, int origin) {
        int until = auction.map(each -> series.indexOf(each.knownUntil(series.startOf(origin - late))))
                .map(each -> Math.max(origin - late, each))
                .orElse(origin - late);
        int told = values.length;
        while (told > 0 && told > origin - late && Double.isNaN(values[told - 1])) {
            told--;
        }
        return Math.min(told, until);
    }
}
