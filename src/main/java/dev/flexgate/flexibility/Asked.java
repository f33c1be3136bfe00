package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;

/** What comes of asking. */
public sealed interface Asked {

    /** The request as it stands. */
    Need need();

    /** The record of the decision. */
    RecordId record();

    /** All of it, or the part that the jobs can bear, is offered. */
    record Offered(Need need, Offer offer, RecordId record) implements Asked {}

    /** Nothing is offered, or the request cannot be answered; the need says which. */
    record Declined(Need need, Reason reason, RecordId record) implements Asked {}

    /** The request id was used before for something else: nothing was done; {@code need} is the earlier one. */
    record Refused(Need need, Reason reason, RecordId record) implements Asked {}
}
