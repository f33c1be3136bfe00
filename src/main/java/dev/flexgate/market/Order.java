package dev.flexgate.market;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.time.Instant;
import java.util.Optional;

/**
 * An order for compute capacity, from its quote to the end of its delivery. A state is a type, and a legal step
 * is a method of the state that allows it:
 *
 * <pre>
 *   Quoted --{@link Quoted#initiated}--> Initiated --{@link Initiated#accepted}--> Accepted --> Active
 *     |                                      |                             |            |
 *     |                                      |                             |   {@link Active#deliveryComplete}
 *     v                                      v                             |            v
 *   Expired, Cancelled             Expired, Cancelled                      |    DeliveryComplete
 *                                                                          v            |
 *                                                                      Cancelled  {@link DeliveryComplete#settled}
 *                                                                                       v
 *                                                                                    Settled
 * </pre>
 *
 * A quote that is replaced by a new select of the same conversation ends as {@link Expired} too. What was bought can
 * be given up in whole, as long as its window has not begun, or in part: an order of which a part was given up, or
 * whose terms were changed, stays in its state with another quote.
 */
public sealed interface Order {

    OrderId id();

    Conversation conversation();

    Quote quote();

    /** Counts the states this order has been in, from 1. */
    int version();

    /** When the order entered this state. */
    Instant since();

    /** Until when price and reservation hold; once they hold no longer, or for good, since when that is so. */
    default Instant until() {
        return switch (this) {
            case Quoted quoted -> quoted.expiresAt();
            case Initiated initiated -> initiated.expiresAt();
            case Accepted _, Active _, DeliveryComplete _, Settled _, Cancelled _, Expired _ -> since();
        };
    }

    /** The state's name, as it is stored and shown. */
    default String state() {
        return switch (this) {
            case Quoted _ -> "QUOTED";
            case Initiated _ -> "INITIATED";
            case Accepted _ -> "ACCEPTED";
            case Active _ -> "ACTIVE";
            case DeliveryComplete _ -> "DELIVERY_COMPLETE";
            case Settled _ -> "SETTLED";
            case Cancelled _ -> "CANCELLED";
            case Expired _ -> "EXPIRED";
        };
    }

    /** What was given up of it after it was bought. */
    default Optional<GivenUp> givenUp() {
        return switch (this) {
            case Quoted _, Initiated _, Expired _ -> Optional.empty();
            case Accepted accepted -> accepted.parted();
            case Active active -> active.parted();
            case DeliveryComplete complete -> complete.parted();
            case Settled settled -> settled.parted();
            case Cancelled cancelled -> cancelled.parted();
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

        Cancelled cancelled(GivenUp all, Instant now) {
            return new Cancelled(id, conversation, quote, version + 1, now, Optional.of(all));
        }
    }

    /** The buyer has stated its terms; the reservation still holds until the quote expires. */
    record Initiated(OrderId id, Conversation conversation, Quote quote, int version, Instant since, Instant expiresAt)
            implements Order {

        Accepted accepted(Instant now) {
            return new Accepted(id, conversation, quote, version + 1, now, now, Optional.empty());
        }

        Expired expired(Instant now) {
            return new Expired(id, conversation, quote, version + 1, now);
        }

        Cancelled cancelled(GivenUp all, Instant now) {
            return new Cancelled(id, conversation, quote, version + 1, now, Optional.of(all));
        }
    }

    /**
     * Sold: both sides are bound.
     *
     * @param boughtAt when it was sold; later than that the terms were changed
     */
    record Accepted(
            OrderId id,
            Conversation conversation,
            Quote quote,
            int version,
            Instant since,
            Instant boughtAt,
            Optional<GivenUp> parted)
            implements Order {

        Active active(Instant now) {
            return new Active(id, conversation, quote, version + 1, now, boughtAt, parted);
        }

        Accepted amended(Quote next, Optional<GivenUp> all, Instant now) {
            return new Accepted(id, conversation, next, version + 1, now, boughtAt, all);
        }

        Cancelled cancelled(GivenUp all, Instant now) {
            return new Cancelled(id, conversation, quote, version + 1, now, Optional.of(all));
        }
    }

    /** Its window has begun. */
    record Active(
            OrderId id,
            Conversation conversation,
            Quote quote,
            int version,
            Instant since,
            Instant confirmedAt,
            Optional<GivenUp> parted)
            implements Order {

        DeliveryComplete deliveryComplete(Instant now) {
            return new DeliveryComplete(id, conversation, quote, version + 1, now, confirmedAt, parted);
        }

        Active amended(Quote next, Optional<GivenUp> all, Instant now) {
            return new Active(id, conversation, next, version + 1, now, confirmedAt, all);
        }
    }

    /** Its window has ended; it waits for what is known afterwards. */
    record DeliveryComplete(
            OrderId id,
            Conversation conversation,
            Quote quote,
            int version,
            Instant since,
            Instant confirmedAt,
            Optional<GivenUp> parted)
            implements Order {

        Settled settled(Outcome outcome, Instant now) {
            return new Settled(id, conversation, quote, version + 1, now, confirmedAt, parted, outcome);
        }
    }

    /** What is to be paid is final. */
    record Settled(
            OrderId id,
            Conversation conversation,
            Quote quote,
            int version,
            Instant since,
            Instant confirmedAt,
            Optional<GivenUp> parted,
            Outcome outcome)
            implements Order {}

    /** Given up in whole before its window began; nothing is reserved or sold. */
    record Cancelled(
            OrderId id, Conversation conversation, Quote quote, int version, Instant since, Optional<GivenUp> parted)
            implements Order {}

    /** Lapsed or replaced before it was confirmed; nothing is reserved. */
    record Expired(OrderId id, Conversation conversation, Quote quote, int version, Instant since) implements Order {}
}
