package dev.flexgate.beckn;

import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.store.Database;
import dev.flexgate.store.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps house: how many messages wait, which may be forgotten, and whether the registry has changed. */
final class InboxKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InboxKeeper.class);

    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int FORGET_MAX = 1_000;

    /** Counting reads every row that waits: it may take a hundredth of the time, unless the database is slow. */
    private static final int PAUSE_BY_COUNT = 100;

    /** However slow, a full inbox must be seen. */
    private static final Duration PAUSE_MAX = Duration.ofSeconds(10);

    private final Database database;
    private final Registry registry;
    private final BecknLimits.Inbox limits;
    private final InstantSource clock;
    private final AtomicLong depth = new AtomicLong();
    private final Semaphore stop = new Semaphore(0);
    private volatile boolean closed;
    private @Nullable Thread thread;
    private long countedAt;
    private long countNanos;

    InboxKeeper(
            Database database, Registry registry, BecknLimits.Inbox limits, InstantSource clock, MeterRegistry meters) {
        this.database = database;
        this.registry = registry;
        this.limits = limits;
        this.clock = clock;
        meters.gauge("flexgate.beckn.inbox.depth", depth);
    }

    void start() {
        thread = Thread.ofVirtual().name("beckn-keeper").start(this::run);
    }

    /** Whether no more messages should be acknowledged before some are answered. */
    boolean isFull() {
        return depth.get() >= limits.depthMax();
    }

    private void run() {
        while (!closed) {
            try {
                round();
            } catch (StoreException down) {
                LOG.debug("the inbox cannot be counted", down);
            } catch (RuntimeException broken) {
                LOG.error("housekeeping failed", broken);
            }
            rest();
        }
    }

    void round() {
        registry.refresh();
        long pause = Math.min(PAUSE_BY_COUNT * countNanos, PAUSE_MAX.toNanos());
        if (countNanos == 0 || System.nanoTime() - countedAt >= pause) {
            count();
        }
        Inbox.forget(database, clock.instant().minus(limits.memory()), FORGET_MAX);
    }

    private void count() {
        long begun = System.nanoTime();
        depth.set(Inbox.depth(database, limits.depthMax() + 1L));
        countedAt = System.nanoTime();
        countNanos = countedAt - begun;
    }

    private void rest() {
        try {
            var _ = stop.tryAcquire(EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        stop.release();
        if (thread != null) {
            try {
                var _ = thread.join(EVERY.multipliedBy(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
