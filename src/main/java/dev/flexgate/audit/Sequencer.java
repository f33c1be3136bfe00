package dev.flexgate.audit;

import dev.flexgate.identity.Signer;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Rounds;
import dev.flexgate.store.StoreException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives queued decisions their place in the log and publishes checkpoints, one bounded step after the other.
 *
 * <p>Every node may run one: the state row, locked for each batch, makes them take turns. After any failure the
 * next step begins again from what is stored; nothing is remembered here that could be wrong. When the stored log
 * is found damaged, or the signer refuses, no checkpoint is published any more, loudly, while records are still
 * placed: the business goes on, and what it does stays recorded.
 */
public final class Sequencer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sequencer.class);
    private static final Duration METER_EVERY = Duration.ofSeconds(5);
    private static final Duration REPEAT_ALARM = Duration.ofMinutes(1);

    private static final String FOUND = """
            insert into audit_state (id, origin, size, root, frontier)
            values (1, $1, 0, $2, '')
            on conflict do nothing
            """;

    private static final String ORIGIN = "select origin from audit_state where id = 1";

    private final Database database;
    private final String origin;
    private final RecordSigner signer;
    private final Publication publication;
    private final SequencerLimits limits;
    private final InstantSource clock;
    private final SequencerMeters meters;
    private final Rounds rounds;
    private Instant publishedAt = Instant.MIN;
    private Instant meteredAt = Instant.MIN;
    private Instant alarmedAt = Instant.MIN;
    private boolean started;

    /**
     * A sequencer that does nothing before {@link #start}.
     *
     * @param records signs every record; another key than that of the checkpoints
     * @param checkpoints signs for the log whose origin it names
     */
    public Sequencer(
            Database database,
            Signer records,
            CheckpointSigner checkpoints,
            SequencerLimits limits,
            InstantSource clock,
            MeterRegistry meters) {
        this.database = database;
        this.origin = checkpoints.key().name();
        this.signer = new RecordSigner(records);
        this.publication = new Publication(database, checkpoints, limits.check());
        this.limits = limits;
        this.clock = clock;
        this.meters = new SequencerMeters(meters, database);
        // News waits a moment, so that more can join the batch.
        this.rounds =
                Rounds.shared("audit-sequencer", Rounds.Pace.of(limits.tick()).gathering(limits.gather()), this::next);
    }

    /**
     * Opens the log, making it when the database is new, and begins to work.
     *
     * @throws IllegalStateException if the database holds a log of another origin
     */
    public void start() {
        if (started) {
            throw new IllegalStateException("this sequencer runs already");
        }
        open();
        database.listen(AuditLog.NEWS, _ -> rounds.wake());
        started = true;
        rounds.start();
    }

    void open() {
        database.doInTransaction(tx -> tx.update(FOUND, origin, Merkle.EMPTY_ROOT.bytes()));
        String stored =
                database.row(ORIGIN).map(row -> Columns.text(row, "origin")).orElseThrow();
        if (!stored.equals(origin)) {
            throw new IllegalStateException(
                    "the database holds the log " + stored + "; the keys are those of " + origin);
        }
    }

    private Rounds.Left next() {
        int placed = place();
        publishWhenDue();
        meterWhenDue();
        return Rounds.Left.of(placed, limits.batch());
    }

    /** Places one batch; says how many records it was. */
    int place() {
        Instant now = now();
        int placed =
                meters.timed(() -> database.inTransaction(tx -> Batch.place(tx, origin, signer, now, limits.batch())));
        meters.placed(placed);
        return placed;
    }

    private void publishWhenDue() {
        Instant now = now();
        if (isOver(publishedAt, limits.publishEvery(), now)) {
            publish();
            publishedAt = now;
        }
    }

    /** Publishes what has been placed; false if it must not be. */
    boolean publish() {
        try {
            meters.published(publication.publish(origin, now()));
            return true;
        } catch (LogDamagedException | CheckpointRefusedException broken) {
            meters.halted();
            alarm("NO CHECKPOINT: the audit log must be looked at by a person", broken);
            return false;
        }
    }

    /** Whether checkpoints are held back because the stored log is damaged or the signer refuses. */
    public boolean isHalted() {
        return meters.isHalted();
    }

    private void meterWhenDue() {
        Instant now = now();
        if (isOver(meteredAt, METER_EVERY, now)) {
            meters.read();
            meteredAt = now;
        }
    }

    private void alarm(String what, RuntimeException why) {
        Instant now = now();
        if (isOver(alarmedAt, REPEAT_ALARM, now)) {
            LOG.error("{}", what, why);
            alarmedAt = now;
        }
    }

    private static boolean isOver(Instant last, Duration every, Instant now) {
        return last.equals(Instant.MIN) || !now.isBefore(last.plus(every));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /** Finishes the step at hand, then places and publishes what is left, as far as it can. */
    @Override
    public void close() {
        rounds.close();
        try {
            if (started) {
                place();
                publish();
            }
        } catch (StoreException failure) {
            LOG.warn("the audit log stopped with records waiting; the next start places them", failure);
        }
    }
}
