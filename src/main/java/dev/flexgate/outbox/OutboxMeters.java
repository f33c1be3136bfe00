package dev.flexgate.outbox;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What operators see of the outbox, by courier, since what holds one up need not concern another. The gauges show the last
 * reading, so a scrape never asks the database.
 */
final class OutboxMeters {

    private static final String COURIER = "courier";

    private final MeterRegistry meters;
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();

    OutboxMeters(MeterRegistry meters, Collection<String> couriers) {
        this.meters = meters;
        couriers.forEach(this::register);
    }

    private void register(String courier) {
        Gauge.builder("flexgate.outbox.depth", () -> of(courier).depth())
                .description("Messages still owed")
                .tag(COURIER, courier)
                .register(meters);
        Gauge.builder(
                        "flexgate.outbox.oldest.age",
                        () -> of(courier).oldestAge().toMillis() / 1_000.0)
                .description("Age of the oldest message still owed")
                .tag(COURIER, courier)
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("flexgate.outbox.dead", () -> of(courier).dead())
                .description("Dead letters waiting for a person")
                .tag(COURIER, courier)
                .register(meters);
    }

    private Standing of(String courier) {
        return standings.getOrDefault(courier, Standing.EMPTY);
    }

    void show(String courier, Standing now) {
        standings.put(courier, now);
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
                .tag(COURIER, courier)
                .tag("result", result)
                .register(meters));
    }
}
