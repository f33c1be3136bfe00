package dev.flexgate.flexibility;

/**
 * Why something was not done.
 *
 * @param code short and stable
 * @param detail the same in words and numbers, safe to show to the requester
 */
public record Reason(Code code, String detail) {

    /** Every reason there is. */
    public enum Code {
        /** No site of ours lies in the area. */
        AREA_UNKNOWN,
        /** The window is not whole half-hours, too long, or not inside the standing plan. */
        WINDOW_INVALID,
        /** Gate closure of the window has passed. */
        TOO_LATE,
        /** Less than the least that is sold, or more than any site could. */
        POWER_INVALID,
        /** This direction was not sold to grid operators; of needs from before turn-ups were. */
        DIRECTION_NOT_SOLD,
        /** No plan stands yet. */
        NO_PLAN,
        /** No load that could move is planned there, or it is sold already. */
        NO_FLEXIBLE_LOAD,
        /** Moving it would leave work undone. */
        WORK_WOULD_BE_LOST,
        /** It costs more than the requester pays. */
        PRICE_CAP,
        /** The same request id came before with other content. */
        REQUEST_ID_REUSED,
        /** This requester holds as many open offers as it may. */
        TOO_MANY_OPEN,
        /** Nothing of this requester has this id. */
        UNKNOWN,
        /** The offer's time is over. */
        OFFER_EXPIRED,
        /** The thing is in a state from which this step does not follow. */
        ILLEGAL_STEP,
        /** The offer has no such option, or the factor is outside its limits. */
        OPTION_INVALID,
        /** The price named is not the offered one. */
        PRICE_MISMATCH,
        /** Taken back by the one who may. */
        WITHDRAWN,
        /** Stopped for safety while it ran. */
        EMERGENCY,
        /** No site keeps its part: it gave up, or never took its instruction. */
        NOT_DELIVERED
    }
}
