package dev.flexgate.outbox;

import dev.flexgate.outbox.Messages.Expired;
import dev.flexgate.store.Database;
import dev.flexgate.store.Rounds;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Hands promised messages to their couriers. Any number of dispatchers, on any number of nodes, share the work.
 *
 * <p>One round: make due again what a dead node had claimed, bury what is past its deadline, then claim. A claim
 * locks the rows of the targets whose turn it is, the one that has waited longest first, takes at most
 * {@link OutboxLimits#inFlightPerTarget} messages for each and commits; nothing is locked while a courier works.
 * So a target that is slow holds a few places and delays nobody; one that keeps failing holds a single place.
 *
 * <p>Each attempt runs on a virtual thread of its own; its end is written under the lease it was claimed with. An
 * end that comes after the lease was lost is dropped: somebody else is trying by then, and the receiver may hear
 * the message twice. That, a crash between sending and writing, and a lost answer are why delivery is <em>at least
 * once</em>.
 */
public final class Dispatcher implements AutoCloseable {

    private static final Duration METER_EVERY = Duration.ofSeconds(5);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    /** Leases and deadlines are of seconds: to look at them at every turn would cost more than the turn. */
    private static final Duration TEND_EVERY = Duration.ofMillis(100);

    private final Database database;
    private final Outbox outbox;
    private final Carrying carrying;
    private final Finishing finishing;
    private final List<String> couriers;
    private final OutboxLimits limits;
    private final InstantSource clock;
    private final OutboxMeters meters;
    private final Semaphore places;
    private final Rounds rounds;
    private final ExecutorService attempts = Executors.newVirtualThreadPerTaskExecutor();
    private Instant meteredAt = Instant.MIN;
    private Instant sweptAt = Instant.MIN;
    private Instant tendedAt = Instant.MIN;

    /**
     * A dispatcher that does nothing before {@link #start}.
     *
     * @param chance makes the jitter of the retries
     */
    public Dispatcher(
            Database database,
            OutboxLimits limits,
            List<Courier> couriers,
            List<OutcomeWatcher> watchers,
            Chance chance,
            MeterRegistry meters) {
        this.database = database;
        this.limits = limits;
        this.clock = chance.clock();
        this.outbox = new Outbox(database, limits, clock);
        this.couriers = couriers.stream().map(Courier::name).toList();
        this.meters = new OutboxMeters(meters, this.couriers);
        this.carrying = new Carrying(couriers, limits, chance, this.meters);
        this.finishing = new Finishing(database, limits, couriers, watchers, chance, this::free);
        this.places = new Semaphore(limits.inFlight());
        this.rounds = Rounds.shared("outbox-dispatcher", Rounds.Pace.of(limits.tick()), this::next);
    }

    public void start() {
        database.listen(Outbox.NEWS, _ -> rounds.wake());
        rounds.start();
    }

    private Rounds.Left next() {
        tendWhenDue();
        return claim() > 0 ? Rounds.Left.MAYBE_MORE : Rounds.Left.NOTHING;
    }

    /** One bounded step; says how many attempts it began. */
    int round() {
        tend(now());
        return claim();
    }

    private void tendWhenDue() {
        Instant now = now();
        if (isOver(tendedAt, TEND_EVERY, now)) {
            tend(now);
        }
    }

    private void tend(Instant now) {
        database.doInTransaction(tx -> {
            Messages.revive(tx, now);
            for (Expired expired : Messages.expire(tx, now)) {
                finishing.tell(tx, expired.message(), new Outcome.Died(expired.attempts(), "its deadline passed", now));
            }
        });
        keepHouse(now);
        tendedAt = now;
    }

    private int claim() {
        int room = places.availablePermits();
        if (room == 0 || rounds.isStopping()) {
            return 0;
        }
        Instant now = now();
        List<Claimed> claimed = database.inTransaction(tx -> Messages.claim(tx, couriers, room, limits, now));
        places.acquireUninterruptibly(claimed.size());
        claimed.forEach(each -> attempts.execute(() -> attempt(each)));
        return claimed.size();
    }

    private void attempt(Claimed claimed) {
        finishing.finish(carrying.carry(claimed));
    }

    private void free(int ended) {
        places.release(ended);
        rounds.wake();
    }

    private void keepHouse(Instant now) {
        if (isOver(meteredAt, METER_EVERY, now)) {
            couriers.forEach(courier -> meters.show(courier, outbox.standing(courier)));
            meteredAt = now;
        }
        if (isOver(sweptAt, SWEEP_EVERY, now)) {
            boolean more = database.inTransaction(
                    tx -> Messages.sweep(tx, now.minus(limits.keepDelivered()), now.minus(limits.keepDead())));
            sweptAt = more ? sweptAt : now;
        }
    }

    private static boolean isOver(Instant last, Duration every, Instant now) {
        return last.equals(Instant.MIN) || !now.isBefore(last.plus(every));
    }

    /** PostgreSQL keeps microseconds; a moment written and read again must stay the same. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** How many attempts run now. */
    int inFlight() {
        return limits.inFlight() - places.availablePermits();
    }

    /** Claims no more, lets running attempts end for a while, then interrupts them; they are due again elsewhere. */
    @Override
    public void close() {
        rounds.close();
        try {
            attempts.shutdown();
            if (!attempts.awaitTermination(limits.stopGrace().toMillis(), TimeUnit.MILLISECONDS)) {
                attempts.shutdownNow();
                var _ = attempts.awaitTermination(limits.stopGrace().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException _) {
            attempts.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
