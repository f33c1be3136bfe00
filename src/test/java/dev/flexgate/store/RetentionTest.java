package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionTest {

    private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

    /** Things of an age, in a table of their own. */
    private static int forget(Tx tx, Instant before, Instant now, int most) {
        return tx.update(
                "delete from thing where at in (select at from thing where at < $1 order by at limit $2)",
                before,
                most);
    }

    @Test
    void what_is_old_goes_a_piece_at_a_time_and_is_counted() {
        var meters = new SimpleMeterRegistry();
        try (Database database = TestDatabase.fresh();
                var retention = new Retention(
                        database,
                        List.of(new Retention.Kind("thing", Duration.ofDays(40), RetentionTest::forget)),
                        InstantSource.fixed(NOW),
                        meters)) {
            database.rows("create table thing (at timestamptz)");
            database.rows(
                    "insert into thing select $1::timestamptz - i * interval '1 hour'"
                            + " from generate_series(1, 40 * 24 + 300) i",
                    NOW);
            var forgotten = meters.counter("flexgate.retention.forgotten", "kind", "thing");
            assertEquals(0, forgotten.count());
            assertEquals(Rounds.Left.MAYBE_MORE, retention.round());
            assertEquals(200, forgotten.count());
            assertEquals(Rounds.Left.NOTHING, retention.round());
            assertEquals(300, forgotten.count());
            assertEquals(
                    40 * 24,
                    database.row("select count(*) as n from thing")
                            .orElseThrow()
                            .getLong("n"));
        }
    }
}
