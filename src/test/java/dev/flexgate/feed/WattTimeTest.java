package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.missing;
import static dev.flexgate.feed.FeedFixture.received;
import static dev.flexgate.feed.FeedFixture.recorded;
import static dev.flexgate.feed.FeedFixture.said;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.StandInProvider.Reply;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WattTimeTest {

    private static final HalfHours AHEAD = HalfHours.containing(FeedFixture.NOW, 4);

    private final StandInProvider server = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();
    private final AtomicInteger logins = new AtomicInteger();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void pounds_a_megawatt_hour_become_grams_a_kilowatt_hour_and_five_minutes_half_hours() {
        server.answers(200, points("co2_moer", 6)).always(this::login);
        Fetched fetched = forecast(Signal.CARBON_MARGINAL).fetch(AHEAD);
        // The mean of 870 to 875 lb/MWh, times 0.45359237.
        assertEquals(
                List.of("395.75934282 PROVIDER_FORECAST"),
                List.copyOf(said(fetched, Signal.CARBON_MARGINAL).values()));
        assertEquals(Instant.parse("2026-11-21T12:05:00Z"), received(fetched).issuedAt());
        assertEquals(Instant.parse("2026-11-21T12:35:00Z"), received(fetched).nextAt());
        assertEquals(
                List.of("/login", "/v3/forecast?region=CAISO_NORTH&signal_type=co2_moer&horizon_hours=48"),
                server.asked());
        String basic = Base64.getEncoder().encodeToString(FeedFixture.KEY.getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("Basic " + basic, "Bearer token-1"), server.shown());
    }

    @Test
    void average_emissions_are_asked_for_by_their_own_type() {
        server.answers(200, points("co2_aoer", 6)).always(this::login);
        assertEquals(
                1,
                said(forecast(Signal.CARBON_INTENSITY).fetch(AHEAD), Signal.CARBON_INTENSITY)
                        .size());
        server.answers(200, points("co2_moer", 6));
        assertEquals(
                Reason.WRONG_SHAPE,
                missing(forecast(Signal.CARBON_INTENSITY).fetch(AHEAD)).reason());
    }

    @Test
    void one_login_serves_many_questions_until_the_token_is_old() {
        server.answers(200, points("co2_moer", 6)).always(this::login);
        Provider forecast = forecast(Signal.CARBON_MARGINAL);
        forecast.fetch(AHEAD);
        forecast.fetch(AHEAD);
        assertEquals(1, logins.get());
        clock.set(FeedFixture.NOW.plus(Duration.ofMinutes(25)));
        forecast.fetch(AHEAD);
        assertEquals(2, logins.get());
    }

    @Test
    void a_token_that_is_refused_early_is_replaced_once() {
        server.answers(new Reply.Body(401, "{}"), new Reply.Body(200, points("co2_moer", 6)))
                .always(this::login);
        received(forecast(Signal.CARBON_MARGINAL).fetch(AHEAD));
        assertEquals(2, logins.get());

        server.answers(401, "{}");
        assertEquals(
                Reason.UNAUTHORIZED,
                missing(forecast(Signal.CARBON_MARGINAL).fetch(AHEAD)).reason());
        assertEquals(4, logins.get());
    }

    @Test
    void the_documented_examples_are_read() {
        server.answers(200, recorded("watttime/watttime-forecast-response-example.json"))
                .always(path -> path.equals("/login")
                        ? Optional.of(new Reply.Body(200, recorded("watttime/watttime-login-response-example.json")))
                        : Optional.empty());
        // One point of five minutes makes no half-hour.
        assertEquals(
                Reason.EMPTY,
                missing(forecast(Signal.CARBON_MARGINAL).fetch(AHEAD)).reason());
        assertEquals(
                "Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.example",
                server.shown().getLast());
    }

    @Test
    void the_documented_past_is_read_and_is_an_estimate() {
        String documented = recorded("watttime/watttime-data-response-example.json");
        // Six of them make the half-hour of which the example has the first five minutes.
        String six = IntStream.range(0, 6)
                .mapToObj(at -> "{\"point_time\":\"2026-04-01T00:" + (at < 2 ? "0" : "") + 5 * at
                        + ":00+00:00\",\"value\":412.5}")
                .collect(Collectors.joining(","));
        server.answers(200, documented.replaceFirst("(?s)\\[.*]", "[" + six + "]"))
                .always(this::login);
        clock.set(Instant.parse("2026-04-01T00:31:00Z"));
        Provider past = FeedFixture.provider(
                "watttime-past",
                "US-CAL-CISO",
                "CAISO_NORTH",
                Set.of(Signal.CARBON_MARGINAL),
                FeedFixture.link(server.base(), clock));
        Fetched fetched = past.fetch(new HalfHours(Instant.parse("2026-04-01T00:00:00Z"), 1));
        assertEquals(Map.of("2026-04-01T00:00:00Z", "187.106852625 ESTIMATED"), said(fetched, Signal.CARBON_MARGINAL));
    }

    @Test
    void another_unit_or_region_is_not_taken() {
        for (String wrong : List.of(
                points("co2_moer", 6).replace("lbs_co2_per_mwh", "kg_co2_per_mwh"),
                points("co2_moer", 6).replace("CAISO_NORTH", "PJM"),
                points("co2_moer", 6).replace("870", "-870"))) {
            server.answers(200, wrong).always(this::login);
            assertEquals(
                    Reason.WRONG_SHAPE,
                    missing(forecast(Signal.CARBON_MARGINAL).fetch(AHEAD)).reason());
        }
    }

    private Optional<Reply> login(String path) {
        return path.equals("/login")
                ? Optional.of(new Reply.Body(200, "{\"token\":\"token-" + logins.incrementAndGet() + "\"}"))
                : Optional.empty();
    }

    private Provider forecast(Signal signal) {
        return FeedFixture.provider(
                "watttime-forecast", "US-CAL-CISO", Set.of(signal), FeedFixture.link(server.base(), clock));
    }

    private static String points(String type, int count) {
        var points = new StringBuilder();
        for (int index = 0; index < count; index++) {
            points.append(index == 0 ? "" : ",")
                    .append("{\"point_time\":\"2026-11-21T12:%02d:00+00:00\",\"value\":%d}"
                            .formatted(30 + 5 * index, 870 + index));
        }
        return "{\"meta\":{\"region\":\"CAISO_NORTH\",\"signal_type\":\"" + type
                + "\",\"units\":\"lbs_co2_per_mwh\",\"generated_at\":\"2026-11-21T12:05:00+00:00\","
                + "\"data_point_period_seconds\":300},\"data\":[" + points + "]}";
    }
}
