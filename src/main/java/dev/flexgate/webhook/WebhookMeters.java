package dev.flexgate.webhook;

import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.Standing;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;

/** What operators see of webhooks. The gauges show the last reading, so a scrape never asks the database. */
final class WebhookMeters {

    private static final Duration EVERY = Duration.ofSeconds(5);

    private final Outbox outbox;
    private long shownAtNanos = System.nanoTime() - EVERY.toNanos();
    private volatile Standing standing = Standing.EMPTY;
    private volatile long lag;

    WebhookMeters(Outbox outbox, MeterRegistry meters) {
        this.outbox = outbox;
        Gauge.builder(
                        "flexgate.webhook.oldest.pending",
                        () -> standing.oldestAge().toMillis() / 1_000.0)
                .description("Age of the oldest delivery still owed to a receiver that is neither paused nor disabled")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("flexgate.webhook.pending", () -> standing.depth())
                .description("Deliveries still owed")
                .register(meters);
        Gauge.builder("flexgate.webhook.dead", () -> standing.dead())
                .description("Deliveries that died")
                .register(meters);
        Gauge.builder("flexgate.webhook.lag", () -> lag)
                .description("Audit records not yet turned into deliveries")
                .register(meters);
    }

    void showWhenDue(LongSupplier lagNow) {
        if (System.nanoTime() - shownAtNanos >= EVERY.toNanos()) {
            standing = outbox.standing(WebhookCourier.NAME);
            lag = lagNow.getAsLong();
            shownAtNanos = System.nanoTime();
        }
    }
}
