package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.LIMITS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.FeedStatus.State;
import dev.flexgate.feed.StandInProvider.Reply;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sources of one signal in order of preference, and answers that carry several signals. */
class FeedOrderTest {

    private static final Database DATABASE = TestDatabase.fresh();
    private static final Instant HALF_HOUR = Instant.parse("2026-11-21T12:00:00Z");
    private static final Zone GB = new Zone("GB");

    private final StandInProvider preferred = new StandInProvider(TestDatabase.vertx());
    private final StandInProvider second = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();
    private final Readings readings = new Readings(DATABASE);

    @AfterEach
    void close() {
        preferred.close();
        second.close();
    }

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @Test
    void the_second_source_is_asked_only_while_the_first_fails_and_gives_way_again() {
        FeedLoop first = loop("elexon-demand", Set.of(Signal.LOAD), preferred, 0);
        FeedLoop other = loop("neso-demand", Set.of(Signal.LOAD), second, 1);
        List<FeedLoop> all = List.of(first, other);
        all.forEach(each -> each.standBehind(all));
        preferred.answers(200, load(28_000));
        second.answers(
                200,
                "{\"success\":true,\"result\":{\"records\":[{\"SETTLEMENT_DATE\":\"2026-11-21\","
                        + "\"SETTLEMENT_PERIOD\":24,\"ND\":27000}]}}");

        first.poll();
        other.poll();
        assertInstanceOf(State.Standby.class, other.status().state());
        assertTrue(other.status().isWell());
        assertEquals(List.of(), second.asked());

        preferred.answers(500, "{}");
        clock.set(clock.instant().plusSeconds(60));
        first.poll();
        other.poll();
        assertInstanceOf(State.Fresh.class, other.status().state());
        assertEquals("27000", known(clock.instant()));

        preferred.answers(200, load(28_000));
        clock.set(clock.instant().plusSeconds(60));
        first.poll();
        other.poll();
        assertInstanceOf(State.Standby.class, other.status().state());
        // Word by word what it said before; but the other has spoken since.
        assertEquals("28000", known(clock.instant()));
        assertEquals("27000", known(clock.instant().minusSeconds(60)));
    }

    @Test
    void every_signal_of_an_answer_is_a_vintage_of_its_own() {
        second.answers(200, FeedFixture.recorded("neso/production.json"));
        Set<Signal> signals = Set.of(Signal.WIND, Signal.MIX_GAS, Signal.GENERATION);
        FeedLoop loop = loop("neso-generation", signals, second, 0);
        loop.poll();
        loop.poll();
        assertEquals(signals, loop.status().signals());
        assertEquals(
                List.of("GENERATION", "MIX_GAS", "WIND"),
                DATABASE
                        .rows("select signal from feed_vintage where provider = 'neso-generation' order by signal")
                        .stream()
                        .map(row -> row.getString("signal"))
                        .toList());
        assertFalse(loop.status().simulated());
    }

    @Test
    void a_provider_that_asks_for_quiet_is_left_alone_until_then() {
        second.answers(new Reply.Headed(429, "retry-after", "7200", "{}"));
        FeedLoop loop = loop("neso-generation", Set.of(Signal.SOLAR), second, 0);
        loop.poll();
        assertEquals(clock.instant().plusSeconds(7_200), loop.status().nextAt());
    }

    private FeedLoop loop(String series, Set<Signal> signals, StandInProvider server, int rank) {
        Provider provider = FeedFixture.provider(series, "GB", signals, FeedFixture.link(server.base(), clock));
        Feed feed = new Feed(provider, Duration.ofDays(1), Duration.ofDays(1), Duration.ZERO).ranked(rank);
        var ids = new Ids(clock, new Random(rank));
        return new FeedLoop(feed, DATABASE, readings, ids, LIMITS, clock, new Random(1), new SimpleMeterRegistry());
    }

    private String known(Instant asOf) {
        Interval period = Interval.from(HALF_HOUR.minus(Duration.ofMinutes(30)), Duration.ofMinutes(30));
        return readings.known(GB, Signal.LOAD, period, asOf)
                .getFirst()
                .reading()
                .value()
                .toPlainString();
    }

    private static String load(int megawatts) {
        return "{\"data\":[{\"dataset\":\"INDO\",\"demand\":" + megawatts
                + ",\"startTime\":\"2026-11-21T11:30:00Z\"}]}";
    }
}
