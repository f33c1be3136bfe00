package dev.flexgate.execution.simulated;

/** How a simulated site answers an instruction. */
public enum Manner {
    /** Takes it. */
    ACK,
    /** Refuses it, and may be asked again. */
    NACK,
    /** Refuses it for good. */
    NACK_FOR_GOOD,
    /** Takes note of it and does not decide. */
    LATER,
    /** Accepts the connection and never answers. */
    HANG,
    /** Takes it, but its answer is lost on the way. */
    ACK_UNHEARD,
    /** Answers 500. */
    BROKEN,
    /** Answers 422. */
    UNPROCESSABLE
}
