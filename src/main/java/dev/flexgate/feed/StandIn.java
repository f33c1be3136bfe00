package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import java.time.Duration;
import java.time.Instant;

/** Puts the simulated week where nothing real is known, so that planning never waits for a network. */
final class StandIn {

    /** Real readings older than this cannot carry a forecast any more: it needs each half-hour of the last week. */
    private static final Duration REAL_WITHIN = Duration.ofDays(6);

    private final Database database;
    private final Readings readings;
    private final Ids ids;

    StandIn(Database database, Readings readings, Ids ids) {
        this.database = database;
        this.readings = readings;
        this.ids = ids;
    }

    /** Whether simulation stands in for {@code topic}; stores its values if so. Only what plans need is simulated. */
    boolean standsIn(Topic topic, Instant now) {
        if (!topic.signal().isPlannedWith()
                || readings.realSince(topic.zone(), topic.signal(), now.minus(REAL_WITHIN), now)) {
            return false;
        }
        var week = new SimulatedWeek(topic.zone(), topic.signal());
        long halfHours = Feeds.SIMULATED_AHEAD.dividedBy(HalfHours.STEP);
        if (week.fetch(HalfHours.containing(now, Math.toIntExact(halfHours))) instanceof Received received) {
            Vintage vintage = Vintage.of(
                    ids.next(),
                    SimulatedWeek.NAME,
                    topic.zone(),
                    topic.signal(),
                    received.issuedAt(),
                    now,
                    received.readings());
            database.doInTransaction(tx -> readings.save(tx, vintage));
        }
        return true;
    }
}
