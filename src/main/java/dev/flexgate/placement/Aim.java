package dev.flexgate.placement;

import java.math.BigDecimal;
import java.util.Currency;

/** What makes one half-hour better than another. */
public sealed interface Aim {

    /** Less carbon. */
    record Carbon() implements Aim {}

    /** Less money. */
    record Money() implements Aim {}

    /**
     * Less of both together.
     *
     * @param perKilogram what a kilogram of CO2 is worth avoiding
     * @param currency of that worth
     */
    record Mix(BigDecimal perKilogram, Currency currency) implements Aim {

        public Mix {
            if (perKilogram.signum() < 0) {
                throw new IllegalArgumentException("the worth of a kilogram cannot be negative: " + perKilogram);
            }
        }
    }

    /** Whether it cannot be answered without prices. */
    default boolean needsPrices() {
        return !(this instanceof Carbon);
    }
}
