package dev.flexgate.audit;

import dev.flexgate.store.Database;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** What operators see of the audit log. */
final class SequencerMeters {

    private static final String WAITING = "select count(*) as waiting from audit_pending";

    private final Database database;
    private final Counter records;
    private final Timer batches;
    private volatile long waiting;
    private volatile long size;
    private volatile boolean halted;

    SequencerMeters(MeterRegistry meters, Database database) {
        this.database = database;
        this.records = Counter.builder("flexgate.audit.records")
                .description("Records placed in the log")
                .register(meters);
        this.batches = Timer.builder("flexgate.audit.batch")
                .description("Time to place one batch")
                .register(meters);
        Gauge.builder("flexgate.audit.waiting", () -> waiting)
                .description("Decisions that wait for their place in the log")
                .register(meters);
        Gauge.builder("flexgate.audit.published", () -> size)
                .description("Entries that the last checkpoint covers")
                .register(meters);
        Gauge.builder("flexgate.audit.halted", () -> halted ? 1 : 0)
                .description("1 while the log is damaged or its signer refuses: no checkpoint is published")
                .register(meters);
    }

    int timed(Supplier<Integer> batch) {
        long start = System.nanoTime();
        int placed = batch.get();
        if (placed > 0) {
            batches.record(Duration.ofNanos(System.nanoTime() - start));
        }
        return placed;
    }

    void placed(int count) {
        records.increment(count);
    }

    void published(long entries) {
        size = entries;
        halted = false;
    }

    void halted() {
        halted = true;
    }

    boolean isHalted() {
        return halted;
    }

    void read() {
        waiting = database.row(WAITING).orElseThrow().getLong("waiting");
    }
}
