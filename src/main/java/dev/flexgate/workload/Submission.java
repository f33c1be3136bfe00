package dev.flexgate.workload;

/** The answer to a {@link JobRequest}. */
public sealed interface Submission {

    /** Taken: the next plan counts it. */
    record Accepted(Job job) implements Submission {}

    /** Asked before in the same words; nothing changed. */
    record Repeated(TrackedJob job) implements Submission {}

    /**
     * Not taken.
     *
     * @param reason by name
     * @param detail in words, with the numbers that decided it
     */
    record Refused(JobRefusal reason, String detail) implements Submission {}
}
