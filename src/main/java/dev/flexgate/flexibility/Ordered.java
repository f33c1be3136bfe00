package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;

/** What comes of ordering. */
public sealed interface Ordered {

    /** Both sides are bound: the plan, the capacity, the order and its records stand when the transaction commits. */
    record Accepted(FlexOrder order, RecordId record) implements Ordered {}

    /** The same order was given before: its state now. */
    record Repeated(FlexOrder order) implements Ordered {}

    /** Nothing was bought. */
    record Rejected(Reason reason, RecordId record) implements Ordered {}
}
