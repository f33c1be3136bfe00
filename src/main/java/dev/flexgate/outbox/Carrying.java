package dev.flexgate.outbox;

import dev.flexgate.outbox.BackoffRules.Next;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

/** One attempt from claim to end: the courier, bounded in time, and what is written afterwards. */
final class Carrying {

    private static final Logger LOG = LoggerFactory.getLogger(Carrying.class);
    private static final int NOTE_LENGTH_MAX = 500;

    private final Database database;
    private final Map<String, Courier> couriers;
    private final List<OutcomeWatcher> watchers;
    private final OutboxLimits limits;
    private final Chance chance;
    private final OutboxMeters meters;

    Carrying(
            Database database,
            List<Courier> couriers,
            List<OutcomeWatcher> watchers,
            OutboxLimits limits,
            Chance chance,
            OutboxMeters meters) {
        this.database = database;
        this.couriers = couriers.stream().collect(Collectors.toUnmodifiableMap(Courier::name, Function.identity()));
        this.watchers = List.copyOf(watchers);
        this.limits = limits;
        this.chance = chance;
        this.meters = meters;
    }

    void carry(Claimed claimed) {
        // The claim may have waited for a thread; what is late by now is never sent.
        if (!now().isBefore(claimed.message().notAfter())) {
            finish(claimed, new Delivery.GaveUp("its deadline passed"));
            return;
        }
        var sample = meters.begin();
        Delivery delivery = attempt(claimed);
        meters.end(sample, claimed.message().courier(), delivery);
        finish(claimed, delivery);
    }

    private Delivery attempt(Claimed claimed) {
        @Nullable Courier courier = couriers.get(claimed.message().courier());
        if (courier == null) {
            throw new IllegalStateException(
                    "claimed for an unknown courier " + claimed.message().courier());
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

    private void finish(Claimed claimed, Delivery delivery) {
        Instant now = now();
        boolean ours = database.inTransaction(tx -> write(tx, claimed, delivery, now));
        LOG.debug(
                "attempt ended: message={} attempt={} delivery={} kept={}",
                claimed.message().id(),
                claimed.attempt(),
                delivery,
                ours);
    }

    private boolean write(Tx tx, Claimed claimed, Delivery delivery, Instant now) {
        return switch (delivery) {
            case Delivery.Delivered(String note) -> settle(tx, claimed, Attempt.Result.DELIVERED, note, now);
            case Delivery.GaveUp(String note) -> settle(tx, claimed, Attempt.Result.GAVE_UP, note, now);
            case Delivery.Again(String note) -> retry(tx, claimed, note, Duration.ZERO, now);
            case Delivery.AgainAfter(String note, Duration pause) -> retry(tx, claimed, note, pause, now);
        };
    }

    private boolean retry(Tx tx, Claimed claimed, String note, Duration asked, Instant now) {
        return switch (BackoffRules.after(claimed, asked, now, random())) {
            case Next.At(Instant moment) -> Messages.postpone(tx, claimed, moment, shortened(note), now);
            case Next.Never(String why) -> settle(tx, claimed, Attempt.Result.AGAIN, why + "; last: " + note, now);
        };
    }

    private boolean settle(Tx tx, Claimed claimed, Attempt.Result result, String note, Instant now) {
        String kept = shortened(note);
        boolean ours = Messages.settle(tx, claimed, result, kept, now);
        if (ours) {
            tell(
                    tx,
                    claimed.message(),
                    result == Attempt.Result.DELIVERED
                            ? new Outcome.Arrived(claimed.attempt(), kept, now)
                            : new Outcome.Died(claimed.attempt(), kept, now));
        }
        return ours;
    }

    void tell(Tx tx, OutgoingMessage message, Outcome outcome) {
        if (outcome instanceof Outcome.Died died) {
            LOG.warn(
                    "dead letter: message={} courier={} target={} attempts={} why={}",
                    message.id(),
                    message.courier(),
                    message.target(),
                    died.attempts(),
                    died.note());
        }
        watchers.forEach(watcher -> watcher.settled(tx, message, outcome));
    }

    private double random() {
        synchronized (chance) {
            return chance.random().nextDouble();
        }
    }

    private Instant now() {
        return chance.clock().instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** A note comes from a stranger: bounded, and without what PostgreSQL text or a log line cannot hold. */
    private static String shortened(String note) {
        String plain = note.replaceAll("[\\p{Cntrl}]", " ");
        return plain.length() <= NOTE_LENGTH_MAX ? plain : plain.substring(0, NOTE_LENGTH_MAX);
    }
}
