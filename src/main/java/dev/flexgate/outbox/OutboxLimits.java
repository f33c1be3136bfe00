package dev.flexgate.outbox;

import java.time.Duration;

/**
 * What the outbox may take.
 *
 * @param inFlight attempts that one dispatcher makes at once
 * @param inFlightPerTarget attempts to one target at once, over all dispatchers; 1 while the target keeps failing
 * @param attemptTimeout after which a courier is interrupted
 * @param lease how long a claimed message is out of others' reach; a crash delays it by so much
 * @param tick how often to look without being told
 * @param stopGrace how long attempts may still run when the dispatcher stops
 * @param bodyBytes of one message
 * @param keepDelivered how long delivered messages can still be looked up
 * @param keepDead how long dead letters can be sent again
 * @param targetPauseMax longest time for which a target that asks to be left alone is left alone
 */
public record OutboxLimits(
        int inFlight,
        int inFlightPerTarget,
        Duration attemptTimeout,
        Duration lease,
        Duration tick,
        Duration stopGrace,
        int bodyBytes,
        Duration keepDelivered,
        Duration keepDead,
        Duration targetPauseMax) {

    public static final OutboxLimits DEFAULT = new OutboxLimits(
            256,
            16,
            Duration.ofSeconds(15),
            Duration.ofSeconds(60),
            Duration.ofMillis(250),
            Duration.ofSeconds(5),
            1024 * 1024,
            Duration.ofDays(7),
            Duration.ofDays(90),
            Duration.ofHours(1));

    public OutboxLimits {
        if (inFlight < 1 || inFlightPerTarget < 1 || bodyBytes < 1) {
            throw new IllegalArgumentException("the outbox needs room for at least one message");
        }
        if (lease.compareTo(attemptTimeout.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("a lease must outlast an attempt twice over, or live attempts repeat");
        }
    }

    public OutboxLimits withTick(Duration other) {
        return new OutboxLimits(
                inFlight,
                inFlightPerTarget,
                attemptTimeout,
                lease,
                other,
                stopGrace,
                bodyBytes,
                keepDelivered,
                keepDead,
                targetPauseMax);
    }

    public OutboxLimits withInFlight(int all, int perTarget) {
        return new OutboxLimits(
                all,
                perTarget,
                attemptTimeout,
                lease,
                tick,
                stopGrace,
                bodyBytes,
                keepDelivered,
                keepDead,
                targetPauseMax);
    }

    public OutboxLimits withAttemptTimeout(Duration attempt, Duration otherLease) {
        return new OutboxLimits(
                inFlight,
                inFlightPerTarget,
                attempt,
                otherLease,
                tick,
                stopGrace,
                bodyBytes,
                keepDelivered,
                keepDead,
                targetPauseMax);
    }

    public OutboxLimits withStopGrace(Duration other) {
        return new OutboxLimits(
                inFlight,
                inFlightPerTarget,
                attemptTimeout,
                lease,
                tick,
                other,
                bodyBytes,
                keepDelivered,
                keepDead,
                targetPauseMax);
    }
}
