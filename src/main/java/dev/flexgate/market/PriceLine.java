package dev.flexgate.market;

import dev.flexgate.quantity.Money;

/**
 * One line of a quote.
 *
 * @param kind what is charged for
 * @param amount its price; energy may be negative
 * @param basis how the amount came about, for people
 */
public record PriceLine(Kind kind, Money amount, String basis) {

    /** What a line charges for. */
    public enum Kind {
        /** Facility energy at the forecast price of each half-hour. */
        ENERGY,
        /** What other work gives up: the scarcity price of the capacity. */
        SCARCITY,
        /** The provider's fee. */
        FEE
    }
}
