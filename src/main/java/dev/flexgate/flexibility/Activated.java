package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;

/** What comes of asking and ordering in one step. */
public sealed interface Activated {

    /** As much as the jobs can bear, up to what was asked, was offered and ordered. */
    record Committed(Need need, Offer offer, FlexOrder order, RecordId record) implements Activated {}

    /** The same activation came before: its order now. */
    record Repeated(Need need, FlexOrder order) implements Activated {}

    /** Nothing was bought. */
    record Declined(Need need, Reason reason, RecordId record) implements Activated {}
}
