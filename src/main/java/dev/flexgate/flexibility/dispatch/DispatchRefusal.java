package dev.flexgate.flexibility.dispatch;

/** Why an instruction does not take a step; in order of precedence. */
public enum DispatchRefusal {
    /** No instruction has this id. */
    INSTRUCTION_UNKNOWN,
    /** The answer is to a revision that is not the newest. */
    OTHER_REVISION,
    /** The answer came at or after the moment by which it was due. */
    ANSWER_TOO_LATE,
    /** Its window has begun: it can be aborted, no longer cancelled. */
    WINDOW_BEGUN,
    /** The step does not follow from its state. */
    ILLEGAL_STEP
}
