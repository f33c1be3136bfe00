package dev.flexgate.flexibility.dispatch;

import dev.flexgate.flexibility.dispatch.DispatchInstruction.State;
import dev.flexgate.store.Database;
import dev.flexgate.store.Rounds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Lets time pass for the instructions: issues them when their time has come, ends the waiting for answers, begins
 * and completes windows. Woken by news and by a tick; any number of clocks, on any number of nodes, share the work,
 * since each step is taken under the lock of its row. What was due while nobody ran is made good at the next start.
 */
public final class DispatchClock implements AutoCloseable {

    private static final Duration METER_EVERY = Duration.ofSeconds(5);

    private final Dispatches dispatches;
    private final DispatchLimits limits;
    private final Rounds rounds;
    private final Counter faults;
    private volatile Map<State, Long> shown = new EnumMap<>(State.class);
    private long meteredNanos;

    public DispatchClock(Dispatches dispatches, DispatchLimits limits, MeterRegistry meters) {
        this.dispatches = dispatches;
        this.limits = limits;
        this.rounds = Rounds.shared("dispatch-clock", Rounds.Pace.of(limits.tick()), this::round);
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
        database.listen(Dispatches.NEWS, _ -> rounds.wake());
        rounds.start();
    }

    private Rounds.Left round() {
        try {
            int moved = dispatches.passTime();
            show();
            return Rounds.Left.of(moved, limits.duePerTick());
        } catch (RuntimeException fault) {
            faults.increment();
            throw fault;
        }
    }

    private void show() {
        long now = System.nanoTime();
        if (meteredNanos == 0 || now - meteredNanos >= METER_EVERY.toNanos()) {
            meteredNanos = now;
            shown = dispatches.standing();
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
        rounds.close();
    }
}
