package dev.flexgate.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work that is done in rounds, on one virtual thread: woken by news, and by a tick for what the news missed. A round is
 * bounded; while it says that there may be more the next follows at once. Two rounds of one object never overlap.
 *
 * <p>What a failed round left undone must still be due in the database. After a failure a whole tick passes, whatever
 * the news, so that something broken is never a busy loop. That the database is away is said once, not every tick.
 */
public final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration REPEAT_ALARM = Duration.ofMinutes(1);

    /** Whether the next round should follow at once. */
    public enum Left {
        NOTHING,
        MAYBE_MORE;

        /** {@link #MAYBE_MORE} when a round did as much as it may. */
        public static Left of(int done, int most) {
            return done >= most ? MAYBE_MORE : NOTHING;
        }
    }

    /** One bounded piece of work. */
    @FunctionalInterface
    public interface Round {
        Left work();
    }

    /** One bounded piece of work that only one process may do at a time. */
    @FunctionalInterface
    public interface Exclusive {

        /**
         * Works.
         *
         * @param lease what is written must pass {@link Leases#holds} with it in the same transaction
         */
        Left work(Lease lease);
    }

    /**
     * How fast.
     *
     * @param tick longest rest between two rounds
     * @param gather how long news waits for more of its kind, so that many make one round; zero for not at all
     * @param grace how long {@link #close} lets a round go on before it is interrupted
     */
    public record Pace(Duration tick, Duration gather, Duration grace) {

        private static final Duration GRACE = Duration.ofSeconds(10);

        public Pace {
            if (!tick.isPositive() || gather.isNegative() || !grace.isPositive()) {
                throw new IllegalArgumentException("a tick and a grace are positive, and a gathering not negative");
            }
        }

        /** A tick, no gathering, and a grace of 10 s. */
        public static Pace of(Duration tick) {
            return new Pace(tick, Duration.ZERO, GRACE);
        }

        public Pace gathering(Duration other) {
            return new Pace(tick, other, grace);
        }
    }

    private final String name;
    private final Pace pace;
    private final Round round;
    private final Semaphore bell = new Semaphore(0);
    private final CountDownLatch stop = new CountDownLatch(1);
    private Runnable afterwards = () -> {};
    private @Nullable Thread thread;
    private boolean down;
    private long alarmedNanos;

    private Rounds(String name, Pace pace, Round round) {
        this.name = name;
        this.pace = pace;
        this.round = round;
    }

    /** Rounds that every process may do at the same time. They begin with {@link #start}. */
    public static Rounds shared(String name, Pace pace, Round round) {
        return new Rounds(name, pace, round);
    }

    /** Rounds that one process does at a time; the others look at every tick whether it is their turn. */
    public static Rounds exclusive(String name, Pace pace, Turn turn, Exclusive round) {
        var rounds = new Rounds(name, pace, () -> turn.take().map(round::work).orElse(Left.NOTHING));
        rounds.afterwards = turn::release;
        return rounds;
    }

    /** The right to be the only one, taken when it is free and renewed while it is ours. Of one thread at a time. */
    public static final class Turn {

        private final Leases leases;
        private final String name;
        private final String holder;
        private final Duration length;
        private @Nullable Lease held;

        /**
         * Nobody's yet.
         *
         * @param holder unique to this process, or to this gateway through all its lives
         * @param length longer than a round and a tick, else the right may be lost in between
         */
        public Turn(Leases leases, String name, String holder, Duration length) {
            this.leases = leases;
            this.name = name;
            this.holder = holder;
            this.length = length;
        }

        private Optional<Lease> take() {
            Optional<Lease> mine = Optional.ofNullable(held)
                    .flatMap(lease -> leases.renew(lease, length))
                    .or(() -> leases.takeAgain(name, holder, length));
            held = mine.orElse(null);
            return mine;
        }

        private void release() {
            if (held != null) {
                leases.release(held);
                held = null;
            }
        }
    }

    /** The first round begins at once. */
    public synchronized void start() {
        if (thread != null) {
            throw new IllegalStateException(name + " runs already");
        }
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    /** There is something to do: never waits, and many calls are as good as one. */
    public void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /** Whether {@link #close} was called: a long round should end early. */
    public boolean isStopping() {
        return stop.getCount() == 0;
    }

    private void run() {
        try {
            while (!isStopping()) {
                next();
            }
        } catch (InterruptedException _) {
            // Only close() interrupts.
            LOG.debug("{} was interrupted by its end", name);
        }
    }

    private void next() throws InterruptedException {
        try {
            Left left = round.work();
            if (down) {
                down = false;
                LOG.info("{}: the database is back", name);
            }
            if (left == Left.NOTHING) {
                rest();
            }
        } catch (StoreException away) {
            if (!down) {
                LOG.warn("{} waits for the database", name, away);
            }
            down = true;
            pause();
        } catch (RuntimeException bug) {
            alarm(bug);
            pause();
        }
    }

    private void alarm(RuntimeException bug) {
        long now = System.nanoTime();
        if (!isStopping() && (alarmedNanos == 0 || now - alarmedNanos >= REPEAT_ALARM.toNanos())) {
            alarmedNanos = now;
            LOG.error("{}: a round failed and will be repeated", name, bug);
        }
    }

    private void rest() throws InterruptedException {
        if (bell.tryAcquire(pace.tick().toNanos(), TimeUnit.NANOSECONDS)
                && pace.gather().isPositive()) {
            var _ = stop.await(pace.gather().toNanos(), TimeUnit.NANOSECONDS);
        }
        bell.drainPermits();
    }

    private void pause() throws InterruptedException {
        var _ = stop.await(pace.tick().toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Lets the round at hand end, within the grace, then gives the lease back. */
    @Override
    public void close() {
        stop.countDown();
        wake();
        try {
            join();
            afterwards.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (StoreException away) {
            LOG.debug("{}: the lease ends by its time", name, away);
        }
    }

    private void join() throws InterruptedException {
        Thread running;
        synchronized (this) {
            running = thread;
        }
        if (running != null && !running.join(pace.grace())) {
            LOG.warn("{}: its last round took longer than {} and is interrupted", name, pace.grace());
            running.interrupt();
            var _ = running.join(pace.grace());
        }
    }
}
