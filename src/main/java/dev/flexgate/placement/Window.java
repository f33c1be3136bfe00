package dev.flexgate.placement;

import dev.flexgate.forecast.Quantiles;
import dev.flexgate.quantity.Interval;
import java.util.List;
import java.util.Optional;

/**
 * Half-hours in which something could run at constant power.
 *
 * @param pieces in order of time, each unbroken
 * @param carbon mean intensity, gCO2/kWh
 * @param price mean price, in the currency of the price zone a kWh; empty where no price is forecast
 */
public record Window(List<Interval> pieces, Quantiles carbon, Optional<Quantiles> price) {

    public Window {
        pieces = List.copyOf(pieces);
    }
}
