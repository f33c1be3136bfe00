package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.store.Database;
import dev.flexgate.store.StoreException;
import dev.flexgate.wire.Json;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
final class RefusalLog implements AutoCloseable {

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

    private final AtomicLong unrecorded = new AtomicLong();
    private double tokens = BURST;
    private Instant refilledAt;
    private volatile boolean closed;
    private @Nullable Thread worker;

    RefusalLog(Database database, AuditLog audit, Actor actor, InstantSource clock, MeterRegistry meters) {
        this.database = database;
        this.audit = audit;
        this.actor = actor;
        this.clock = clock;
        this.meters = meters;
        this.refilledAt = clock.instant();
    }

    void start() {
        worker = Thread.ofVirtual().name("beckn-refusals").start(this::run);
    }

    /** Never waits. */
    void note(Refusal refusal) {
        meters.counter("flexgate.beckn.refused", "code", refusal.code()).increment();
        if (!admitted() || !queue.offer(Optional.of(refusal))) {
            unrecorded.incrementAndGet();
            meters.counter("flexgate.beckn.refusals.unrecorded").increment();
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
        queue.take().ifPresent(batch::add);
        List<Optional<Refusal>> more = new ArrayList<>();
        queue.drainTo(more, BATCH_MAX - 1);
        more.forEach(each -> each.ifPresent(batch::add));
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
