package dev.flexgate.flexibility;

/**
 * Where an order of a grid operator stands.
 *
 * <pre>
 *   Received --> Accepted --> Scheduled --> Active --> DeliveryComplete --> Measured --> SettlementProposed --> Settled
 *      |            |            |            |             ^                              |        ^   ^         |  ^
 *      v            +-----+------+            v             |                              v        |   |         v  |
 *   Rejected              v                Aborted ---------+                           Disputed ---+---+       Restated
 *                     Cancelled                                                         (a dispute may end in Settled)
 * </pre>
 *
 * {@code Scheduled} and {@code Active} may also become {@code Failed}, which ends in {@code DeliveryComplete} with the
 * window: what was not delivered is measured like everything else.
 */
public sealed interface FlexOrderState {

    /** Taken in; never left standing. */
    record Received() implements FlexOrderState {}

    /** Refused. */
    record Rejected(Reason reason) implements FlexOrderState {}

    /** Both sides are bound. */
    record Accepted() implements FlexOrderState {}

    /** The standing plan delivers it, from {@code planVersion} on. */
    record Scheduled(long planVersion) implements FlexOrderState {}

    /** Its window has begun. */
    record Active() implements FlexOrderState {}

    /** No site keeps its part: nothing holds load down for it any more. It is measured all the same. */
    record Failed(Reason reason) implements FlexOrderState {}

    /** Called off before its window began. */
    record Cancelled(Reason reason) implements FlexOrderState {}

    /** Stopped while it ran; measured as far as it went. */
    record Aborted(Reason reason) implements FlexOrderState {}

    /** Its window has ended, or what was left of it was aborted. */
    record DeliveryComplete() implements FlexOrderState {}

    /** What was delivered is known. */
    record Measured() implements FlexOrderState {}

    /** The money is worked out and told. */
    record SettlementProposed() implements FlexOrderState {}

    /** The counterparty does not agree. */
    record Disputed() implements FlexOrderState {}

    /** Agreed. */
    record Settled() implements FlexOrderState {}

    /** A later run or a corrected reading changed the money. */
    record Restated() implements FlexOrderState {}

    /** The state's name, as it is stored and shown. */
    default String text() {
        return switch (this) {
            case Received _ -> "RECEIVED";
            case Rejected _ -> "REJECTED";
            case Accepted _ -> "ACCEPTED";
            case Scheduled _ -> "SCHEDULED";
            case Active _ -> "ACTIVE";
            case Failed _ -> "FAILED";
            case Cancelled _ -> "CANCELLED";
            case Aborted _ -> "ABORTED";
            case DeliveryComplete _ -> "DELIVERY_COMPLETE";
            case Measured _ -> "MEASURED";
            case SettlementProposed _ -> "SETTLEMENT_PROPOSED";
            case Disputed _ -> "DISPUTED";
            case Settled _ -> "SETTLED";
            case Restated _ -> "RESTATED";
        };
    }

    /** Whether {@code next} may follow. */
    default boolean leadsTo(FlexOrderState next) {
        return switch (this) {
            case Received _ -> next instanceof Accepted || next instanceof Rejected;
            case Accepted _ -> next instanceof Scheduled || next instanceof Cancelled;
            case Scheduled _ -> next instanceof Active || next instanceof Cancelled || next instanceof Failed;
            case Active _ -> next instanceof DeliveryComplete || next instanceof Aborted || next instanceof Failed;
            case Failed _ -> next instanceof DeliveryComplete;
            case Aborted _ -> next instanceof DeliveryComplete;
            case DeliveryComplete _ -> next instanceof Measured;
            case Measured _ -> next instanceof SettlementProposed;
            case SettlementProposed _ -> next instanceof Settled || next instanceof Disputed;
            case Disputed _ -> next instanceof SettlementProposed || next instanceof Settled;
            case Settled _ -> next instanceof Restated;
            case Restated _ -> next instanceof Settled;
            case Rejected _, Cancelled _ -> false;
        };
    }

    /** Whether load is held down for it. */
    default boolean holdsLoad() {
        return this instanceof Accepted || this instanceof Scheduled || this instanceof Active;
    }
}
