package dev.flexgate.workload;

/** Where a job came from. */
public enum Origin {
    /** Somebody asked for it. */
    SUBMITTED,
    /** A made-up job of the sample file, there so that a newcomer sees something planned. */
    SAMPLE
}
