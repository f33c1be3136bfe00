package dev.flexgate.outbox;

import java.time.Duration;
import java.util.Optional;

/**
 * Carries the messages of one protocol. Called on a virtual thread, for many messages at once. It may wait, but
 * must heed interruption: it is interrupted when {@link OutboxLimits#attemptTimeout} has passed. What it throws
 * counts as {@link Delivery.Again}.
 *
 * <p>The same message comes again whenever an attempt did not end well or its end was lost with a node, so the
 * receiver must be able to tell a repeat, by the message's id.
 */
public interface Courier {

    /** Stable: it is stored with every message. */
    String name();

    /**
     * Tries once.
     *
     * @param attempt counts from 1, over all lives of the message
     */
    Delivery deliver(OutgoingMessage message, int attempt);

    /** After how long without a single success a failing target is disabled; empty for never. */
    default Optional<Duration> patience() {
        return Optional.empty();
    }
}
