package dev.flexgate.workload;

/** What became of a wish to take a job back. */
public sealed interface Cancellation {

    /** The job is cancelled, now or since earlier; the next plan leaves its room to others. */
    record Cancelled(TrackedJob job) implements Cancellation {}

    /** It is done or missed. */
    record Over(TrackedJob job) implements Cancellation {}

    /** There is no such job. */
    record Unknown() implements Cancellation {}
}
