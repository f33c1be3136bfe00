package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.missing;
import static dev.flexgate.feed.FeedFixture.received;
import static dev.flexgate.feed.FeedFixture.recorded;
import static dev.flexgate.feed.FeedFixture.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElectricityMapsTest {

    private final StandInProvider server = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void a_recorded_day_is_read_by_observation_and_what_is_estimated_says_so() {
        server.answers(200, recorded("electricity-maps/history_JP-KN_excerpt.json"));
        clock.set(Instant.parse("2024-09-30T10:05:00Z"));
        Fetched fetched =
                past("JP-KN", Signal.CARBON_LIFECYCLE).fetch(new HalfHours(Instant.parse("2024-09-30T06:00:00Z"), 8));
        assertEquals(
                List.of("355 ESTIMATED", "355 ESTIMATED", "384 ESTIMATED", "384 ESTIMATED"),
                said(fetched, Signal.CARBON_LIFECYCLE).values().stream()
                        .limit(4)
                        .toList());
        assertEquals(Coverage.FULL, received(fetched).coverage());
        assertEquals(List.of("/carbon-intensity/history?zone=JP-KN&emissionFactorType=lifecycle"), server.asked());
        assertEquals(List.of(FeedFixture.KEY), server.shown());
    }

    @Test
    void a_longer_past_is_asked_in_ranges_of_ten_days_and_a_revision_months_later_changes_no_time() {
        server.answers(200, recorded("electricity-maps/past_range_US-CAR-DUK_excerpt.json"));
        Fetched fetched = past("US-CAR-DUK", Signal.CARBON_LIFECYCLE)
                .fetch(new HalfHours(Instant.parse("2023-07-10T00:00:00Z"), 15 * 48));
        assertEquals("369 MEASURED", said(fetched, Signal.CARBON_LIFECYCLE).get("2023-07-13T00:30:00Z"));
        assertEquals(Coverage.SHORT, received(fetched).coverage());
        assertEquals(
                List.of(
                        "/carbon-intensity/past-range?zone=US-CAR-DUK&emissionFactorType=lifecycle&start=2023-07-10T00:00:00Z&end=2023-07-20T00:00:00Z",
                        "/carbon-intensity/past-range?zone=US-CAR-DUK&emissionFactorType=lifecycle&start=2023-07-20T00:00:00Z&end=2023-07-25T00:00:00Z"),
                server.asked());
    }

    @Test
    void a_forecast_is_issued_when_the_provider_says() {
        server.answers(200, """
                {"zone":"DE","forecast":[{"carbonIntensity":302,"datetime":"2026-11-21T12:00:00.000Z"},
                {"carbonIntensity":null,"datetime":"2026-11-21T13:00:00.000Z"}],"updatedAt":"2026-11-21T11:58:00.000Z"}""");
        Provider forecast = FeedFixture.provider(
                "electricity-maps-forecast",
                "DE",
                Set.of(Signal.CARBON_INTENSITY),
                FeedFixture.link(server.base(), clock));
        Fetched fetched = forecast.fetch(HalfHours.containing(FeedFixture.NOW, 4));
        assertEquals(
                List.of("302 PROVIDER_FORECAST", "302 PROVIDER_FORECAST"),
                List.copyOf(said(fetched, Signal.CARBON_INTENSITY).values()));
        assertEquals(Instant.parse("2026-11-21T11:58:00Z"), received(fetched).issuedAt());
        assertEquals(Coverage.SHORT, received(fetched).coverage());
        assertEquals(Instant.parse("2026-11-21T13:05:00Z"), received(fetched).nextAt());
        assertEquals(
                List.of("/carbon-intensity/forecast?zone=DE&emissionFactorType=direct&horizonHours=48"),
                server.asked());
    }

    @Test
    void generation_by_source_makes_the_mix_of_what_the_zone_produces() {
        server.answers(200, hours("history"));
        Fetched fetched = generation("electricity-maps-generation")
                .fetch(new HalfHours(Instant.parse("2026-11-21T08:00:00Z"), 4));
        assertEquals(
                List.of("60000 MEASURED", "60000 MEASURED", "50000 ESTIMATED", "50000 ESTIMATED"),
                List.copyOf(said(fetched, Signal.GENERATION).values()));
        assertEquals(
                List.of("30 MEASURED", "30 MEASURED", "20 ESTIMATED", "20 ESTIMATED"),
                List.copyOf(said(fetched, Signal.MIX_WIND).values()));
        assertEquals("18000 MEASURED", said(fetched, Signal.WIND).get("2026-11-21T08:30:00Z"));
        assertEquals("5 MEASURED", said(fetched, Signal.MIX_STORAGE).get("2026-11-21T08:00:00Z"));
        assertEquals("15 MEASURED", said(fetched, Signal.MIX_OTHER).get("2026-11-21T08:00:00Z"));
        assertEquals(Set.of(), said(fetched, Signal.MIX_GEOTHERMAL).keySet(), "null in every hour is not told of");
        assertEquals(Set.of(), said(fetched, Signal.MIX_IMPORTS).keySet());
        assertEquals(Coverage.FULL, received(fetched).coverage());
        assertEquals(Instant.parse("2026-11-21T13:05:00Z"), received(fetched).nextAt());
        assertEquals(List.of("/power-breakdown/history?zone=DE"), server.asked());
        assertEquals(List.of(FeedFixture.KEY), server.shown());
    }

    @Test
    void generation_ahead_is_a_forecast_and_a_longer_past_is_asked_in_ranges() {
        server.answers(200, hours("forecast"));
        Fetched fetched = generation("electricity-maps-generation-forecast")
                .fetch(new HalfHours(Instant.parse("2026-11-21T08:00:00Z"), 4));
        assertEquals("18000 PROVIDER_FORECAST", said(fetched, Signal.WIND).get("2026-11-21T08:00:00Z"));
        assertEquals(Instant.parse("2026-11-21T07:58:00Z"), received(fetched).issuedAt());
        server.answers(200, hours("data"));
        generation("electricity-maps-generation").fetch(new HalfHours(Instant.parse("2026-11-01T00:00:00Z"), 12 * 48));
        assertEquals(
                List.of(
                        "/power-breakdown/forecast?zone=DE&horizonHours=48",
                        "/power-breakdown/past-range?zone=DE&start=2026-11-01T00:00:00Z&end=2026-11-11T00:00:00Z",
                        "/power-breakdown/past-range?zone=DE&start=2026-11-11T00:00:00Z&end=2026-11-13T00:00:00Z"),
                server.asked());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SYNTHETIC|{'estimationMethod':'SANDBOX_MODE_DATA','powerProductionBreakdown':{'gas':1}}",
                "WRONG_SHAPE|{'powerConsumptionBreakdown':{'gas':1}}",
                "WRONG_SHAPE|{'powerProductionBreakdown':{'gas':'much'}}",
                "WRONG_SHAPE|{'powerProductionBreakdown':{'gas':1e9}}",
                "EMPTY|{'powerProductionBreakdown':{'gas':null}}",
            })
    void generation_that_cannot_be_believed_is_not_taken(Reason reason, String row) {
        String dated = row.replaceFirst("\\{'", "{'datetime':'2026-11-21T11:00:00Z','");
        server.answers(200, ("{'zone':'DE','history':[" + dated + "]}").replace('\'', '"'));
        assertEquals(
                reason,
                missing(generation("electricity-maps-generation")
                                .fetch(new HalfHours(Instant.parse("2026-11-21T11:00:00Z"), 2)))
                        .reason());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SYNTHETIC|{'zone':'DE','_disclaimer':'SANDBOX MODE','history':[{'carbonIntensity':1,'datetime':'2026-11-21T11:00:00Z'}]}",
                "SYNTHETIC|{'zone':'DE','history':[{'carbonIntensity':1,'datetime':'2026-11-21T11:00:00Z','estimationMethod':'SANDBOX_MODE_DATA'}]}",
                "WRONG_SHAPE|{'zone':'FR','history':[{'carbonIntensity':1,'datetime':'2026-11-21T11:00:00Z'}]}",
                "WRONG_SHAPE|{'zone':'DE','history':[{'carbonIntensity':1,'datetime':'2026-11-21T11:00:00Z','emissionFactorType':'lifecycle'}]}",
                "WRONG_SHAPE|{'zone':'DE','history':[{'carbonIntensity':-1,'datetime':'2026-11-21T11:00:00Z'}]}",
                "WRONG_SHAPE|{'zone':'DE','history':[{'carbonIntensity':9000,'datetime':'2026-11-21T11:00:00Z'}]}",
                "WRONG_SHAPE|{'zone':'DE','history':[{'carbonIntensity':'many','datetime':'2026-11-21T11:00:00Z'}]}",
                "WRONG_SHAPE|{'zone':'DE','history':[{'carbonIntensity':1,'datetime':'yesterday'}]}",
                "EMPTY|{'zone':'DE','history':[{'carbonIntensity':null,'datetime':'2026-11-21T11:00:00Z'}]}",
                "EMPTY|{'zone':'DE','history':[]}"
            })
    void what_cannot_be_believed_is_not_taken(Reason reason, String body) {
        server.answers(200, body.replace('\'', '"'));
        assertEquals(
                reason,
                missing(past("DE", Signal.CARBON_INTENSITY)
                                .fetch(new HalfHours(Instant.parse("2026-11-21T11:00:00Z"), 2)))
                        .reason());
    }

    @Test
    void a_zone_outside_of_the_plan_is_refused_in_the_providers_words() {
        server.answers(403, "{\"message\":\"zone not in your plan\"}");
        String detail = missing(past("ZA", Signal.CARBON_INTENSITY)
                        .fetch(new HalfHours(Instant.parse("2026-11-21T11:00:00Z"), 2)))
                .detail();
        assertTrue(detail.contains("status 403: zone not in your plan"), detail);
    }

    /** Two hours as the provider writes them: megawatts by source, null for what it is not told of. */
    private static String hours(String list) {
        return """
                {"zone":"DE","%s":[
                {"zone":"DE","datetime":"2026-11-21T08:00:00.000Z","updatedAt":"2026-11-21T09:46:00.000Z","isEstimated":false,
                "powerProductionBreakdown":{"coal":10000,"gas":14000,"wind":18000,"solar":6000,"hydro discharge":2000,
                "battery discharge":1000,"geothermal":null,"unknown":9000},
                "powerConsumptionBreakdown":{"coal":9000,"nuclear":2000},"powerImportBreakdown":{"FR":3000},
                "powerProductionTotal":60000,"powerImportTotal":3000},
                {"zone":"DE","datetime":"2026-11-21T09:00:00.000Z","updatedAt":"2026-11-21T09:46:00.000Z","isEstimated":true,
                "estimationMethod":"TIME_SLICER_AVERAGE",
                "powerProductionBreakdown":{"coal":12000,"gas":13000,"wind":10000,"solar":8000,"hydro discharge":0,
                "battery discharge":0,"geothermal":null,"unknown":7000}}],
                "updatedAt":"2026-11-21T07:58:00.000Z"}""".formatted(list);
    }

    private Provider generation(String series) {
        return FeedFixture.provider(series, "DE", Signals.MIX_AND_POWER, FeedFixture.link(server.base(), clock));
    }

    private Provider past(String zone, Signal signal) {
        return FeedFixture.provider(
                "electricity-maps-past", zone, Set.of(signal), FeedFixture.link(server.base(), clock));
    }
}
