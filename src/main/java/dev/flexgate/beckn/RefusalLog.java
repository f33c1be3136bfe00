package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.store.Database;
import dev.flexgate.store.StoreException;
import dev.flexgate.wire.Json;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records refusals behind the accept path, one record each. Anybody can cause refusals, so their recording is
 * bounded in memory and in rate; what went unrecorded is counted, and the next record says how many.
 */
public final class RefusalLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private static final int QUEUE_MAX = 1_024;
    private static final int BATCH_MAX = 64;
    private static final int BURST = 500;
    private static final int PER_SECOND = 50;
    private static final int TEXT_LENGTH_MAX = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Database database;
    private final AuditLog audit;
    private final Actor actor;
    private final InstantSource clock;
    private final MeterRegistry meters;
    /** An empty element only wakes the worker. */
    private final BlockingQueue<Optional<Refusal>> queue = new ArrayBlockingQueue<>(QUEUE_MAX);

    /** How many were told to come again since the last record of it, by code: one record a second, however many. */
    private final Map<ErrorCode, Turned> turned = new EnumMap<>(ErrorCode.class);

    private final AtomicLong unrecorded = new AtomicLong();
    private long turnedNanos;
    private double tokens = BURST;
    private Instant refilledAt;
    private volatile boolean closed;
    private @Nullable Thread worker;

    /** Records refusals in the name of {@code actor}. */
    public RefusalLog(Database database, AuditLog audit, Actor actor, InstantSource clock, MeterRegistry meters) {
        this.database = database;
        this.audit = audit;
        this.actor = actor;
        this.clock = clock;
        this.meters = meters;
        this.refilledAt = clock.instant();
    }

    public void start() {
        worker = Thread.ofVirtual().name("beckn-refusals").start(this::run);
    }

    /** Never waits. */
    public void note(Refusal refusal) {
        meters.counter("flexgate.beckn.refused", "code", refusal.code()).increment();
        if (!admitted() || !queue.offer(Optional.of(refusal))) {
            unrecorded.incrementAndGet();
            meters.counter("flexgate.beckn.refusals.unrecorded").increment();
        }
    }

    /** Those who are told to come again while there is too much to do. */
    private record Turned(long count, Instant first, Instant last) {

        Turned plus(Turned other) {
            return new Turned(count + other.count, first.isBefore(other.first) ? first : other.first, other.last);
        }
    }

    /**
     * Somebody was told to come again. Under overload nothing is written for each of them: they are counted, and a
     * record a second says how many. Never waits.
     */
    public void turnedAway(ErrorCode code) {
        meters.counter("flexgate.beckn.refused", "code", code.name()).increment();
        Instant now = clock.instant();
        count(code, new Turned(1, now, now));
    }

    private void count(ErrorCode code, Turned more) {
        synchronized (turned) {
            turned.merge(code, more, Turned::plus);
        }
    }

    private Map<ErrorCode, Turned> takeTurned() {
        synchronized (turned) {
            Map<ErrorCode, Turned> taken = new EnumMap<>(ErrorCode.class);
            taken.putAll(turned);
            turned.clear();
            return taken;
        }
    }

    private synchronized boolean admitted() {
        Instant now = clock.instant();
        double seconds = Duration.between(refilledAt, now).toMillis() / 1_000.0;
        if (seconds > 0) {
            tokens = Math.min(BURST, tokens + seconds * PER_SECOND);
            refilledAt = now;
        }
        if (tokens < 1) {
            return false;
        }
        tokens -= 1;
        return true;
    }

    private void run() {
        List<Refusal> batch = new ArrayList<>();
        while (!closed || !queue.isEmpty()) {
            try {
                recordTurned();
                if (batch.isEmpty()) {
                    gather(batch);
                }
                record(batch);
                batch.clear();
            } catch (StoreException down) {
                if (closed) {
                    LOG.warn("{} refusals stay unrecorded: no database", batch.size() + queue.size(), down);
                    return;
                }
                pause();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException broken) {
                LOG.error("{} refusals cannot be recorded", batch.size(), broken);
                batch.clear();
            }
        }
    }

    private void gather(List<Refusal> batch) throws InterruptedException {
        Optional<Refusal> first = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            first.ifPresent(batch::add);
        }
        List<Optional<Refusal>> more = new ArrayList<>();
        queue.drainTo(more, BATCH_MAX - 1);
        more.forEach(each -> each.ifPresent(batch::add));
    }

    private void recordTurned() {
        // Real time, also on a test clock that stands still: this limits what the database is asked to write.
        long nanos = System.nanoTime();
        if (turnedNanos != 0 && nanos - turnedNanos < PATIENCE.toNanos()) {
            return;
        }
        Map<ErrorCode, Turned> taken = takeTurned();
        if (taken.isEmpty()) {
            return;
        }
        turnedNanos = nanos;
        try {
            database.doInTransaction(tx -> taken.forEach((code, turned) -> audit.append(tx, decision(code, turned))));
        } catch (RuntimeException failed) {
            taken.forEach(this::count); // they are part of the next record
            throw failed;
        }
    }

    private Decision decision(ErrorCode code, Turned turned) {
        ObjectNode content = Json.object();
        content.putObject("protocol").put("network", "beckn").put("httpStatus", code.httpStatus());
        content.putObject("decision")
                .put("outcome", "TURNED_AWAY")
                .put("reasonCode", code.name())
                .put("count", turned.count())
                .put("first", turned.first().toString())
                .put("last", turned.last().toString());
        return new Decision(
                RecordType.MESSAGE_REFUSED,
                turned.last(),
                actor,
                new Subject("overload", code.name(), 0),
                List.of(),
                content,
                List.of());
    }

    private void record(List<Refusal> batch) {
        if (!batch.isEmpty()) {
            database.doInTransaction(tx -> batch.forEach(refusal -> audit.append(tx, decision(refusal))));
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PATIENCE.toMillis());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private Decision decision(Refusal refusal) {
        ObjectNode content = Json.object();
        content.putObject("protocol")
                .put("network", "beckn")
                .put("action", plain(refusal.action()))
                .put("claimedSender", plain(refusal.claimedSender()))
                .put("messageId", plain(refusal.messageId()))
                .put("requestSha256", refusal.sha256())
                .put("httpStatus", refusal.httpStatus());
        ObjectNode decision = content.putObject("decision")
                .put("outcome", "REFUSED")
                .put("reasonCode", refusal.code())
                .put("reasonText", plain(refusal.text()));
        long missing = unrecorded.getAndSet(0);
        if (missing > 0) {
            decision.put("unrecordedBefore", missing);
        }
        return new Decision(
                RecordType.MESSAGE_REFUSED,
                refusal.at(),
                actor,
                new Subject("message", refusal.sha256(), 0),
                List.of(),
                content,
                List.of());
    }

    /** A stranger's words, which a record must be able to hold: printable ASCII, and not many. */
    static String plain(String text) {
        String cut = text.length() > TEXT_LENGTH_MAX ? text.substring(0, TEXT_LENGTH_MAX) : text;
        return cut.replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** Records what is still queued, then ends. */
    @Override
    public void close() {
        closed = true;
        var _ = queue.offer(Optional.empty());
        if (worker != null) {
            try {
                var _ = worker.join(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
