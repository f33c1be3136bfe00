package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.recorded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.feed.StandInProvider.Reply;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OctopusAgileTest {

    private static final Zone LONDON = new Zone("GB-C");
    private static final Instant BEFORE_FOUR = Instant.parse("2026-11-21T15:50:00Z");
    private static final Instant AFTER_FOUR = Instant.parse("2026-11-21T16:20:00Z");
    private static final Instant TODAY_23 = Instant.parse("2026-11-21T23:00:00Z");
    private static final Instant TOMORROW_23 = Instant.parse("2026-11-22T23:00:00Z");
    private static final String PATH =
            "/v1/products/AGILE-24-10-01/electricity-tariffs/E-1R-AGILE-24-10-01-C" + "/standard-unit-rates/";

    private final StandInProvider server = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();
    private final OctopusAgile agile =
            new OctopusAgile(FeedFixture.http(FeedFixture.LIMITS), server.base(), "AGILE-24-10-01", LONDON, clock);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_rates_of_the_group_are_asked_for_in_one_page() {
        clock.set(BEFORE_FOUR);
        server.answers(200, page("null", TODAY_23));
        received();
        assertEquals(
                List.of(PATH + "?period_from=2026-11-21T15:30:00Z&period_to=2026-11-23T15:30:00Z&page_size=1500"),
                server.asked());
    }

    @Test
    void before_four_a_horizon_to_eleven_at_night_is_all_there_can_be() {
        clock.set(BEFORE_FOUR);
        server.answers(200, page("null", TODAY_23));
        Received received = received();
        assertEquals(Coverage.FULL, received.coverage());
        assertEquals(Instant.parse("2026-11-21T16:00:00Z"), received.nextAt());
    }

    @Test
    void after_four_the_same_horizon_is_short_and_asked_for_again_soon() {
        clock.set(AFTER_FOUR);
        server.answers(200, page("null", TODAY_23));
        Received received = received();
        assertEquals(Coverage.SHORT, received.coverage());
        assertEquals(AFTER_FOUR.plus(Duration.ofMinutes(10)), received.nextAt());
    }

    @Test
    void once_tomorrow_is_published_nothing_new_comes_before_the_next_afternoon() {
        clock.set(AFTER_FOUR);
        server.answers(200, page("null", TOMORROW_23));
        Received received = received();
        assertEquals(Coverage.FULL, received.coverage());
        assertEquals(Instant.parse("2026-11-22T16:00:00Z"), received.nextAt());
    }

    @Test
    void pages_are_joined() {
        clock.set(AFTER_FOUR);
        Instant midnight = Instant.parse("2026-11-22T00:00:00Z");
        server.answers(
                new Reply.Body(200, page("\"" + server.base() + PATH + "?page=2\"", midnight, TOMORROW_23)),
                new Reply.Body(200, page("null", Instant.parse("2026-11-21T16:00:00Z"), midnight)));
        Received received = received();
        assertEquals(Coverage.FULL, received.coverage());
        assertEquals(62, received.readings().size());
        assertEquals(PATH + "?page=2", server.asked().get(1));
    }

    @Test
    void a_next_page_on_another_host_is_not_asked_for_and_nothing_is_taken() {
        clock.set(AFTER_FOUR);
        try (var other = new StandInProvider(TestDatabase.vertx())) {
            server.answers(200, page("\"" + other.base() + PATH + "?page=2\"", TODAY_23));
            assertEquals(Reason.FOREIGN_PAGE, missing().reason());
            assertEquals(List.of(), other.asked());
        }
    }

    @Test
    void pages_without_end_are_given_up() {
        clock.set(AFTER_FOUR);
        server.answers(200, page("\"" + server.base() + PATH + "?page=2\"", TODAY_23));
        assertEquals(Reason.TOO_LARGE, missing().reason());
        assertEquals(4, server.asked().size());
    }

    @Test
    void an_answer_without_rates_is_empty() {
        clock.set(AFTER_FOUR);
        server.answers(200, "{\"count\":0,\"next\":null,\"previous\":null,\"results\":[]}");
        assertEquals(Reason.EMPTY, missing().reason());
        server.answers(200, "{}");
        assertEquals(Reason.EMPTY, missing().reason());
    }

    @Test
    void an_unknown_tariff_is_refused() {
        server.answers(404, "{\"detail\":\"No Product matches the given query.\"}");
        assertEquals(Reason.REFUSED, missing().reason());
    }

    @Test
    void a_retired_product_gives_way_to_the_one_that_is_sold() {
        clock.set(AFTER_FOUR);
        var retired =
                new OctopusAgile(FeedFixture.http(FeedFixture.LIMITS), server.base(), "AGILE-22-07-22", LONDON, clock);
        server.answers(200, page("null", TOMORROW_23))
                .always(path -> path.contains("AGILE-22-07-22")
                        ? Optional.of(new Reply.Body(404, "{\"detail\":\"No Product matches the given query.\"}"))
                        : path.startsWith("/v1/products/?")
                                ? Optional.of(
                                        new Reply.Body(200, recorded("octopus/products_list_excerpt_2025-03.json")))
                                : Optional.empty());
        assertInstanceOf(Received.class, retired.fetch(HalfHours.containing(AFTER_FOUR, 96)));
        assertEquals(3, server.asked().size());
        assertTrue(server.asked().getLast().startsWith(PATH), server.asked().toString());
        assertInstanceOf(Received.class, retired.fetch(HalfHours.containing(AFTER_FOUR, 96)));
        assertEquals(4, server.asked().size(), "what was found is remembered");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GB-I", "GB-O", "GB-Q", "GB-13", "GB", "FR-C"})
    void there_are_fourteen_groups(String zone) {
        assertFalse(OctopusAgile.serves(new Zone(zone)));
        assertTrue(OctopusAgile.serves(new Zone("GB-P")));
    }

    private Fetched fetched() {
        return agile.fetch(HalfHours.containing(clock.instant(), 96));
    }

    private Received received() {
        Fetched fetched = fetched();
        return assertInstanceOf(Received.class, fetched, fetched::toString);
    }

    private Missing missing() {
        Fetched fetched = fetched();
        return assertInstanceOf(Missing.class, fetched, fetched::toString);
    }

    /** Rates from the current half-hour, newest first as the provider has them. */
    private String page(String nextJson, Instant end) {
        return page(nextJson, HalfHours.floor(clock.instant()), end);
    }

    private static String page(String nextJson, Instant start, Instant end) {
        String rates = HalfHours.of(new Interval(start, end)).stream()
                .map(each -> OctopusAgileAnswerTest.rate(
                        "17.199", each.start().toString(), "\"" + each.end() + "\"", "null"))
                .reduce((earlier, later) -> later + "," + earlier)
                .orElseThrow();
        return "{\"count\":1,\"next\":" + nextJson + ",\"previous\":null,\"results\":[" + rates + "]}";
    }
}
