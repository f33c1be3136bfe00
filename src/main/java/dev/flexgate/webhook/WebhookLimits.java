package dev.flexgate.webhook;

import java.time.Duration;

/**
 * What webhooks may take.
 *
 * @param perTenant subscriptions of one tenant
 * @param inAll subscriptions of all tenants
 * @param globs event types that one subscription may name
 * @param overlap how long an old secret or key goes on signing beside the new one
 * @param attempt how long a receiver may take to answer
 * @param life how long a delivery is tried; longer than the whole schedule of retries
 * @param patience after how long without one success a subscription is disabled
 * @param page records turned into deliveries in one step
 * @param deliveries begun in one step, about
 * @param recover deliveries that one recovery may bring back
 * @param tick how often to look without being told
 */
public record WebhookLimits(
        int perTenant,
        int inAll,
        int globs,
        Duration overlap,
        Duration attempt,
        Duration life,
        Duration patience,
        int page,
        int deliveries,
        int recover,
        Duration tick) {

    /** Disabled after five days, as Svix does. */
    public static final WebhookLimits DEFAULT = new WebhookLimits(
            20,
            1_000,
            20,
            Duration.ofHours(24),
            Duration.ofSeconds(10),
            Duration.ofDays(7),
            Duration.ofDays(5),
            200,
            1_000,
            10_000,
            Duration.ofMillis(500));

    public WebhookLimits withPatience(Duration other) {
        return new WebhookLimits(
                perTenant, inAll, globs, overlap, attempt, life, other, page, deliveries, recover, tick);
    }

    public WebhookLimits withPerTenant(int other) {
        return new WebhookLimits(
                other, inAll, globs, overlap, attempt, life, patience, page, deliveries, recover, tick);
    }

    public WebhookLimits withAttempt(Duration other) {
        return new WebhookLimits(
                perTenant, inAll, globs, overlap, other, life, patience, page, deliveries, recover, tick);
    }
}
