package dev.flexgate.planning;

import dev.flexgate.feed.Readings;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.StoreException;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Policies;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The planning clock of one gateway: looks whether a new plan is due when news comes, when a half-hour begins, and
 * at the latest every interval. News is a hint; a tick looks for what got lost. One plan at a time.
 */
final class PlanningAgent extends VerticleBase {

    private static final Logger LOG = LoggerFactory.getLogger(PlanningAgent.class);

    private final Planning planning;
    private final PlanningRooms rooms;
    private final PlanningLimits limits;
    private final InstantSource clock;
    private final PlanningMeters meters;
    private final AtomicBoolean wanted = new AtomicBoolean(true);
    private final ReentrantLock looking = new ReentrantLock();
    private volatile boolean stopping;
    private volatile boolean missed;
    private volatile Instant looked = Instant.MIN;

    PlanningAgent(
            Planning planning, PlanningRooms rooms, PlanningLimits limits, InstantSource clock, PlanningMeters meters) {
        this.planning = planning;
        this.rooms = rooms;
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
    }

    /** Begins nothing any more and waits for what runs, so that undeploying it interrupts nothing. */
    void retire() {
        looking.lock();
        try {
            stopping = true;
        } finally {
            looking.unlock();
        }
    }

    @Override
    public @Nullable Future<?> start() {
        Context here = context;
        for (String channel : new String[] {Jobs.NEWS, Policies.NEWS, Readings.NEWS, Planning.LOOK}) {
            rooms.database().listen(channel, _ -> ring(here));
        }
        rooms.database().listen(Planning.NEWS, _ -> refresh());
        vertx.setPeriodic(limits.tick().toMillis(), _ -> look());
        here.runOnContext(_ -> look());
        return Future.succeededFuture();
    }

    /** News settles a moment, so that a burst of it makes one plan; a half-hour that has begun waits for nothing. */
    private void ring(Context here) {
        if (stopping || wanted.getAndSet(true)) {
            return;
        }
        if (isDue(clock.instant())) {
            here.runOnContext(_ -> look());
        } else {
            here.runOnContext(_ -> vertx.setTimer(limits.settling().toMillis(), _ -> look()));
        }
    }

    /** Looks; again soon, where somebody wanted to meanwhile. */
    private void look() {
        if (!looking.tryLock()) {
            missed = true;
            return;
        }
        missed = false;
        lookAlone();
        if (missed && !stopping) {
            vertx.setTimer(limits.settling().toMillis(), _ -> look());
        }
    }

    private void lookAlone() {
        try {
            if (stopping) {
                return;
            }
            Instant now = clock.instant();
            if (wanted.getAndSet(false) || isDue(now) || rooms.jobs().hasQueued()) {
                looked = now;
                planning.planIfDue();
            } else {
                planning.refresh();
            }
        } catch (PlanningElsewhereException elsewhere) {
            // Who holds the clock may be dead: until its lease lapses the cause is kept, and every tick tries again.
            wanted.set(true);
            LOG.debug("not planning: {}", elsewhere.getMessage());
            refresh();
        } catch (PlanConflictException | StoreException failed) {
            // Nothing is lost: the standing plan stands, and the next tick tries again.
            meters.failure();
            wanted.set(true);
            LOG.warn("no new plan reason=\"{}\"", failed.getMessage());
        } catch (RuntimeException bug) {
            meters.failure();
            LOG.error("no new plan", bug);
        } finally {
            looking.unlock();
        }
    }

    private boolean isDue(Instant now) {
        return HalfHours.floor(now).isAfter(looked) || !now.isBefore(looked.plus(limits.interval()));
    }

    private void refresh() {
        try {
            if (!stopping) {
                planning.refresh();
            }
        } catch (StoreException failed) {
            LOG.warn("the standing plan was not read anew reason=\"{}\"", failed.getMessage());
        }
    }
}
