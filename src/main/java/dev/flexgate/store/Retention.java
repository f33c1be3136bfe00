package dev.flexgate.store;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Forgets what has been kept for as long as the operator wants it, a bounded piece at a time, on every node: each room
 * says what of its own may go, and leaves behind what still proves that it was there.
 */
public final class Retention implements AutoCloseable {

    private static final Duration TICK = Duration.ofMinutes(1);
    private static final int MOST = 200;

    private final Database database;
    private final List<Kind> kinds;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Rounds rounds;

    /**
     * One kind of thing that is kept for a time.
     *
     * @param name in metrics
     * @param keep for how long
     */
    public record Kind(String name, Duration keep, Forgetting forgetting) {}

    /** How a room forgets. */
    @FunctionalInterface
    public interface Forgetting {

        /**
         * Forgets some of what was last of use before {@code before}; what something else still needs stays.
         *
         * @param most how many at once
         * @return how many
         */
        int forget(Tx tx, Instant before, Instant now, int most);
    }

    /** Begins with {@link #start}. */
    public Retention(Database database, List<Kind> kinds, InstantSource clock, MeterRegistry meters) {
        this.database = database;
        this.kinds = List.copyOf(kinds);
        this.clock = clock;
        this.meters = meters;
        this.rounds = Rounds.shared("retention", Rounds.Pace.of(TICK), this::round);
        // There from the start, so that nothing forgotten and nothing counted look different.
        kinds.forEach(kind -> meters.counter("flexgate.retention.forgotten", "kind", kind.name()));
    }

    public Retention start() {
        rounds.start();
        return this;
    }

    /** One bounded piece of each kind. */
    Rounds.Left round() {
        int most = 0;
        for (Kind kind : kinds) {
            Instant now = clock.instant();
            int forgotten =
                    database.inTransaction(tx -> kind.forgetting().forget(tx, now.minus(kind.keep()), now, MOST));
            meters.counter("flexgate.retention.forgotten", "kind", kind.name()).increment(forgotten);
            most = Math.max(most, forgotten);
        }
        return Rounds.Left.of(most, MOST);
    }

    @Override
    public void close() {
        rounds.close();
    }
}
