package dev.flexgate.audit;

/** What came of cutting a bundle. */
public sealed interface Bundling {

    /** Here it is. */
    record Cut(AuditBundle bundle, int records) implements Bundling {}

    /** The case is not covered by a checkpoint yet; ask again in a second. */
    record NotYet() implements Bundling {}

    /** Nothing was ever recorded about this subject. */
    record Unknown() implements Bundling {}

    /** The case has more records than one bundle holds. */
    record TooLarge(int recordsMax) implements Bundling {}
}
