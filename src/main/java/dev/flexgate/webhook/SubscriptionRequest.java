package dev.flexgate.webhook;

import dev.flexgate.news.EventGlob;
import java.util.List;
import java.util.Optional;

/**
 * What a tenant asks for; judged by {@link Subscriptions}.
 *
 * @param secret whether and which secret is to sign beside our key
 */
public record SubscriptionRequest(
        String tenant, String url, List<EventGlob> eventTypes, String description, Wanted secret) {

    public static final int DESCRIPTION_LENGTH_MAX = 200;

    /** Which secret is wanted. */
    public sealed interface Wanted {

        /** None: our public key is enough. */
        record None() implements Wanted {}

        /** One that we make and show once. */
        record Ours() implements Wanted {}

        /** One that the receiver brings. */
        record Theirs(Secret secret) implements Wanted {}
    }

    public SubscriptionRequest {
        eventTypes = List.copyOf(eventTypes);
    }

    /** What of a subscription is to change; what is empty stays. */
    public record Change(Optional<String> url, Optional<List<EventGlob>> eventTypes, Optional<String> description) {}
}
