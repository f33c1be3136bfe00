package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.missing;
import static dev.flexgate.feed.FeedFixture.received;
import static dev.flexgate.feed.FeedFixture.recorded;
import static dev.flexgate.feed.FeedFixture.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.StandInProvider.Reply;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** NESO's data portal, Elexon's Insights, and the generation mix of the UK Carbon Intensity API. */
class GreatBritainTablesTest {

    private static final HalfHours DAY = new HalfHours(Instant.parse("2026-11-21T00:00:00Z"), 48);

    private final StandInProvider server = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void nesos_forecast_of_demand_is_read_by_its_time_in_utc() {
        server.answers(200, recorded("neso/consumption_forecast_live.json"));
        Map<String, String> load =
                said(provider("neso-demand-forecast", Signal.LOAD).fetch(DAY), Signal.LOAD);
        assertEquals("20289 PROVIDER_FORECAST", load.get("2026-07-31T13:30:00Z"));
        assertEquals(6, load.size());
        assertTrue(
                server.asked()
                        .getFirst()
                        .startsWith("/api/3/action/datastore_search?resource_id=7c0411cd-2714-4bb5-a408-adb065edf34d"),
                server.asked().toString());
    }

    @Test
    void nesos_settlement_period_is_believed_before_its_times() {
        server.answers(200, recorded("neso/wind_day_ahead_forecast_historical.json"));
        Map<String, String> wind =
                said(provider("neso-wind-day-ahead", Signal.WIND).fetch(DAY), Signal.WIND);
        assertEquals("7523 PROVIDER_FORECAST", wind.get("2022-07-15T23:00:00Z"));
        // Recorded: the time 05:30 beside period 11 is when it ends, in summer time.
        assertEquals(
                Instant.parse("2026-07-17T04:00:00Z"),
                NesoTable.halfHour(Map.of(
                                "Date", "2026-07-17", "Settlement_Period", "11", "Datetime", "2026-07-17T05:30:00"))
                        .start());
    }

    @Test
    void nesos_live_wind_of_the_next_day_is_read_and_asked_for_again_within_the_hour() {
        server.answers(200, recorded("neso/wind_day_ahead_forecast_live.json"));
        clock.set(Instant.parse("2024-12-16T12:10:00Z"));
        Fetched fetched = provider("neso-wind-day-ahead", Signal.WIND)
                .fetch(new HalfHours(Instant.parse("2024-12-16T12:00:00Z"), 96));
        assertEquals(
                List.of("2732 PROVIDER_FORECAST", "2796 PROVIDER_FORECAST", "2882 PROVIDER_FORECAST"),
                List.copyOf(said(fetched, Signal.WIND).values()));
        // Of that day, whatever hour is written beside its first period.
        assertEquals("2024-12-17T00:00:00Z", said(fetched, Signal.WIND).firstKey());
        assertEquals(Instant.parse("2024-12-16T13:05:00Z"), received(fetched).nextAt());
    }

    @Test
    void nesos_embedded_wind_and_sun_are_signals_of_their_own() {
        server.answers(
                200,
                neso("{\"DATE_GMT\":\"2026-11-21T00:00:00\",\"TIME_GMT\":\"13:30\","
                        + "\"EMBEDDED_WIND_FORECAST\":1200,\"EMBEDDED_SOLAR_FORECAST\":null}"));
        Fetched fetched = provider("neso-embedded-forecast", Signal.WIND_EMBEDDED, Signal.SOLAR)
                .fetch(DAY);
        assertEquals(Map.of("2026-11-21T13:30:00Z", "1200 PROVIDER_FORECAST"), said(fetched, Signal.WIND_EMBEDDED));
        assertEquals(Map.of(), said(fetched, Signal.SOLAR));
    }

    @Test
    void nesos_mix_adds_embedded_wind_to_the_wind() {
        server.answers(200, recorded("neso/production.json"));
        Fetched fetched = provider(
                        "neso-generation", Signal.WIND, Signal.WIND_EMBEDDED, Signal.MIX_WIND, Signal.GENERATION)
                .fetch(DAY);
        String at = "2024-12-16T10:00:00Z";
        assertEquals("12 MEASURED", said(fetched, Signal.WIND).get(at));
        assertEquals("1.5 MEASURED", said(fetched, Signal.WIND_EMBEDDED).get(at));
        assertEquals("42.5 MEASURED", said(fetched, Signal.GENERATION).get(at));
        assertEquals("31.765 MEASURED", said(fetched, Signal.MIX_WIND).get(at));
    }

    @Test
    void without_rows_nesos_file_is_read_if_it_is_where_it_should_be() {
        String table = "DATE_GMT,TIME_GMT,EMBEDDED_WIND_FORECAST,EMBEDDED_SOLAR_FORECAST\n2026-11-21,1330,900,0\n";
        server.answers(200, neso(""))
                .always(path -> path.contains("resource_show")
                        ? Optional.of(new Reply.Body(200, file(server.base() + "/download/embedded.csv")))
                        : path.startsWith("/download") ? Optional.of(new Reply.Body(200, table)) : Optional.empty());
        Provider embedded = provider("neso-embedded-forecast", Signal.WIND_EMBEDDED, Signal.SOLAR);
        assertEquals(
                Map.of("2026-11-21T13:30:00Z", "900 PROVIDER_FORECAST"),
                said(embedded.fetch(DAY), Signal.WIND_EMBEDDED));
        server.always(path -> path.contains("resource_show")
                ? Optional.of(new Reply.Body(200, file("https://elsewhere.example/embedded.csv")))
                : Optional.empty());
        assertEquals(Reason.FOREIGN_PAGE, missing(embedded.fetch(DAY)).reason());
    }

    @Test
    void nesos_recorded_errors_are_refusals_in_its_words() {
        server.answers(404, recorded("neso/error_404_not_found_2026-07-27.json"));
        Missing missing = missing(provider("neso-demand", Signal.LOAD).fetch(DAY));
        assertEquals("status 404: Not found", missing.detail());
        server.answers(400, recorded("neso/error_400_unknown_action_2026-07-27.json"));
        missing = missing(provider("neso-demand", Signal.LOAD).fetch(DAY));
        assertEquals("status 400: Bad request - Action name not known: nonexistent_action", missing.detail());
    }

    @Test
    void nesos_own_forecast_in_its_table_of_demand_is_not_taken_for_measured() {
        server.answers(
                200,
                neso("{\"SETTLEMENT_DATE\":\"2026-11-21\",\"SETTLEMENT_PERIOD\":1,\"ND\":21000,"
                        + "\"FORECAST_ACTUAL_INDICATOR\":\"A\"},{\"SETTLEMENT_DATE\":\"2026-11-21\",\"SETTLEMENT_PERIOD\":2,"
                        + "\"ND\":20500,\"FORECAST_ACTUAL_INDICATOR\":\"F\"}"));
        assertEquals(
                Map.of("2026-11-21T00:00:00Z", "21000 MEASURED"),
                said(provider("neso-demand", Signal.LOAD).fetch(DAY), Signal.LOAD));
    }

    @Test
    void elexons_generation_by_fuel_makes_the_mix_and_exports_no_share() {
        server.answers(
                200,
                elexon(
                        fuel("CCGT", 6_000),
                        fuel("OCGT", 0),
                        fuel("WIND", 3_000),
                        fuel("INTFR", 1_000),
                        fuel("INTEW", -400)));
        Fetched fetched = provider("elexon-generation", Signal.MIX_GAS, Signal.MIX_IMPORTS, Signal.WIND)
                .fetch(DAY);
        String at = "2026-11-21T10:00:00Z";
        assertEquals("62.5 MEASURED", said(fetched, Signal.MIX_GAS).get(at));
        assertEquals("6.25 MEASURED", said(fetched, Signal.MIX_IMPORTS).get(at));
        assertEquals("3000 MEASURED", said(fetched, Signal.WIND).get(at));
        assertEquals(
                List.of("/datasets/FUELHH?format=json&publishDateTimeFrom=2026-11-21T00:00:00Z"
                        + "&publishDateTimeTo=2026-11-22T00:00:00Z"),
                server.asked());
    }

    @Test
    void of_elexons_forecasts_the_one_published_last_counts_and_only_the_national_one() {
        String old = "{\"dataset\":\"NDF\",\"demand\":24000,\"publishTime\":\"2026-11-21T11:00:00Z\","
                + "\"startTime\":\"2026-11-21T18:00:00Z\",\"boundary\":\"N\"}";
        server.answers(
                200,
                elexon(
                        old.replace("24000", "25000").replace("T11:", "T12:"),
                        old,
                        old.replace("\"N\"", "\"B1\"").replace("T11:", "T13:")));
        assertEquals(
                Map.of("2026-11-21T18:00:00Z", "25000 PROVIDER_FORECAST"),
                said(provider("elexon-demand-forecast", Signal.LOAD).fetch(DAY), Signal.LOAD));
    }

    @Test
    void elexons_wind_forecast_is_hourly_and_its_demand_half_hourly() {
        server.answers(
                200,
                elexon("{\"dataset\":\"WINDFOR\",\"generation\":7100,"
                        + "\"publishTime\":\"2026-11-21T11:30:00Z\",\"startTime\":\"2026-11-21T18:00:00Z\"}"));
        Fetched fetched = provider("elexon-wind-forecast", Signal.WIND).fetch(DAY);
        assertEquals(2, said(fetched, Signal.WIND).size());
        assertEquals(Instant.parse("2026-11-21T12:33:00Z"), received(fetched).nextAt());
        server.answers(200, "[{\"dataset\":\"INDO\",\"demand\":28500,\"startTime\":\"2026-11-21T10:00:00Z\"}]");
        assertEquals(
                Map.of("2026-11-21T10:00:00Z", "28500 MEASURED"),
                said(provider("elexon-demand", Signal.LOAD).fetch(DAY), Signal.LOAD));
    }

    @Test
    void elexons_market_index_is_the_one_provider_that_trades() {
        String index =
                "{\"startTime\":\"2026-11-21T10:00:00Z\",\"dataProvider\":\"APXMIDP\",\"price\":-12.5,\"volume\":1}";
        server.answers(200, elexon(index, index.replace("APXMIDP", "N2EXMIDP").replace("-12.5", "0")));
        assertEquals(
                Map.of("2026-11-21T10:00:00Z", "-0.0125 MEASURED"),
                said(provider("elexon-market-index", Signal.ENERGY_PRICE).fetch(DAY), Signal.ENERGY_PRICE));
    }

    @Test
    void the_documented_mix_of_great_britain_is_nine_shares() {
        JsonNode documented = Shared.json("data/fixtures/uk-carbon-intensity/documented_get-generation-mix.json");
        server.answers(200, documented.at("/response/body").toString());
        Fetched fetched = provider("uk-generation-mix", Signal.mix().toArray(Signal[]::new))
                .fetch(DAY);
        assertEquals("43.6 MEASURED", said(fetched, Signal.MIX_GAS).get("2018-01-20T12:00:00Z"));
        assertEquals("6.5 MEASURED", said(fetched, Signal.MIX_IMPORTS).get("2018-01-20T12:00:00Z"));
        assertEquals(List.of("/generation/2026-11-21T00:01Z/2026-11-22T00:01Z"), server.asked());
    }

    @Test
    void a_region_tells_its_mix_ahead_whichever_shape_it_comes_in() {
        server.answers(200, recorded("uk-carbon-intensity/regional_fw48h_postcode_BS16_2025-10-22_excerpt.json"));
        Provider regional = FeedFixture.provider(
                "uk-regional-mix-forecast",
                "GB-11",
                Set.of(Signal.MIX_WIND, Signal.MIX_SOLAR),
                FeedFixture.link(server.base(), clock));
        assertTrue(!said(regional.fetch(DAY), Signal.MIX_WIND).isEmpty());
        server.answers(
                200,
                "{\"data\":{\"regionid\":11,\"data\":[{\"from\":\"2026-11-21T12:00Z\",\"to\":"
                        + "\"2026-11-21T12:30Z\",\"generationmix\":[{\"fuel\":\"wind\",\"perc\":190}]}]}}");
        assertEquals(Reason.WRONG_SHAPE, missing(regional.fetch(DAY)).reason());
    }

    private Provider provider(String series, Signal... signals) {
        return FeedFixture.provider(series, "GB", Set.of(signals), FeedFixture.link(server.base(), clock));
    }

    private static String neso(String records) {
        return "{\"success\":true,\"result\":{\"records\":[" + records + "]}}";
    }

    private static String file(String address) {
        return "{\"success\":true,\"result\":{\"url\":\"" + address + "\"}}";
    }

    private static String elexon(String... rows) {
        return "{\"data\":[" + String.join(",", rows) + "]}";
    }

    private static String fuel(String code, int megawatts) {
        return "{\"dataset\":\"FUELHH\",\"publishTime\":\"2026-11-21T10:35:00Z\",\"startTime\":\"2026-11-21T10:00:00Z\","
                + "\"fuelType\":\"" + code + "\",\"generation\":" + megawatts + "}";
    }
}
