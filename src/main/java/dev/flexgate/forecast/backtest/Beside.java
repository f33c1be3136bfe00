package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.model.Companion;
import dev.flexgate.forecast.model.Companion.Auction;
import dev.flexgate.forecast.model.EvenSeries;
import java.util.Optional;

/**
 * A recorded series that may help to forecast another one.
 *
 * @param name as people know it
 * @param column which of the series
 * @param auction when its values became known, where that was before their time
 */
public record Beside(String name, EvenSeries series, int column, Optional<Auction> auction) {

    /** On the grid of {@code other}, as far as it goes. */
    Companion to(EvenSeries other) {
        return Companion.on(other, name, series, series.columns()[column], auction, 0);
    }
}
