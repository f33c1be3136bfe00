package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.model.Companion;
import dev.flexgate.forecast.model.Companion.Auction;
import dev.flexgate.forecast.model.EvenSeries;
import java.util.Arrays;
import java.util.Optional;

/**
 * A recorded series that may help to forecast another one.
 *
 * @param name as people know it
 * @param column which of the series
 * @param auction when its values became known, where that was before their time
 */
public record Beside(String name, EvenSeries series, int column, Optional<Auction> auction) {

    /** On the grid of {@code other}, as far as it goes; an hour counts for both of its halves. */
    Companion to(EvenSeries other) {
        double[] values = series.columns()[column];
        int count = Math.max(0, other.indexOf(series.startOf(series.count())));
        double[] aligned = new double[count];
        Arrays.setAll(aligned, at -> {
            int its = series.indexOf(other.startOf(at));
            return its >= 0 && its < values.length ? values[its] : Double.NaN;
        });
        return new Companion(name, aligned, auction);
    }
}
