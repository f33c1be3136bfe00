package dev.flexgate.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

/** What operators see of the outbox. The gauges show the last reading, so a scrape never asks the database. */
final class OutboxMeters {

    private final MeterRegistry meters;
    private volatile Standing standing = Standing.EMPTY;

    OutboxMeters(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("flexgate.outbox.depth", () -> standing.depth())
                .description("Messages still owed")
                .register(meters);
        Gauge.builder("flexgate.outbox.oldest.age", () -> standing.oldestAge().toMillis() / 1_000.0)
                .description("Age of the oldest message still owed")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("flexgate.outbox.dead", () -> standing.dead())
                .description("Dead letters waiting for a person")
                .register(meters);
    }

    void show(Standing now) {
        standing = now;
    }

    Timer.Sample begin() {
        return Timer.start(meters);
    }

    void end(Timer.Sample sample, String courier, Delivery delivery) {
        String result = switch (delivery) {
            case Delivery.Delivered _ -> "delivered";
            case Delivery.Again _, Delivery.AgainAfter _, Delivery.AgainIn _ -> "again";
            case Delivery.GaveUp _, Delivery.Closed _ -> "gave_up";
        };
        sample.stop(Timer.builder("flexgate.outbox.attempts")
                .description("Attempts to deliver, by how they ended")
                .tag("courier", courier)
                .tag("result", result)
                .register(meters));
    }
}
