package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.LIMITS;
import static dev.flexgate.feed.FeedFixture.NOW;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.WeatherProvider.Told;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire format is that of the provider's documentation; answers here are made up in it. */
class OpenMeteoTest {

    private static final Zone GB = new Zone("GB");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-21T00:00:00Z");
    private static final int HOURS = 144;
    private static final List<WeatherPoint> TWO =
            List.of(WeatherPoint.of("57.5", "-3.5"), WeatherPoint.of("51.5", "-0.5"));

    private final StandInProvider server = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();

    @AfterEach
    void close() {
        server.close();
    }

    private OpenMeteo asking(List<WeatherPoint> points, String key) {
        return new OpenMeteo(FeedFixture.http(LIMITS), server.base(), key, GB, points, clock);
    }

    @Test
    void several_points_are_asked_at_once_and_averaged_in_our_units() {
        server.answers(200, "[" + place(4, 10) + "," + place(6, 20) + "]");
        Told answer = asking(TWO, "").fetch();
        Told.Issue told = assertInstanceOf(Told.Issue.class, answer, answer.toString());
        assertEquals(
                List.of("/v1/forecast?latitude=57.5,51.5&longitude=-3.5,-0.5"
                        + "&hourly=wind_speed_10m,temperature_2m,dew_point_2m,shortwave_radiation"
                        + "&wind_speed_unit=ms&timeformat=unixtime&timezone=GMT&forecast_days=6"),
                server.asked());
        WeatherIssue issue = told.issue();
        assertEquals(MIDNIGHT, issue.start());
        assertEquals(NOW, issue.knownAt());
        assertEquals(5, of(issue, WeatherVariable.WIND_SPEED)[0], 1e-9);
        assertEquals(288.15, of(issue, WeatherVariable.TEMPERATURE)[143], 1e-9);
        // The run of 06 UTC is there at ten past eleven, that of noon at ten past five.
        assertEquals(Instant.parse("2026-11-21T17:10:00Z"), told.nextAt());
    }

    @Test
    void radiation_told_of_the_hour_before_is_that_of_the_hour_it_began() {
        server.answers(200, place(4, 10));
        Told.Issue told =
                assertInstanceOf(Told.Issue.class, asking(TWO.subList(0, 1), "").fetch());
        double[] radiation = of(told.issue(), WeatherVariable.RADIATION);
        assertEquals(12, radiation[11]);
        assertTrue(Double.isNaN(radiation[143]));
    }

    @Test
    void the_key_is_sent_and_never_told() {
        server.answers(400, "{\"error\":true,\"reason\":\"The API key s3cret is wrong\"}");
        Told.Nothing told =
                assertInstanceOf(Told.Nothing.class, asking(TWO, "s3cret").fetch());
        assertTrue(server.asked().getFirst().endsWith("&apikey=s3cret"));
        assertEquals(Reason.REFUSED, told.missing().reason());
        assertTrue(!told.missing().detail().contains("s3cret"), told.missing().detail());
    }

    @ParameterizedTest
    @CsvSource({
        "m/s, km/h, WRONG_SHAPE",
        "'[1.0', '[-1.0', WRONG_SHAPE",
        "1795219200, 1795219260, WRONG_SHAPE",
        "'\"time\":', '\"times\":', WRONG_SHAPE",
        "'{', '<', NOT_JSON"
    })
    void what_is_not_as_documented_is_not_taken(String part, String other, Reason reason) {
        server.answers(200, place(1, 10).replace(part, other));
        Told told = asking(TWO.subList(0, 1), "").fetch();
        assertEquals(
                reason, assertInstanceOf(Told.Nothing.class, told).missing().reason());
    }

    @Test
    void issues_are_kept_once_and_known_as_of_a_moment() {
        try (Database database = TestDatabase.fresh()) {
            server.answers(200, "[" + place(4, 10) + "," + place(6, 20) + "]");
            var ids = new Ids(clock, new Random(1));
            var issues = new WeatherIssues(database);
            for (int start = 0; start < 2; start++) {
                int asked = server.asked().size();
                try (var agent = new WeatherAgent(
                        database, List.of(asking(TWO, "")), ids, LIMITS, clock, new SimpleMeterRegistry())) {
                    agent.start();
                    Await.until("asked", () -> server.asked().size() > asked);
                }
            }
            List<WeatherIssue> known = issues.known(GB, NOW.minus(Duration.ofDays(1)), NOW);
            assertEquals(1, known.size());
            assertArrayEquals(new double[] {5, 5}, Arrays.copyOf(of(known.getFirst(), WeatherVariable.WIND_SPEED), 2));
            assertEquals(List.of(), issues.known(GB, NOW.minus(Duration.ofDays(1)), NOW.minusMillis(1)));
        }
    }

    private static double[] of(WeatherIssue issue, WeatherVariable variable) {
        return Objects.requireNonNull(issue.hourly().get(variable));
    }

    private static String place(double wind, double celsius) {
        return "{\"latitude\":57.5,\"longitude\":-3.5,\"generationtime_ms\":0.1,\"utc_offset_seconds\":0,"
                + "\"timezone\":\"GMT\",\"timezone_abbreviation\":\"GMT\",\"elevation\":38.0,"
                + "\"hourly_units\":{\"time\":\"unixtime\",\"wind_speed_10m\":\"m/s\",\"temperature_2m\":\"°C\","
                + "\"dew_point_2m\":\"°C\",\"shortwave_radiation\":\"W/m²\"},\"hourly\":{\"time\":"
                + list(hour -> Long.toString(MIDNIGHT.getEpochSecond() + hour * 3_600L))
                + ",\"wind_speed_10m\":" + list(_ -> Double.toString(wind))
                + ",\"temperature_2m\":" + list(_ -> Double.toString(celsius))
                + ",\"dew_point_2m\":" + list(_ -> "7.5")
                + ",\"shortwave_radiation\":" + list(Integer::toString) + "}}";
    }

    private static String list(IntFunction<String> value) {
        return IntStream.range(0, HOURS).mapToObj(value).collect(Collectors.joining(",", "[", "]"));
    }
}
