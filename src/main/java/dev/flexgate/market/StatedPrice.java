package dev.flexgate.market;

import dev.flexgate.quantity.Money;

/** The total that a buyer repeats when it confirms, so that neither side is bound to a price it did not see. */
public sealed interface StatedPrice {

    /** The buyer repeated no price: the quote's holds. */
    record Unstated() implements StatedPrice {}

    /** The buyer repeated this total. */
    record Stated(Money total) implements StatedPrice {}
}
