package dev.flexgate.webhook;

import dev.flexgate.news.Event;
import dev.flexgate.news.EventGlob;
import dev.flexgate.news.Viewer;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who wants to be told what, and where.
 *
 * @param tenant whose it is; it is told only what concerns it
 * @param eventTypes what it wants to hear
 * @param signing how deliveries are signed
 * @param state whether it is sent to
 * @param reason why it is in this state, for people
 * @param version counts its changes, from 1
 * @param fromIndex index in the audit log from which events are sent without being asked for
 */
public record Subscription(
        SubscriptionId id,
        String tenant,
        URI url,
        List<EventGlob> eventTypes,
        String description,
        Signing signing,
        State state,
        String reason,
        long version,
        long fromIndex,
        Instant createdAt,
        Instant changedAt) {

    /** Whether deliveries leave. */
    public enum State {
        /** Events are promised and sent. */
        ACTIVE,
        /** Events are promised, and kept until it is enabled again. */
        PAUSED,
        /** Nothing is promised or sent; what was missed can be recovered. */
        DISABLED
    }

    /** How deliveries are signed: always by our own key, and by a shared secret if the receiver wants one. */
    public sealed interface Signing {

        /** {@code v1a} alone. */
        record OurKey() implements Signing {}

        /**
         * {@code v1a} and {@code v1}.
         *
         * @param oldUntil until when the secret before signs too; empty when none does
         */
        record AndSecret(Optional<Instant> oldUntil) implements Signing {}
    }

    public Subscription {
        eventTypes = List.copyOf(eventTypes);
    }

    /** Whether it is to be told of this event. */
    boolean wants(Event event, Viewer viewer) {
        return event.sent() && viewer.sees(event) && eventTypes.stream().anyMatch(glob -> glob.matches(event.type()));
    }
}
