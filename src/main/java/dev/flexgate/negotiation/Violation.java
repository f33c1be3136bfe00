package dev.flexgate.negotiation;

/** One way in which a plan breaks its problem. */
public record Violation(Kind kind, String jobId, String detail) {

    /** What is broken. */
    public enum Kind {
        UNKNOWN_JOB,
        JOB_TWICE,
        JOB_MISSING,
        UNKNOWN_SITE,
        RESIDENCY,
        WINDOW,
        BLACKOUT,
        POWER,
        CONSTANT_POWER,
        ONE_SITE,
        UNBROKEN,
        INTERRUPTIONS,
        WORK,
        OVERLAP,
        CAPACITY,
        IMPORT_LIMIT,
        PEAK_LIMIT,
        CLOSED,
        CARBON_CAP,
        COST_CAP,
        SHIFT_BUDGET
    }
}
