package dev.flexgate.outbox;

import java.time.Instant;
import java.util.Optional;

/**
 * A message as it stands, for whoever looks at it.
 *
 * @param attempts made so far
 * @param nextAt when it will be tried; empty when it is settled
 * @param settledAt when it arrived or died
 * @param note how its last attempt or its life ended
 */
public record OwedMessage(
        OutgoingMessage message,
        State state,
        int attempts,
        Instant createdAt,
        Optional<Instant> nextAt,
        Optional<Instant> settledAt,
        String note) {

    /** Where a message can stand. */
    public enum State {
        DUE,
        LEASED,
        DELIVERED,
        DEAD
    }
}
