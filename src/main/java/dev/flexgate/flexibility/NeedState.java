package dev.flexgate.flexibility;

/**
 * Where a need stands.
 *
 * <pre>
 *   Received --> Validated --> Offered --> Filled | PartiallyFilled | Unfilled
 *      |             +-------> Declined
 *      +--> Rejected +-------> Expired
 * </pre>
 */
public sealed interface NeedState {

    /** Taken in. */
    record Received() implements NeedState {}

    /** It can be answered. */
    record Validated() implements NeedState {}

    /** It cannot be answered at all. */
    record Rejected(Reason reason) implements NeedState {}

    /** An offer was made. */
    record Offered(OfferId offer) implements NeedState {}

    /** Nothing can be offered. */
    record Declined(Reason reason) implements NeedState {}

    /** Its window came before an answer. */
    record Expired() implements NeedState {}

    /** All of it was ordered. */
    record Filled(FlexOrderId order) implements NeedState {}

    /** Part of it was ordered. */
    record PartiallyFilled(FlexOrderId order) implements NeedState {}

    /** The offer ended without an order. */
    record Unfilled() implements NeedState {}

    /** The state's name, as it is stored and shown. */
    default String text() {
        return switch (this) {
            case Received _ -> "RECEIVED";
            case Validated _ -> "VALIDATED";
            case Rejected _ -> "REJECTED";
            case Offered _ -> "OFFERED";
            case Declined _ -> "DECLINED";
            case Expired _ -> "EXPIRED";
            case Filled _ -> "FILLED";
            case PartiallyFilled _ -> "PARTIALLY_FILLED";
            case Unfilled _ -> "UNFILLED";
        };
    }

    /** Whether {@code next} may follow. */
    default boolean leadsTo(NeedState next) {
        return switch (this) {
            case Received _ -> next instanceof Validated || next instanceof Rejected;
            case Validated _ -> next instanceof Offered || next instanceof Declined || next instanceof Expired;
            case Offered _ -> next instanceof Filled || next instanceof PartiallyFilled || next instanceof Unfilled;
            case Rejected _, Declined _, Expired _, Filled _, PartiallyFilled _, Unfilled _ -> false;
        };
    }
}
