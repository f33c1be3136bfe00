package dev.flexgate.flexibility.dispatch;

import dev.flexgate.flexibility.dispatch.DispatchInstruction.State;
import dev.flexgate.store.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets time pass for the instructions: issues them when their time has come, ends the waiting for answers, begins
 * and completes windows. Woken by news and by a tick; any number of clocks, on any number of nodes, share the work,
 * since each step is taken under the lock of its row. What was due while nobody ran is made good at the next start.
 */
public final class DispatchClock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DispatchClock.class);
    private static final Duration METER_EVERY = Duration.ofSeconds(5);
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);

    private final Dispatches dispatches;
    private final DispatchLimits limits;
    private final Semaphore bell = new Semaphore(0);
    private final Counter faults;
    private volatile Map<State, Long> shown = new EnumMap<>(State.class);
    private volatile boolean stopping;
    private long meteredNanos;
    private @Nullable Thread loop;

    public DispatchClock(Dispatches dispatches, DispatchLimits limits, MeterRegistry meters) {
        this.dispatches = dispatches;
        this.limits = limits;
        this.faults = Counter.builder("flexgate.dispatch.clock.faults")
                .description("Rounds of the dispatch clock that failed")
                .register(meters);
        for (State state : State.values()) {
            if (isOpen(state)) {
                Gauge.builder("flexgate.dispatch.instructions", () -> shown.getOrDefault(state, 0L))
                        .description("Instructions of which something may still become, by state")
                        .tag("state", state.lowerCase())
                        .register(meters);
            }
        }
    }

    public void start(Database database) {
        database.listen(Dispatches.NEWS, _ -> bell.release());
        loop = Thread.ofVirtual().name("dispatch-clock").start(this::run);
    }

    private void run() {
        while (!stopping) {
            try {
                boolean full = dispatches.passTime() >= limits.duePerTick();
                show();
                if (!full) {
                    await();
                }
            } catch (InterruptedException stopped) {
                return;
            } catch (RuntimeException fault) {
                // Nothing is lost: what is due stays due.
                faults.increment();
                LOG.warn("dispatch clock: a round failed and will be repeated", fault);
                pause();
            }
        }
    }

    private void show() {
        long now = System.nanoTime();
        if (meteredNanos == 0 || now - meteredNanos >= METER_EVERY.toNanos()) {
            meteredNanos = now;
            shown = dispatches.standing();
        }
    }

    private void await() throws InterruptedException {
        var _ = bell.tryAcquire(limits.tick().toMillis(), TimeUnit.MILLISECONDS);
        bell.drainPermits();
    }

    private void pause() {
        try {
            await();
        } catch (InterruptedException stopped) {
            stopping = true;
        }
    }

    private static boolean isOpen(State state) {
        return switch (state) {
            case PLANNED, ISSUED, ACKED, NACKED, ACK_TIMEOUT, IN_PROGRESS -> true;
            case COMPLETED, FAILED, OVERRIDDEN, CANCELLED, ABORTED -> false;
        };
    }

    /** Lets the running round end. */
    @Override
    public void close() {
        stopping = true;
        bell.release();
        Thread running = loop;
        if (running != null) {
            try {
                running.join(STOP_GRACE);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
