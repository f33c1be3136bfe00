package dev.flexgate.news;

import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.store.Database;
import dev.flexgate.store.Rounds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Follows the log on this node and keeps its newest events ready, so that a thousand listeners cost the database one
 * read. Whoever asks for older ones is given them from the log.
 */
public final class Newsroom implements AutoCloseable {

    private final Database database;
    private final LogReader log;
    private final NewsLimits limits;
    private final Rounds rounds;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final ArrayDeque<Slip> ready = new ArrayDeque<>();
    private long head;

    /** What is kept of a record: nothing but its place, if it is not told. */
    private record Slip(long index, Optional<Event> event) {

        static Slip of(StoredRecord record) {
            return new Slip(record.index(), Event.of(record));
        }
    }

    public Newsroom(Database database, LogReader log, NewsLimits limits) {
        this.database = database;
        this.log = log;
        this.limits = limits;
        this.rounds = Rounds.shared("newsroom", Rounds.Pace.of(limits.tick()), this::next);
    }

    /** Begins at the end of the log. */
    public void start() {
        head = log.size();
        database.listen(AuditLog.NEWS_PLACED, _ -> rounds.wake());
        rounds.start();
    }

    /** Index that the next record will have, as far as this node has seen. */
    public long head() {
        lock.lock();
        try {
            return head;
        } finally {
            lock.unlock();
        }
    }

    /** The next stretch from {@code from} on; empty of events, and ending where it began, at the end of the log. */
    public Stretch read(long from) {
        lock.lock();
        try {
            if (from >= head) {
                return new Stretch(List.of(), from);
            }
            if (!ready.isEmpty() && from >= ready.getFirst().index()) {
                List<Slip> slips = ready.stream()
                        .skip(from - ready.getFirst().index())
                        .limit(limits.page())
                        .toList();
                return stretch(slips, from);
            }
        } finally {
            lock.unlock();
        }
        return stretch(log.from(from, limits.page()).stream().map(Slip::of).toList(), from);
    }

    private static Stretch stretch(List<Slip> slips, long from) {
        return new Stretch(
                slips.stream().flatMap(slip -> slip.event().stream()).toList(),
                slips.isEmpty() ? from : slips.getLast().index() + 1);
    }

    /** Waits until there is something at {@code from} or later, or until {@code longest} has passed. */
    public void await(long from, Duration longest) throws InterruptedException {
        long nanos = longest.toNanos();
        lock.lockInterruptibly();
        try {
            while (from >= head && nanos > 0 && !rounds.isStopping()) {
                nanos = grown.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    private Rounds.Left next() {
        return Rounds.Left.of(step(), limits.page());
    }

    private int step() {
        List<StoredRecord> records = log.from(head, limits.page());
        if (!records.isEmpty()) {
            List<Slip> slips = records.stream().map(Slip::of).toList();
            lock.lock();
            try {
                ready.addAll(slips);
                while (ready.size() > limits.ready()) {
                    ready.removeFirst();
                }
                head = slips.getLast().index() + 1;
                grown.signalAll();
            } finally {
                lock.unlock();
            }
        }
        return records.size();
    }

    @Override
    public void close() {
        rounds.close();
        lock.lock();
        try {
            grown.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
