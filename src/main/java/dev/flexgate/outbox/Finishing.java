package dev.flexgate.outbox;

import dev.flexgate.outbox.Endings.Ending;
import dev.flexgate.outbox.Endings.Failing;
import dev.flexgate.outbox.Endings.Target;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down how attempts ended. While one commit is under way the ends of others gather and share the next, so a
 * busy receiver costs few commits and a lone end is not delayed. What cannot be written together is written one by
 * one, so that a watcher that fails for one message hurts no other.
 */
final class Finishing {

    private static final Logger LOG = LoggerFactory.getLogger(Finishing.class);
    private static final int BATCH_MAX = 64;

    private final Database database;
    private final Endings endings;
    private final List<OutcomeWatcher> watchers;
    private final Map<String, Duration> patience = new HashMap<>();
    private final Chance chance;
    private final IntConsumer written;
    private final List<Ended> waiting = new ArrayList<>();
    private boolean writing;

    /** @param written told how many ends have been dealt with, well or not */
    Finishing(
            Database database,
            OutboxLimits limits,
            List<Courier> couriers,
            List<OutcomeWatcher> watchers,
            Chance chance,
            IntConsumer written) {
        this.database = database;
        this.endings = new Endings(limits, _ -> random());
        this.watchers = List.copyOf(watchers);
        couriers.forEach(courier -> courier.patience().ifPresent(length -> patience.put(courier.name(), length)));
        this.chance = chance;
        this.written = written;
    }

    /** Returns when this end, and perhaps others with it, has been dealt with, or another thread is at it. */
    void finish(Ended ended) {
        synchronized (waiting) {
            waiting.add(ended);
            if (writing) {
                return;
            }
            writing = true;
        }
        for (List<Ended> batch = next(); !batch.isEmpty(); batch = next()) {
            write(batch);
        }
    }

    private List<Ended> next() {
        synchronized (waiting) {
            List<Ended> part = waiting.subList(0, Math.min(waiting.size(), BATCH_MAX));
            List<Ended> batch = List.copyOf(part);
            part.clear();
            writing = !batch.isEmpty();
            return batch;
        }
    }

    private void write(List<Ended> batch) {
        try {
            writeTogether(batch);
        } catch (RuntimeException failure) {
            if (batch.size() == 1) {
                LOG.warn(
                        "the end of an attempt is lost and will show when its lease ends: message={} attempt={}",
                        batch.getFirst().claimed().message().id(),
                        batch.getFirst().claimed().attempt(),
                        failure);
            } else {
                batch.forEach(each -> write(List.of(each)));
                return; // each of them has been counted
            }
        }
        written.accept(batch.size());
    }

    private void writeTogether(List<Ended> batch) {
        Instant now = now();
        List<Ending> all = endings.of(batch, now);
        database.doInTransaction(tx -> {
            List<Ending> ours = endings.write(tx, all, now);
            if (!ours.isEmpty()) {
                ours.stream().filter(Ending::settles).forEach(each -> tell(tx, each, now));
                List<Failing> failing = endings.judge(tx, ours, now);
                disableWhatIsOver(tx, ours, failing, now);
            }
        });
    }

    private void disableWhatIsOver(Tx tx, List<Ending> ours, List<Failing> failing, Instant now) {
        for (Ending each : ours) {
            if (each.delivery() instanceof Delivery.Closed) {
                disable(tx, each.target(), "the receiver wants no more: " + each.note(), now);
            }
        }
        for (Failing each : failing) {
            @Nullable Duration longest = patience.get(each.target().courier());
            if (longest != null && !each.since().plus(longest).isAfter(now)) {
                disable(tx, each.target(), "no success since " + each.since(), now);
            }
        }
    }

    private void disable(Tx tx, Target target, String reason, Instant now) {
        if (Targets.disable(tx, target, reason, now)) {
            LOG.warn("target disabled: courier={} target={} why={}", target.courier(), target.name(), reason);
            watchers.forEach(watcher -> watcher.disabled(tx, target.courier(), target.name(), reason, now));
        }
    }

    private void tell(Tx tx, Ending ending, Instant now) {
        int attempt = ending.claimed().attempt();
        tell(
                tx,
                ending.claimed().message(),
                ending.result() == Attempt.Result.DELIVERED
                        ? new Outcome.Arrived(attempt, ending.note(), now)
                        : new Outcome.Died(attempt, ending.note(), now));
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
}
