package dev.flexgate.beckn.share;

import dev.flexgate.beckn.share.Subscription.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;

/** What operators see of what others are given of our catalogue. */
final class ShareMeters {

    private final MeterRegistry meters;
    private final Counter pushed;
    private final Counter retracted;
    private volatile Map<Status, Integer> standing = Map.of();

    ShareMeters(MeterRegistry meters) {
        this.meters = meters;
        for (Status status : Status.values()) {
            Gauge.builder("flexgate.beckn.catalog.subscriptions", () -> standing.getOrDefault(status, 0))
                    .description("Subscriptions to our catalogue")
                    .tag("status", status.name())
                    .register(meters);
        }
        this.pushed = Counter.builder("flexgate.beckn.catalog.pushed")
                .description("Messages of changes that were promised to subscribers")
                .register(meters);
        this.retracted = Counter.builder("flexgate.beckn.catalog.retracted")
                .description("Messages that tell who may no longer buy that all is gone")
                .register(meters);
    }

    void standing(Map<Status, Integer> now) {
        standing = Map.copyOf(now);
    }

    void pushed() {
        pushed.increment();
    }

    void retracted() {
        retracted.increment();
    }

    /** A pull was answered, in the message or by a file. */
    void pulled(String how, long bytes) {
        DistributionSummary.builder("flexgate.beckn.catalog.pulled")
                .description("Pulls of our catalogue, by how they were answered")
                .baseUnit("bytes")
                .tag("how", how)
                .register(meters)
                .record((double) bytes);
    }

    /** A bound was met: its name is that of the limit. */
    void bounded(String limit) {
        meters.counter("flexgate.beckn.catalog.bounded", "limit", limit).increment();
    }
}
