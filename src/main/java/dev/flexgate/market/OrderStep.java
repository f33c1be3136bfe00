package dev.flexgate.market;

import dev.flexgate.audit.RecordId;

/** What comes of asking an order to take a step. */
public sealed interface OrderStep {

    /** The order took the step. */
    record Taken(Order order, RecordId record) implements OrderStep {}

    /** The order would take the step; nothing was changed. */
    record Previewed(Order order) implements OrderStep {}

    /** The order had taken it before: the same answer again. */
    record Repeated(Order order) implements OrderStep {}

    /** The order stays as it is; {@code detail} is for people and names the fix. */
    record Refused(Refusal reason, String detail, RecordId record) implements OrderStep {}
}
