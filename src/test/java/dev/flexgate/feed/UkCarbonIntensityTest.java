package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.LIMITS;
import static dev.flexgate.feed.FeedFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.Shared;
import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.feed.StandInProvider.Reply;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UkCarbonIntensityTest {

    private static final Zone GB = new Zone("GB");
    private static final Zone LONDON = new Zone("GB-13");
    private static final Instant HALF_HOUR = Instant.parse("2026-11-21T12:00:00Z");
    private static final HalfHours AHEAD = new HalfHours(HALF_HOUR, 96);
    private static final String FIXTURES = "data/fixtures/uk-carbon-intensity/";

    private final StandInProvider server = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();
    private final ProviderHttp http = FeedFixture.http(LIMITS);

    @AfterEach
    void close() {
        server.close();
    }

    @Nested
    class Asking {

        @Test
        void the_national_forecast_is_asked_for_a_minute_into_the_half_hour() {
            server.answers(200, FeedFixture.national(HALF_HOUR, 97, 200));
            Received received = received(national());
            assertEquals(List.of("/intensity/2026-11-21T12:01Z/fw48h"), server.asked());
            assertEquals(Coverage.FULL, received.coverage());
            assertEquals(97, received.readings().size());
            assertEquals(NOW, received.issuedAt());
        }

        @Test
        void the_next_run_is_awaited_past_the_next_half_hour() {
            server.answers(200, FeedFixture.national(HALF_HOUR, 97, 200));
            assertEquals(
                    Instant.parse("2026-11-21T12:31:00Z"), received(national()).nextAt());
        }

        @Test
        void a_region_is_asked_for_by_its_number() {
            server.answers(200, FeedFixture.regional(13, HALF_HOUR, 97, 150));
            Received received = received(UkCarbonIntensity.forecast(http, server.base(), LONDON, clock)
                    .fetch(AHEAD));
            assertEquals(List.of("/regional/intensity/2026-11-21T12:01Z/fw48h/regionid/13"), server.asked());
            assertEquals(LONDON, received.readings().get(0).zone());
        }

        @Test
        void the_past_day_and_a_longer_past_have_paths_of_their_own() {
            UkCarbonIntensity past = UkCarbonIntensity.past(http, server.base(), GB, clock);
            server.answers(200, FeedFixture.national(HALF_HOUR.minus(Duration.ofDays(1)), 48, 200));
            Received day = received(past.fetch(new HalfHours(HALF_HOUR.minus(Duration.ofDays(1)), 48)));
            assertEquals(Coverage.FULL, day.coverage());
            assertEquals(Quality.MEASURED, day.readings().get(0).quality());
            past.fetch(new HalfHours(HALF_HOUR.minus(Duration.ofDays(13)), 13 * 48));
            assertEquals(
                    List.of("/intensity/2026-11-21T12:01Z/pt24h", "/intensity/2026-11-08T12:01Z/2026-11-21T12:01Z"),
                    server.asked());
        }

        @ParameterizedTest
        @ValueSource(strings = {"GB-0", "GB-18", "GB-C", "FR", "GB-013"})
        void other_zones_are_not_served(String zone) {
            assertTrue(!UkCarbonIntensity.serves(new Zone(zone)));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> UkCarbonIntensity.forecast(http, server.base(), new Zone(zone), clock));
        }
    }

    @Nested
    class Answers {

        @Test
        void a_forecast_that_stops_early_is_short_but_good() throws IOException {
            server.answers(200, recorded("national_fw48h_2023-03-15T1201Z_first67of97.json"));
            clock.set(Instant.parse("2023-03-15T12:01:30Z"));
            Received received = received(UkCarbonIntensity.forecast(http, server.base(), GB, clock)
                    .fetch(HalfHours.containing(clock.instant(), 96)));
            assertEquals(Coverage.SHORT, received.coverage());
            assertEquals(67, received.readings().size());
        }

        @Test
        void the_recorded_past_day_is_full_although_its_last_half_hour_has_no_actual() throws IOException {
            server.answers(200, recorded("national_pt24h_2023-03-15T1201Z.json"));
            clock.set(Instant.parse("2023-03-15T12:01:30Z"));
            Received received = received(UkCarbonIntensity.past(http, server.base(), GB, clock)
                    .fetch(new HalfHours(Instant.parse("2023-03-14T12:00:00Z"), 48)));
            assertEquals(Coverage.FULL, received.coverage());
        }

        static Stream<Arguments> unusable() {
            return Stream.of(
                    Arguments.of(Reason.EMPTY, 1, new Reply.Body(200, "")),
                    Arguments.of(Reason.EMPTY, 1, new Reply.Body(200, "[]")),
                    Arguments.of(Reason.NOT_JSON, 1, new Reply.Body(200, "<html>Blocked</html>")),
                    Arguments.of(Reason.NOT_JSON, 1, new Reply.Body(200, "{\"data\":[")),
                    Arguments.of(Reason.WRONG_SHAPE, 1, new Reply.Body(200, "{\"data\":\"sandbox\"}")),
                    Arguments.of(Reason.TOO_LARGE, 1, new Reply.Body(200, " ".repeat(64 * 1024 + 1))),
                    Arguments.of(Reason.REDIRECTED, 1, new Reply.Redirect("/elsewhere")),
                    Arguments.of(Reason.REFUSED, 1, new Reply.Body(403, "<html>Forbidden</html>")),
                    Arguments.of(Reason.RATE_LIMITED, 1, new Reply.Body(429, "{}")),
                    Arguments.of(Reason.SERVER_FAULT, 3, new Reply.Body(503, "")),
                    Arguments.of(Reason.UNREACHABLE, 3, new Reply.Cut()));
        }

        @ParameterizedTest
        @MethodSource("unusable")
        void an_unusable_answer_has_a_reason_and_a_bounded_number_of_attempts(
                Reason reason, int attempts, Reply reply) {
            server.answers(reply);
            assertEquals(reason, missing(national()).reason());
            assertEquals(attempts, server.asked().size());
        }

        static Stream<Arguments> recordedFailures() {
            return Stream.of(
                    Arguments.of(Reason.EMPTY, 1, 200, "empty_200_2025-01-13.json"),
                    Arguments.of(Reason.EMPTY, 1, 200, "empty_200_data_array.json"),
                    Arguments.of(Reason.REFUSED, 1, 400, "error_400_invalid_date_2026-07-27.json"),
                    Arguments.of(Reason.REFUSED, 1, 400, "error_400_invalid_path_2026-07-27.json"),
                    Arguments.of(Reason.SERVER_FAULT, 3, 500, "error_500_2025-01-13.json"));
        }

        @ParameterizedTest
        @MethodSource("recordedFailures")
        void a_recorded_failure_has_a_reason_and_a_bounded_number_of_attempts(
                Reason reason, int attempts, int status, String file) throws IOException {
            server.answers(status, recorded(file));
            assertEquals(reason, missing(national()).reason());
            assertEquals(attempts, server.asked().size());
        }

        @Test
        void a_fault_that_passes_is_tried_again_and_forgotten() {
            server.answers(
                    new Reply.Body(500, ""),
                    new Reply.Cut(),
                    new Reply.Body(200, FeedFixture.national(HALF_HOUR, 97, 200)));
            assertEquals(97, received(national()).readings().size());
        }

        @Test
        void an_answer_that_is_too_slow_is_awaited_a_bounded_number_of_times() {
            server.answers(new Reply.Slow(3_000, new Reply.Body(200, FeedFixture.national(HALF_HOUR, 97, 200))));
            ProviderHttp impatient = FeedFixture.http(FeedFixture.impatient());
            Fetched fetched = UkCarbonIntensity.forecast(impatient, server.base(), GB, clock)
                    .fetch(AHEAD);
            assertEquals(Reason.TIMEOUT, missing(fetched).reason());
            assertTrue(server.asked().size() <= LIMITS.attempts());
        }

        @Test
        void an_answer_just_in_time_counts() {
            server.answers(new Reply.Slow(150, new Reply.Body(200, FeedFixture.national(HALF_HOUR, 97, 200))));
            assertEquals(97, received(national()).readings().size());
        }

        @Test
        void nobody_listening_is_unreachable() {
            var base = server.base();
            server.close();
            Fetched fetched = UkCarbonIntensity.forecast(http, base, GB, clock).fetch(AHEAD);
            assertEquals(Reason.UNREACHABLE, missing(fetched).reason());
        }

        @Test
        void an_address_that_the_policy_forbids_is_not_asked() {
            var guarded = new ProviderHttp(
                    TestDatabase.vertx(),
                    FeedFixture.outbound(AddressPolicy.publicOnly()),
                    "guarded",
                    LIMITS,
                    new Random(1));
            Fetched fetched = UkCarbonIntensity.forecast(guarded, server.base(), GB, clock)
                    .fetch(AHEAD);
            assertEquals(Reason.ADDRESS_REFUSED, missing(fetched).reason());
            assertEquals(List.of(), server.asked());
        }
    }

    @Nested
    class Circuit {

        @Test
        void after_repeated_faults_the_host_is_left_alone_and_then_tried_again() {
            server.answers(500, "{}");
            national();
            national();
            assertEquals(LIMITS.breakerFailures(), server.asked().size());
            assertEquals(Reason.CIRCUIT_OPEN, missing(national()).reason());
            assertEquals(LIMITS.breakerFailures(), server.asked().size());

            server.answers(200, FeedFixture.national(HALF_HOUR, 97, 200));
            Await.until("the circuit closes", () -> national() instanceof Received);
            assertInstanceOf(Received.class, national());
        }

        @Test
        void refusals_of_our_own_asking_leave_it_closed() {
            server.answers(400, "{}");
            for (int asking = 0; asking < 2 * LIMITS.breakerFailures(); asking++) {
                assertEquals(Reason.REFUSED, missing(national()).reason());
            }
        }
    }

    private Fetched national() {
        return UkCarbonIntensity.forecast(http, server.base(), GB, clock).fetch(AHEAD);
    }

    private static Received received(Fetched fetched) {
        return assertInstanceOf(Received.class, fetched, fetched::toString);
    }

    private static Missing missing(Fetched fetched) {
        return assertInstanceOf(Missing.class, fetched, fetched::toString);
    }

    private static String recorded(String file) throws IOException {
        return Files.readString(Shared.path(FIXTURES + file));
    }
}
