package dev.flexgate.audit;

import java.util.List;

/** What came of opening a bundle to work with what it says. */
public sealed interface BundleOpening {

    /**
     * Every check passed: what the records say was said, then and in this order.
     *
     * @param records in the order of the log
     */
    record Opened(Verdict.Genuine verdict, List<VerifiedRecord> records) implements BundleOpening {

        public Opened {
            records = List.copyOf(records);
        }
    }

    /** It does not stand, so nothing in it is to be believed. */
    record Closed(Verdict.Refused verdict) implements BundleOpening {}
}
