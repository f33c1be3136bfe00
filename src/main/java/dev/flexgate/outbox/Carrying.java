package dev.flexgate.outbox;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt: the courier, bounded in time. */
final class Carrying {

    private static final Logger LOG = LoggerFactory.getLogger(Carrying.class);

    private final Map<String, Courier> couriers;
    private final OutboxLimits limits;
    private final Chance chance;
    private final OutboxMeters meters;

    Carrying(List<Courier> couriers, OutboxLimits limits, Chance chance, OutboxMeters meters) {
        this.couriers = couriers.stream().collect(Collectors.toUnmodifiableMap(Courier::name, Function.identity()));
        this.limits = limits;
        this.chance = chance;
        this.meters = meters;
    }

    Ended carry(Claimed claimed) {
        // The claim may have waited for a thread; what is late by now is never sent.
        if (!chance.clock().instant().isBefore(claimed.message().notAfter())) {
            return new Ended(claimed, new Delivery.GaveUp("its deadline passed"));
        }
        var sample = meters.begin();
        Delivery delivery = attempt(claimed);
        meters.end(sample, claimed.message().courier(), delivery);
        return new Ended(claimed, delivery);
    }

    private Delivery attempt(Claimed claimed) {
        @Nullable Courier courier = couriers.get(claimed.message().courier());
        if (courier == null) {
            return new Delivery.Again("this node has no courier of that name"); // only such are claimed
        }
        var task = new FutureTask<>(() -> courier.deliver(claimed.message(), claimed.attempt()));
        Thread.ofVirtual().name("courier-" + claimed.message().id()).start(task);
        try {
            return task.get(limits.attemptTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException thrown) {
            Throwable cause = thrown.getCause();
            LOG.warn("a courier threw: message={} attempt={}", claimed.message().id(), claimed.attempt(), cause);
            return new Delivery.Again("the courier failed: " + (cause == null ? thrown : cause));
        } catch (TimeoutException _) {
            task.cancel(true);
            return new Delivery.Again("no end within " + limits.attemptTimeout());
        } catch (InterruptedException _) {
            // The dispatcher stops. The flag stays clear, so that the end can still be written.
            task.cancel(true);
            return new Delivery.Again("interrupted by a stop");
        }
    }
}
