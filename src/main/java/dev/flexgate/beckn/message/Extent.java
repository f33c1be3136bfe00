package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Interval;

/** How much of a slot's window a consumer wants. */
public sealed interface Extent {

    record WholeSlot() implements Extent {}

    /** Part of it. */
    record Within(Interval window) implements Extent {}
}
