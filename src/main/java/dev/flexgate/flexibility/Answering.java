package dev.flexgate.flexibility;

import dev.flexgate.planning.PlanConflictException;
import dev.flexgate.store.Database;
import dev.flexgate.store.Rounds;
import dev.flexgate.store.StoreUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has requests answered that were taken in, a few at a time, the oldest first. What waits stands in the database alone,
 * so that it is found again after a crash, and by whichever node has room.
 */
final class Answering implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    /** News is a hint: who waits looks by itself so often. */
    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

    private final Flexibility flexibility;
    private final Database database;
    private final FlexLimits limits;
    private final Semaphore places;
    private final Semaphore waiters;
    private final Set<NeedId> inWork = ConcurrentHashMap.newKeySet();
    private final Map<NeedId, Long> notBefore = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("flex-answer-", 0).factory());
    private final Rounds rounds;
    private final AtomicLong changes = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();

    Answering(Flexibility flexibility, Database database, FlexLimits limits) {
        this.flexibility = flexibility;
        this.database = database;
        this.limits = limits;
        this.places = new Semaphore(limits.answering());
        this.waiters = new Semaphore(limits.waitersMax());
        this.rounds = Rounds.shared("flex-answers", Rounds.Pace.of(limits.tick()), this::round);
    }

    void start() {
        database.listen(Flexibility.NEWS, _ -> heard());
        rounds.start();
    }

    private void heard() {
        rounds.wake();
        lock.lock();
        try {
            changes.incrementAndGet();
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Rounds.Left round() {
        long now = System.nanoTime();
        notBefore.values().removeIf(until -> until - now <= 0);
        for (NeedId id : flexibility.waiting(limits.waitingMax())) {
            if (notBefore.containsKey(id) || inWork.contains(id)) {
                continue;
            }
            if (!places.tryAcquire()) {
                break;
            }
            inWork.add(id);
            threads.execute(() -> work(id));
        }
        return Rounds.Left.NOTHING;
    }

    private void work(NeedId id) {
        try {
            flexibility.answer(id);
        } catch (PlanConflictException moving) {
            LOG.debug("request {} is answered when the plan stands: {}", id, moving.getMessage());
            notBefore.put(id, System.nanoTime() + limits.tick().toNanos());
        } catch (StoreUnavailableException away) {
            LOG.warn("request {} is answered when the database is back", id);
        } catch (RuntimeException broken) {
            LOG.error("request {} could not be answered; again in {}", id, limits.unanswered(), broken);
            notBefore.put(id, System.nanoTime() + limits.unanswered().toNanos());
        } finally {
            inWork.remove(id);
            places.release();
            heard();
        }
    }

    /** The need as soon as it has its answer; empty when it has none by then. */
    Optional<Need> await(NeedId id, Duration patience) {
        if (!waiters.tryAcquire()) {
            return answered(id);
        }
        try {
            return awaited(id, System.nanoTime() + patience.toNanos());
        } finally {
            waiters.release();
        }
    }

    private Optional<Need> answered(NeedId id) {
        return flexibility.need(id).filter(need -> !(need.state() instanceof NeedState.Received));
    }

    private Optional<Need> awaited(NeedId id, long end) {
        while (true) {
            long known = changes.get();
            Optional<Need> answered = answered(id);
            long left = end - System.nanoTime();
            if (answered.isPresent() || left <= 0 || !changed(known, Math.min(left, LOOK_NANOS))) {
                return answered;
            }
        }
    }

    /** Waits for news since {@code known}, or until it is time to look; false when interrupted. */
    private boolean changed(long known, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (changes.get() == known && left > 0) {
                left = news.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** What is in work goes on to its end; what has not begun waits for the next life. */
    @Override
    public void close() {
        rounds.close();
        threads.shutdown();
        try {
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException _) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
