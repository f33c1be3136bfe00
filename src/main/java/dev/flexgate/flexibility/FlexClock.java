package dev.flexgate.flexibility;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets time pass for offers and orders, a bounded piece of work every tick. */
public final class FlexClock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlexClock.class);

    private final Flexibility flexibility;
    private final FlexLimits limits;
    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("flex-clock").factory());

    public FlexClock(Flexibility flexibility, FlexLimits limits) {
        this.flexibility = flexibility;
        this.limits = limits;
    }

    public void start() {
        long tickMillis = limits.tick().toMillis();
        var _ = ticking.scheduleWithFixedDelay(this::tick, 0, tickMillis, TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            flexibility.passTime();
        } catch (RuntimeException fault) {
            // Nothing is lost: what was due stays due until a tick succeeds.
            LOG.warn("flex clock: a tick failed and will be repeated", fault);
        }
    }

    @Override
    public void close() {
        ticking.close();
    }
}
