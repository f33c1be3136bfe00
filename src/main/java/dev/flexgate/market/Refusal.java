package dev.flexgate.market;

/** Why the market refuses; in order of precedence, since the first reason that applies is the one given. */
public enum Refusal {
    /** No such slot is published. */
    SLOT_UNKNOWN,
    /** The window has begun, or begins before the least notice. */
    WINDOW_PAST,
    /** Window not inside the slot, or not on half-hours, or power below the least quantity. */
    TERMS_OUTSIDE_SLOT,
    /** More power than is left in the window. */
    CAPACITY_UNAVAILABLE,
    /** No such order of this buyer. */
    ORDER_UNKNOWN,
    /** The quote lapsed before the step was taken. */
    QUOTE_EXPIRED,
    /** The buyer states another price than the quote. */
    PRICE_MISMATCH,
    /** The order is not in a state that allows the step. */
    ILLEGAL_STEP
}
