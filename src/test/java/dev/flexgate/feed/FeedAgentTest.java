package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.LIMITS;
import static dev.flexgate.feed.FeedFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.feed.FeedStatus.State;
import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.StandInProvider.Reply;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeedAgentTest {

    private static final Database DATABASE = TestDatabase.fresh();

    private static final Zone GB = new Zone("GB");
    private static final Topic CARBON = new Topic(GB, Signal.CARBON_INTENSITY);
    private static final Instant HALF_HOUR = Instant.parse("2026-11-21T12:00:00Z");
    private static final Interval TWO_DAYS = Interval.from(HALF_HOUR, Duration.ofDays(2));

    private final StandInProvider server = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();
    private final Readings readings = new Readings(DATABASE);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Ids ids = new Ids(clock, new Random(1));
    private final Feed forecast = new Feed(
            UkCarbonIntensity.forecast(FeedFixture.http(LIMITS), server.base(), GB, clock),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofDays(2));
    private final FeedLoop loop = new FeedLoop(forecast, DATABASE, readings, ids, LIMITS, clock, new Random(1), meters);

    @BeforeEach
    void empty() {
        DATABASE.rows("truncate feed_vintage, feed_reading");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @AfterAll
    static void closeDatabase() {
        DATABASE.close();
    }

    @Test
    void a_good_answer_is_stored_as_a_vintage_and_nothing_is_simulated() {
        server.answers(200, FeedFixture.national(HALF_HOUR, 97, 200));
        loop.poll();
        State.Fresh fresh = assertInstanceOf(State.Fresh.class, loop.status().state());
        assertEquals(NOW, fresh.receivedAt());
        assertEquals(Coverage.FULL, fresh.coverage());
        assertFalse(loop.status().simulated());
        assertEquals(List.of("uk-carbon-intensity"), providers());
        assertEquals(96, known(NOW).size());
    }

    @Test
    void it_is_not_asked_again_before_the_provider_can_have_anything_new() {
        server.answers(200, FeedFixture.national(HALF_HOUR, 97, 200));
        loop.poll();
        Instant nextRun = Instant.parse("2026-11-21T12:31:00Z");
        Instant nextAt = loop.status().nextAt();
        assertFalse(nextAt.isBefore(nextRun), nextAt.toString());
        assertTrue(nextAt.isBefore(nextRun.plusSeconds(30)), nextAt.toString());
    }

    static Stream<Reply> badAnswers() {
        return Stream.of(
                new Reply.Body(200, "{}"),
                new Reply.Body(200, "{\"data\":[]}"),
                new Reply.Body(200, ""),
                new Reply.Body(200, "<html></html>"),
                new Reply.Body(200, FeedFixture.national(HALF_HOUR, 97, 200).replace("}]}", "}")),
                new Reply.Body(200, FeedFixture.national(HALF_HOUR, 97, -5)),
                new Reply.Body(400, FeedFixture.national(HALF_HOUR, 97, 200)),
                new Reply.Body(500, FeedFixture.national(HALF_HOUR, 97, 200)),
                new Reply.Redirect("/intensity"),
                new Reply.Cut());
    }

    @ParameterizedTest
    @MethodSource("badAnswers")
    void nothing_of_a_bad_answer_is_stored_and_simulation_stands_in(Reply bad) {
        server.answers(bad);
        loop.poll();
        assertInstanceOf(State.Failing.class, loop.status().state());
        assertTrue(loop.status().simulated());
        assertEquals(List.of("simulated"), providers());
        assertTrue(known(NOW).stream().allMatch(each -> each.reading().quality() == Quality.SIMULATED));
    }

    @Test
    void a_revision_is_a_new_vintage_and_the_old_one_stays() {
        server.answers(200, FeedFixture.national(HALF_HOUR, 97, 200));
        loop.poll();
        clock.set(NOW.plusSeconds(1_800));
        server.answers(200, FeedFixture.national(HALF_HOUR, 97, 180));
        loop.poll();
        assertEquals("200", known(NOW).get(0).reading().value().toPlainString());
        assertEquals("180", known(clock.instant()).get(0).reading().value().toPlainString());
    }

    @Test
    void when_the_provider_fails_the_last_good_vintage_stays_with_its_age() {
        server.answers(200, FeedFixture.national(HALF_HOUR, 97, 200));
        loop.poll();
        clock.set(NOW.plusSeconds(3_600));
        server.answers(500, "{}");
        loop.poll();
        loop.poll();
        FeedStatus status = loop.status();
        State.Stale stale = assertInstanceOf(State.Stale.class, status.state());
        assertEquals(NOW, stale.receivedAt());
        assertEquals(Reason.SERVER_FAULT, stale.last().reason());
        assertEquals(2, stale.failures());
        assertEquals(Duration.ofHours(1), status.age(clock.instant(), NOW));
        assertFalse(status.simulated());
        assertEquals(List.of("uk-carbon-intensity"), providers());
    }

    @Test
    void a_refused_long_past_is_asked_for_short_the_next_time() {
        var past = new Feed(
                UkCarbonIntensity.past(FeedFixture.http(LIMITS), server.base(), GB, clock),
                Duration.ofDays(13),
                Duration.ofDays(1),
                Duration.ZERO);
        var pastLoop = new FeedLoop(past, DATABASE, readings, ids, LIMITS, clock, new Random(1), meters);
        server.answers(400, "{}");
        pastLoop.poll();
        pastLoop.poll();
        assertEquals(
                List.of("/intensity/2026-11-08T12:01Z/2026-11-21T12:01Z", "/intensity/2026-11-21T12:01Z/pt24h"),
                server.asked());
    }

    @Test
    void a_start_waits_only_so_long_and_real_values_replace_the_simulated_ones_when_they_come() {
        var patient = new FeedLimits(
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                1,
                Duration.ofMillis(1),
                Duration.ofMillis(1),
                LIMITS.answerBytes(),
                6,
                Duration.ofSeconds(1),
                Duration.ofMillis(50),
                Duration.ofMillis(100));
        server.answers(new Reply.Slow(3_000, new Reply.Body(200, FeedFixture.national(HALF_HOUR, 97, 200))));
        var slow = new Feed(
                UkCarbonIntensity.forecast(FeedFixture.http(patient), server.base(), GB, clock),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofDays(2));
        try (var agent = new FeedAgent(DATABASE, readings, List.of(slow), ids, patient, clock, new Random(1), meters)) {
            agent.start();
            assertInstanceOf(State.Waiting.class, agent.statuses().get(0).state());
            assertTrue(agent.statuses().get(0).simulated());
            assertEquals(Quality.SIMULATED, known(NOW).get(0).reading().quality());
            Await.until(
                    "real values have replaced the simulated ones",
                    () -> !agent.statuses().get(0).simulated());
            assertEquals(Quality.PROVIDER_FORECAST, known(NOW).get(0).reading().quality());
        }
    }

    @Test
    void without_providers_every_topic_is_simulated_and_says_so() {
        List<Topic> topics = List.of(CARBON, new Topic(new Zone("GB-C"), Signal.ENERGY_PRICE), CARBON);
        try (var agent =
                new FeedAgent(DATABASE, readings, Feeds.simulated(topics), ids, LIMITS, clock, new Random(1), meters)) {
            agent.start();
            assertEquals(2, agent.statuses().size());
            assertTrue(agent.statuses().stream().allMatch(FeedStatus::simulated));
            assertEquals(List.of("simulated", "simulated"), providers());
        }
        assertEquals(
                1,
                meters.get("flexgate.feed.simulated")
                        .tag("zone", "GB-C")
                        .gauge()
                        .value());
    }

    @Test
    void a_start_on_stored_readings_needs_no_simulation() {
        server.answers(200, FeedFixture.national(HALF_HOUR, 97, 200));
        loop.poll();
        server.answers(500, "{}");
        try (var agent =
                new FeedAgent(DATABASE, readings, List.of(forecast), ids, LIMITS, clock, new Random(1), meters)) {
            agent.start();
            assertFalse(agent.statuses().get(0).simulated());
        }
        assertEquals(List.of("uk-carbon-intensity"), providers());
    }

    @Test
    void polls_are_counted_by_outcome() {
        server.answers(200, "{}");
        loop.poll();
        assertEquals(
                1,
                meters.get("flexgate.feed.polls")
                        .tags("provider", "uk-carbon-intensity", "outcome", "empty")
                        .counter()
                        .count());
    }

    @Test
    void live_feeds_cover_what_is_served_and_simulate_the_rest() {
        List<Topic> topics = List.of(
                CARBON,
                new Topic(new Zone("GB-13"), Signal.CARBON_INTENSITY),
                new Topic(new Zone("GB-C"), Signal.ENERGY_PRICE),
                new Topic(new Zone("FR"), Signal.CARBON_INTENSITY));
        List<Feed> feeds = Feeds.live(
                topics,
                Feeds.Addresses.DEFAULT,
                TestDatabase.vertx(),
                FeedFixture.outbound(AddressPolicy.publicOnly()),
                LIMITS,
                clock,
                new Random(1));
        assertEquals(
                List.of(
                        "uk-carbon-intensity GB",
                        "uk-carbon-intensity-past GB",
                        "uk-carbon-intensity GB-13",
                        "uk-carbon-intensity-past GB-13",
                        "octopus-agile GB-C",
                        "simulated FR"),
                feeds.stream()
                        .map(each ->
                                each.provider().name() + " " + each.provider().zone())
                        .toList());
    }

    private List<Known> known(Instant asOf) {
        return readings.known(GB, Signal.CARBON_INTENSITY, TWO_DAYS, asOf);
    }

    private List<String> providers() {
        return DATABASE.rows("select provider from feed_vintage order by provider").stream()
                .map(row -> row.getString("provider"))
                .toList();
    }
}
