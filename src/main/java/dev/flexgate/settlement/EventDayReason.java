package dev.flexgate.settlement;

/** Why a day says nothing about the usual load (BSCP602). */
public enum EventDayReason {
    /** The asset was dispatched in some market. */
    DISPATCH,
    /** Wholesale activity of a Virtual Trading Party. */
    WHOLESALE_ACTIVITY,
    OUTAGE,
    FAILURE
}
