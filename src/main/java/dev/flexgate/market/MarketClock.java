package dev.flexgate.market;

import dev.flexgate.store.Database;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets time pass in the market, a bounded piece of work every tick, and takes a new snapshot of what is for sale soon
 * after news of a change; many changes in a moment make one snapshot.
 */
public final class MarketClock implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MarketClock.class);

    private static final long SNAPSHOT_DELAY_MILLIS = 25;

    private final Market market;
    private final Showcase showcase;
    private final MarketLimits limits;
    private final AtomicBoolean snapshotDue = new AtomicBoolean();
    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("market-clock").factory());

    public MarketClock(Market market, Showcase showcase, MarketLimits limits) {
        this.market = market;
        this.showcase = showcase;
        this.limits = limits;
    }

    public void start(Database database) {
        database.listen(Market.NEWS, _ -> snapshotSoon());
        long tickMillis = limits.tick().toMillis();
        var _ = ticking.scheduleWithFixedDelay(this::tick, 0, tickMillis, TimeUnit.MILLISECONDS);
    }

    private void snapshotSoon() {
        if (snapshotDue.compareAndSet(false, true)) {
            try {
                var _ = ticking.schedule(this::snapshot, SNAPSHOT_DELAY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException _) {
                LOG.debug("market clock: news after the end");
            }
        }
    }

    private void snapshot() {
        snapshotDue.set(false);
        try {
            showcase.refresh();
        } catch (RuntimeException fault) {
            LOG.warn("market clock: the catalogue could not be read anew and stays as it is", fault);
        }
    }

    private void tick() {
        try {
            market.passTime();
            showcase.passTime();
        } catch (RuntimeException fault) {
            // Nothing is lost: what was due stays due until a tick succeeds.
            LOG.warn("market clock: a tick failed and will be repeated", fault);
        }
        snapshot();
    }

    @Override
    public void close() {
        ticking.close();
    }
}
