package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.LIMITS;
import static dev.flexgate.feed.FeedFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.BackfillStatus.State;
import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Lease;
import dev.flexgate.store.Leases;
import dev.flexgate.store.Rounds.Left;
import dev.flexgate.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackfillTest {

    private static final Database DATABASE = TestDatabase.fresh();
    private static final Zone GB = new Zone("GB");
    private static final Duration PAGE = Duration.ofDays(13);
    private static final Duration BACK = Duration.ofDays(60);
    private static final Instant HALF_HOUR = HalfHours.floor(NOW);

    private final FeedFixture.Clock clock = new FeedFixture.Clock();
    private final Readings readings = new Readings(DATABASE);
    private final Ids ids = new Ids(clock, new Random(1));
    private final Archive provider = new Archive();
    private Lease lease = new Leases(DATABASE)
            .takeAgain("feed-backfill", "me", Duration.ofMinutes(5))
            .orElseThrow();
    private boolean fresh = true;

    /** A provider that knows all half-hours, or answers as told. */
    private final class Archive implements Provider {

        private final List<Interval> asked = new ArrayList<>();
        private Function<HalfHours, Fetched> answer = this::all;

        @Override
        public String name() {
            return "archive";
        }

        @Override
        public Zone zone() {
            return GB;
        }

        @Override
        public Signal signal() {
            return Signal.CARBON_INTENSITY;
        }

        @Override
        public Fetched fetch(HalfHours wanted) {
            asked.add(wanted.span());
            return answer.apply(wanted);
        }

        private Fetched all(HalfHours wanted) {
            List<Reading> all = wanted.stream()
                    .map(each -> new Reading(
                            GB,
                            Signal.CARBON_INTENSITY,
                            each,
                            BigDecimal.valueOf(each.start().getEpochSecond() / 1_800 % 100),
                            Quality.MEASURED))
                    .toList();
            return new Received(all, clock.instant(), Coverage.FULL, clock.instant());
        }
    }

    @BeforeEach
    void what_is_new_has_come() {
        DATABASE.rows("truncate feed_vintage, feed_reading");
        Received first = (Received) provider.all(new HalfHours(HALF_HOUR.minus(PAGE), 13 * 48));
        Vintage vintage = Vintage.of(ids.next(), "archive", GB, Signal.CARBON_INTENSITY, NOW, NOW, first.readings());
        DATABASE.doInTransaction(tx -> readings.save(tx, vintage));
    }

    @AfterEach
    void release() {
        new Leases(DATABASE).release(lease);
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    private Backfill backfill() {
        Feed feed = new Feed(provider, PAGE, Duration.ofDays(1), Duration.ZERO)
                .archived(Feed.Archive.of(Duration.ofSeconds(1)));
        return new Backfill(
                new Backfill.Rooms(DATABASE, readings, ids, "me"),
                List.of(feed),
                _ -> fresh,
                BACK,
                LIMITS,
                clock,
                new Random(1),
                new SimpleMeterRegistry());
    }

    private State state(Backfill backfill) {
        return backfill.statuses().getFirst().state();
    }

    private void until(Backfill backfill, int rounds) {
        for (int round = 0; round < rounds; round++) {
            while (backfill.round(lease) == Left.MAYBE_MORE) {
                // As the rounds do.
            }
            clock.set(clock.instant().plus(Duration.ofMinutes(1)));
        }
    }

    private int known(Instant asOf) {
        return readings.known(GB, Signal.CARBON_INTENSITY, new Interval(HALF_HOUR.minus(BACK), HALF_HOUR), asOf)
                .size();
    }

    @Test
    void the_past_comes_page_by_page_and_is_known_no_earlier_than_it_came() {
        Backfill backfill = backfill();
        clock.set(NOW.plusSeconds(60));
        assertEquals(Left.MAYBE_MORE, backfill.round(lease));
        assertEquals(Left.NOTHING, backfill.round(lease), "not at once again: the budget is for what is new");
        assertInstanceOf(State.Going.class, state(backfill));
        until(backfill, 6);
        assertInstanceOf(State.Complete.class, state(backfill));
        assertEquals(4, provider.asked.size());
        assertEquals(
                new Interval(HALF_HOUR.minus(PAGE.multipliedBy(2)), HALF_HOUR.minus(PAGE)), provider.asked.getFirst());
        assertEquals(60 * 48, known(clock.instant()));
        assertEquals(13 * 48, known(NOW), "what was known before the first page came");
    }

    @Test
    void after_a_stop_it_goes_on_where_it_was() {
        until(backfill(), 2);
        assertEquals(2, provider.asked.size());
        Backfill again = backfill();
        until(again, 6);
        assertInstanceOf(State.Complete.class, state(again));
        assertEquals(4, provider.asked.size(), "nothing twice");
    }

    @Test
    void it_waits_until_what_is_new_has_come() {
        fresh = false;
        Backfill backfill = backfill();
        assertEquals(Left.NOTHING, backfill.round(lease));
        assertInstanceOf(State.Waiting.class, state(backfill));
    }

    @Test
    void nothing_older_and_a_refusal_are_the_end_and_an_outage_is_not() {
        provider.answer = _ -> new Missing(Reason.EMPTY, "no values");
        Backfill empty = backfill();
        until(empty, 5);
        State.Ended ended = assertInstanceOf(State.Ended.class, state(empty));
        assertTrue(ended.reason().startsWith("nothing older"), ended.reason());
        assertEquals(3, provider.asked.size());

        provider.answer = _ -> new Missing(Reason.REFUSED, "status 403: not in your plan");
        Backfill refused = backfill();
        until(refused, 10);
        assertEquals(
                "REFUSED: status 403: not in your plan",
                assertInstanceOf(State.Ended.class, state(refused)).reason());

        provider.answer = _ -> new Missing(Reason.SERVER_FAULT, "status 500");
        Backfill down = backfill();
        until(down, 10);
        assertInstanceOf(State.Going.class, state(down));
        provider.answer = provider::all;
        until(down, 6);
        assertInstanceOf(State.Complete.class, state(down));
    }

    @Test
    void a_gateway_that_lost_its_turn_writes_nothing() {
        new Leases(DATABASE).release(lease);
        Backfill backfill = backfill();
        backfill.round(lease);
        assertEquals(13 * 48, known(clock.instant()));
        lease = new Leases(DATABASE)
                .takeAgain("feed-backfill", "me", Duration.ofMinutes(5))
                .orElseThrow();
    }
}
