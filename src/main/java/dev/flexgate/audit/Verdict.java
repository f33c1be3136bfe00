package dev.flexgate.audit;

/** What a {@link BundleVerifier} found. */
public sealed interface Verdict {

    /**
     * Every check passed.
     *
     * @param checkpoint the promise of the log under which all records stand
     * @param records how many there are
     * @param counterparties how many signatures of counterparties were checked among them
     */
    record Genuine(Checkpoint checkpoint, int records, int counterparties) implements Verdict {}

    /**
     * The first check that failed.
     *
     * @param file within the bundle; empty if the whole of it is meant
     */
    record Refused(Check check, String file, String why) implements Verdict {}
}
