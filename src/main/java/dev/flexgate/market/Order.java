package dev.flexgate.market;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.time.Instant;

/**
 * An order for compute capacity, from its quote to the end of its delivery. A state is a type, and a legal step
 * is a method of the state that allows it:
 *
 * <pre>
 *   Quoted --{@link Quoted#initiated}--> Initiated --{@link Initiated#accepted}--> Accepted
 *     |                                      |                                        |
 *     +-- {@link Quoted#expired} ------------+-- {@link Initiated#expired}            {@link Accepted#active}
 *     |                                      |                                        |
 *     v                                      v                                        v
 *   Expired                               Expired                                   Active
 *                                                                                     |
 *                                                                         {@link Active#deliveryComplete}
 *                                                                                     v
 *                                                                              DeliveryComplete
 * </pre>
 *
 * A quote that is replaced by a new select of the same conversation ends as {@link Expired} too. Measurement and
 * settlement follow delivery.
 */
public sealed interface Order {

    OrderId id();

    Conversation conversation();

    Quote quote();

    /** Counts the states this order has been in, from 1. */
    int version();

    /** When the order entered this state. */
    Instant since();

    /** The state's name, as it is stored and shown. */
    default String state() {
        return switch (this) {
            case Quoted _ -> "QUOTED";
            case Initiated _ -> "INITIATED";
            case Accepted _ -> "ACCEPTED";
            case Active _ -> "ACTIVE";
            case DeliveryComplete _ -> "DELIVERY_COMPLETE";
            case Expired _ -> "EXPIRED";
        };
    }

    default Power power() {
        return quote().power();
    }

    default Interval window() {
        return quote().window();
    }

    /** A price and a reservation that hold until the quote expires. */
    record Quoted(OrderId id, Conversation conversation, Quote quote, int version, Instant since, Instant expiresAt)
            implements Order {

        Initiated initiated(Instant now) {
            return new Initiated(id, conversation, quote, version + 1, now, expiresAt);
        }

        Expired expired(Instant now) {
            return new Expired(id, conversation, quote, version + 1, now);
        }
    }

    /** The buyer has stated its terms; the reservation still holds until the quote expires. */
    record Initiated(OrderId id, Conversation conversation, Quote quote, int version, Instant since, Instant expiresAt)
            implements Order {

        Accepted accepted(Instant now) {
            return new Accepted(id, conversation, quote, version + 1, now);
        }

        Expired expired(Instant now) {
            return new Expired(id, conversation, quote, version + 1, now);
        }
    }

    /** Sold: both sides are bound. */
    record Accepted(OrderId id, Conversation conversation, Quote quote, int version, Instant since) implements Order {

        Active active(Instant now) {
            return new Active(id, conversation, quote, version + 1, now, since);
        }
    }

    /** Its window has begun. */
    record Active(OrderId id, Conversation conversation, Quote quote, int version, Instant since, Instant confirmedAt)
            implements Order {

        DeliveryComplete deliveryComplete(Instant now) {
            return new DeliveryComplete(id, conversation, quote, version + 1, now, confirmedAt);
        }
    }

    /** Its window has ended; it waits for measurement and settlement. */
    record DeliveryComplete(
            OrderId id, Conversation conversation, Quote quote, int version, Instant since, Instant confirmedAt)
            implements Order {}

    /** Lapsed or replaced before it was confirmed; nothing is reserved. */
    record Expired(OrderId id, Conversation conversation, Quote quote, int version, Instant since) implements Order {}
}
