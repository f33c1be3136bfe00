package dev.flexgate.flexibility;

/**
 * Where an offer stands. Capacity is reserved from {@link Submitted} until it ends or becomes a sale.
 *
 * <pre>
 *   Draft --> Submitted --> Acked --> Ordered
 *                |  |         +-----> NotSelected | Expired | Revoked
 *                |  +--> Revoked | Expired
 *                +--> Rejected
 * </pre>
 */
public sealed interface OfferState {

    /** Worked out, not given to anybody; never stored. */
    record Draft() implements OfferState {}

    /** Given to the requester. */
    record Submitted() implements OfferState {}

    /** The requester has it. */
    record Acked() implements OfferState {}

    /** The requester could not read or take it. */
    record Rejected(Reason reason) implements OfferState {}

    /** Bought, whole or in part. */
    record Ordered(FlexOrderId order) implements OfferState {}

    /** Taken back by us before it was bought. */
    record Revoked(Reason reason) implements OfferState {}

    /** Its time ran out. */
    record Expired() implements OfferState {}

    /** The requester said no. */
    record NotSelected() implements OfferState {}

    /** Whether capacity is withheld for it. */
    default boolean isOpen() {
        return this instanceof Submitted || this instanceof Acked;
    }

    /** The state's name, as it is stored and shown. */
    default String text() {
        return switch (this) {
            case Draft _ -> "DRAFT";
            case Submitted _ -> "SUBMITTED";
            case Acked _ -> "ACKED";
            case Rejected _ -> "REJECTED";
            case Ordered _ -> "ORDERED";
            case Revoked _ -> "REVOKED";
            case Expired _ -> "EXPIRED";
            case NotSelected _ -> "NOT_SELECTED";
        };
    }

    /** Whether {@code next} may follow. */
    default boolean leadsTo(OfferState next) {
        return switch (this) {
            case Draft _ -> next instanceof Submitted;
            case Submitted _ ->
                next instanceof Acked || next instanceof Rejected || next instanceof Revoked || next instanceof Expired;
            case Acked _ ->
                next instanceof Ordered
                        || next instanceof Revoked
                        || next instanceof Expired
                        || next instanceof NotSelected;
            case Rejected _, Ordered _, Revoked _, Expired _, NotSelected _ -> false;
        };
    }
}
