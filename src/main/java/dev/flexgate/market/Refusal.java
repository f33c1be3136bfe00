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
    ILLEGAL_STEP,
    /** The order was given up before. */
    ALREADY_CANCELLED,
    /** It is too late to give this up, or too late to give it all up. */
    TOO_LATE_TO_CANCEL,
    /** The reason that is named is none of the policy's. */
    REASON_UNKNOWN,
    /** It is too late to change this, or the terms do not allow it. */
    CHANGE_NOT_ALLOWED,
    /** What shall be changed is not in the order. */
    CHANGE_TARGET_UNKNOWN,
    /** Nothing in the order differs from what is asked for. */
    NOTHING_CHANGES,
    /** No such order of this buyer, nor we ourselves. */
    RATING_TARGET_UNKNOWN,
    /** The value is not on its scale. */
    RATING_VALUE_INVALID,
    /** This buyer has rated this order before. */
    ALREADY_RATED,
    /** The seller names nobody who helps. */
    NO_SUPPORT
}
