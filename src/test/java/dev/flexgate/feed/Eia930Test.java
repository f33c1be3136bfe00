package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.missing;
import static dev.flexgate.feed.FeedFixture.received;
import static dev.flexgate.feed.FeedFixture.recorded;
import static dev.flexgate.feed.FeedFixture.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.StandInProvider.Reply;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.TestDatabase;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class Eia930Test {

    private static final HalfHours DAY = new HalfHours(Instant.parse("2022-10-31T00:00:00Z"), 48);

    private final StandInProvider server = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void hours_are_named_by_their_end_and_come_in_any_order() {
        server.answers(200, recorded("eia/US_NW_BPAT-consumption.json"));
        Fetched fetched = provider("eia-930-demand", "US-NW-BPAT", Signal.LOAD).fetch(DAY);
        assertEquals(
                Map.of(
                        "2023-05-01T09:00:00Z", "4792 MEASURED",
                        "2023-05-01T09:30:00Z", "4792 MEASURED",
                        "2023-05-01T10:00:00Z", "6215 MEASURED",
                        "2023-05-01T10:30:00Z", "6215 MEASURED"),
                said(fetched, Signal.LOAD));
        assertEquals(FeedFixture.NOW.plusSeconds(3_600), received(fetched).nextAt());
    }

    @Test
    void the_key_is_in_the_address_and_nowhere_else() {
        server.answers(
                403,
                "{\"error\":{\"code\":\"API_KEY_INVALID\",\"message\":\"An invalid api_key was supplied: "
                        + FeedFixture.KEY + "\"}}");
        Missing missing =
                missing(provider("eia-930-demand", "US-NW-BPAT", Signal.LOAD).fetch(DAY));
        assertEquals("status 403: An invalid api_key was supplied: ***", missing.detail());
        String asked = server.asked().getFirst();
        assertTrue(asked.contains("api_key=s3cret%2Bkey%2Fof%3Dours&frequency=hourly"), asked);
        assertTrue(
                asked.endsWith("&facets%5Brespondent%5D%5B%5D=BPAT&facets%5Btype%5D%5B%5D=D&start=2022-10-31T01"
                        + "&end=2022-11-01T00&sort%5B0%5D%5Bcolumn%5D=period&sort%5B0%5D%5Bdirection%5D=asc"
                        + "&offset=0&length=5000"),
                asked);
    }

    @Test
    void a_null_is_left_out_and_not_read_as_nothing_generated() {
        server.answers(200, recorded("eia/US-NW-PGE-with-nulls.json"));
        Fetched fetched = provider("eia-930-generation", "US-NW-PGE", Signal.MIX_GAS, Signal.GENERATION)
                .fetch(DAY);
        assertEquals(
                Map.of("2022-10-31T11:00:00Z", "400 MEASURED", "2022-10-31T11:30:00Z", "400 MEASURED"),
                said(fetched, Signal.GENERATION));
        assertEquals("100 MEASURED", said(fetched, Signal.MIX_GAS).get("2022-10-31T11:00:00Z"));
    }

    @Test
    void wind_is_wind_in_megawatts_too() {
        server.answers(200, recorded("eia/US_NW_BPAT-wind.json"));
        Fetched fetched =
                provider("eia-930-generation", "US-NW-BPAT", Signal.WIND).fetch(DAY);
        assertEquals("20 MEASURED", said(fetched, Signal.WIND).get("2022-10-31T10:00:00Z"));
    }

    @Test
    void an_answer_about_somebody_else_is_not_taken() {
        server.answers(200, recorded("eia/US_CAL_IID-battery_storage.json"));
        assertEquals(
                Reason.WRONG_SHAPE,
                missing(provider("eia-930-generation", "US-CAL-IID", Signal.MIX_STORAGE)
                                .fetch(DAY))
                        .reason());
    }

    @Test
    void a_hole_in_one_fuel_leaves_the_shares_of_that_hour_out() {
        server.answers(
                200,
                page(
                        4,
                        row("11", "NG", "300"),
                        row("11", "SUN", "100"),
                        row("12", "NG", "300"),
                        row("12", "SUN", "null")));
        Fetched fetched = provider("eia-930-generation", "US-CAL-CISO", Signal.MIX_SOLAR, Signal.GENERATION)
                .fetch(DAY);
        assertEquals(
                Map.of("2022-10-31T10:00:00Z", "25 MEASURED", "2022-10-31T10:30:00Z", "25 MEASURED"),
                said(fetched, Signal.MIX_SOLAR));
        assertEquals(2, said(fetched, Signal.GENERATION).size());
    }

    @Test
    void pages_are_followed_until_the_total_that_may_be_a_text() {
        String full = page(5_001, many());
        server.answers(new Reply.Body(200, full), new Reply.Body(200, page(5_001, row("12", "NG", "7"))));
        // A page of 5,000 rows is more than the short limit of these tests.
        assertEquals(
                Reason.TOO_LARGE,
                missing(provider("eia-930-generation", "US-CAL-CISO", Signal.GENERATION)
                                .fetch(DAY))
                        .reason());
        server.answers(200, page(1, row("12", "NG", "\"7.5\"")).replace("\"total\":1", "\"total\":\"1\""));
        assertEquals(
                2,
                received(provider("eia-930-generation", "US-CAL-CISO", Signal.GENERATION)
                                .fetch(DAY))
                        .readings()
                        .size());
    }

    @Test
    void an_error_with_status_200_is_a_refusal_without_the_key() {
        server.answers(200, "{\"error\":\"api_key " + FeedFixture.KEY + " is over its limit\",\"code\":400}");
        Missing missing =
                missing(provider("eia-930-demand", "US-CAL-CISO", Signal.LOAD).fetch(DAY));
        assertEquals(Reason.REFUSED, missing.reason());
        assertFalse(missing.detail().contains(FeedFixture.KEY), missing.detail());
    }

    private Provider provider(String series, String zone, Signal... signals) {
        return FeedFixture.provider(series, zone, Set.of(signals), FeedFixture.link(server.base(), clock));
    }

    private static String row(String hour, String fuel, String value) {
        return "{\"period\":\"2022-10-31T" + hour + "\",\"respondent\":\"CISO\",\"fueltype\":\"" + fuel
                + "\",\"value\":" + value + ",\"value-units\":\"megawatthours\"}";
    }

    private static String[] many() {
        String[] rows = new String[5_000];
        Arrays.fill(rows, row("11", "NG", "1"));
        return rows;
    }

    private static String page(int total, String... rows) {
        return "{\"response\":{\"total\":" + total + ",\"data\":[" + String.join(",", rows) + "]}}";
    }
}
