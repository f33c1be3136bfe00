package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.missing;
import static dev.flexgate.feed.FeedFixture.received;
import static dev.flexgate.feed.FeedFixture.recorded;
import static dev.flexgate.feed.FeedFixture.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.TestDatabase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntsoeTest {

    private static final HalfHours NOON = new HalfHours(Instant.parse("2026-11-21T12:00:00Z"), 4);

    private final StandInProvider server = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void recorded_prices_of_two_days_are_exact_euros_a_kilowatt_hour() {
        server.answers(200, recorded("entsoe/FR_prices.xml"));
        clock.set(Instant.parse("2023-05-07T18:00:00Z"));
        Fetched fetched = provider("entso-e-day-ahead-price", "FR", Signal.ENERGY_PRICE)
                .fetch(new HalfHours(Instant.parse("2023-05-06T22:00:00Z"), 96));
        Map<String, String> prices = said(fetched, Signal.ENERGY_PRICE);
        assertEquals(96, prices.size());
        assertEquals("0.10678 MEASURED", prices.get("2023-05-06T22:00:00Z"));
        assertEquals("0.10678 MEASURED", prices.get("2023-05-06T22:30:00Z"));
        assertEquals("0.10404 MEASURED", prices.get("2023-05-08T21:30:00Z"));
        assertEquals(Coverage.FULL, received(fetched).coverage());
        // 12:50 in Brussels the day after.
        assertEquals(Instant.parse("2023-05-08T10:50:00Z"), received(fetched).nextAt());
        assertEquals(
                List.of("/api?securityToken=s3cret%2Bkey%2Fof%3Dours&documentType=A44&in_Domain=10YFR-RTE------C"
                        + "&out_Domain=10YFR-RTE------C&periodStart=202305062200&periodEnd=202305082200"),
                server.asked());
    }

    @Test
    void prices_that_are_overdue_are_asked_for_again_soon() {
        server.answers(200, recorded("entsoe/FR_prices.xml"));
        clock.set(Instant.parse("2023-05-08T18:00:00Z"));
        Fetched fetched = provider("entso-e-day-ahead-price", "FR", Signal.ENERGY_PRICE)
                .fetch(new HalfHours(Instant.parse("2023-05-07T22:00:00Z"), 96));
        assertEquals(Coverage.SHORT, received(fetched).coverage());
        assertEquals(Instant.parse("2023-05-08T18:10:00Z"), received(fetched).nextAt());
    }

    @Test
    void recorded_load_is_read() {
        server.answers(200, recorded("entsoe/DK-DK1_consumption.xml"));
        Fetched fetched = provider("entso-e-load", "DK-DK1", Signal.LOAD)
                .fetch(new HalfHours(Instant.parse("2023-12-28T15:00:00Z"), 94));
        assertEquals(94, said(fetched, Signal.LOAD).size());
        assertEquals("3031 MEASURED", said(fetched, Signal.LOAD).get("2023-12-28T15:30:00Z"));
        assertTrue(server.asked().getFirst().contains("&outBiddingZone_Domain=10YDK-1--------W&"));
        assertEquals(Instant.parse("2023-12-30T15:03:18Z"), received(fetched).issuedAt());
    }

    @Test
    void recorded_generation_that_is_negative_has_a_share_of_nothing() {
        server.answers(200, recorded("entsoe/NO-NO5_production-negatives.xml"));
        Fetched fetched = provider("entso-e-generation", "NO-NO5", Signal.MIX_GAS, Signal.MIX_HYDRO, Signal.GENERATION)
                .fetch(new HalfHours(Instant.parse("2023-05-09T09:00:00Z"), 94));
        assertEquals("0 MEASURED", said(fetched, Signal.MIX_GAS).get("2023-05-09T09:00:00Z"));
        assertEquals(94, said(fetched, Signal.GENERATION).size());
    }

    @Test
    void a_recorded_forecast_of_generation_is_a_providers_forecast() {
        server.answers(200, recorded("entsoe/SE-SE3_generation_forecast.xml"));
        Fetched fetched = provider("entso-e-generation-forecast", "SE-SE3", Signal.GENERATION)
                .fetch(new HalfHours(Instant.parse("2023-12-27T23:00:00Z"), 144));
        assertEquals("9958 PROVIDER_FORECAST", said(fetched, Signal.GENERATION).get("2023-12-27T23:00:00Z"));
    }

    @Test
    void a_point_left_out_of_variable_blocks_repeats_the_one_before() {
        server.answers(200, load("A03", "PT60M", "12:00", "16:00", "1 100", "3 80"));
        assertEquals(
                List.of("100", "100", "100", "100", "80", "80", "80", "80"),
                said(provider("entso-e-load", "FI", Signal.LOAD).fetch(NOON), Signal.LOAD).values().stream()
                        .map(each -> each.split(" ", 2)[0])
                        .toList());
    }

    @Test
    void a_point_left_out_of_fixed_blocks_is_a_hole() {
        server.answers(200, load("A01", "PT60M", "12:00", "16:00", "1 100", "3 80"));
        assertEquals(
                Set.of("2026-11-21T12:00:00Z", "2026-11-21T12:30:00Z", "2026-11-21T14:00:00Z", "2026-11-21T14:30:00Z"),
                said(provider("entso-e-load", "FI", Signal.LOAD).fetch(NOON), Signal.LOAD)
                        .keySet());
    }

    @Test
    void quarters_are_averaged_even_where_they_repeat() {
        server.answers(200, load("A03", "PT15M", "12:00", "13:00", "1 100", "2 50", "4 10"));
        assertEquals(
                List.of("75 MEASURED", "30 MEASURED"),
                List.copyOf(said(provider("entso-e-load", "FI", Signal.LOAD).fetch(NOON), Signal.LOAD)
                        .values()));
    }

    @Test
    void of_two_resolutions_the_finer_counts_and_of_two_auctions_the_coupled_one() {
        String quarters = price("PT15M", "1", "1 100", "2 50", "3 10", "4 10");
        String hours = price("PT60M", "1", "1 42");
        String local = price("PT15M", "2", "1 7", "2 7", "3 7", "4 7");
        server.answers(200, publication(hours + quarters + local));
        assertEquals(
                List.of("0.075 MEASURED", "0.01 MEASURED"),
                List.copyOf(said(price(), Signal.ENERGY_PRICE).values()));
    }

    @Test
    void a_price_in_another_currency_is_not_mixed_in() {
        server.answers(200, publication(price("PT60M", "1", "1 42")).replace("EUR", "PLN"));
        assertEquals("currency_Unit.name is not EUR", missing(price()).detail());
    }

    @Test
    void what_pumps_is_consumption_and_no_part_of_the_mix() {
        String hydro = series("<inBiddingZone_Domain.mRID>X</inBiddingZone_Domain.mRID>", "B12", "1 300");
        String pumps = series("<outBiddingZone_Domain.mRID>X</outBiddingZone_Domain.mRID>", "B10", "1 200");
        String wind = series("<inBiddingZone_Domain.mRID>X</inBiddingZone_Domain.mRID>", "B18", "1 60")
                + series("<inBiddingZone_Domain.mRID>X</inBiddingZone_Domain.mRID>", "B19", "1 40");
        server.answers(200, "<GL_MarketDocument>" + hydro + pumps + wind + "</GL_MarketDocument>");
        Fetched fetched = provider("entso-e-generation", "FI", Signal.GENERATION, Signal.MIX_WIND, Signal.WIND)
                .fetch(NOON);
        assertEquals("400 MEASURED", said(fetched, Signal.GENERATION).get("2026-11-21T12:00:00Z"));
        assertEquals("25 MEASURED", said(fetched, Signal.MIX_WIND).get("2026-11-21T12:00:00Z"));
        assertEquals("100 MEASURED", said(fetched, Signal.WIND).get("2026-11-21T12:00:00Z"));
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 400})
    void no_data_is_a_document_too_under_either_status(int status) {
        server.answers(
                status, acknowledgement("999", "No matching data found for Data item Day-ahead Prices [12.1.D]"));
        Missing missing = missing(price());
        assertEquals(Reason.EMPTY, missing.reason());
        assertTrue(missing.detail().startsWith("No matching data found"), missing.detail());
    }

    @Test
    void another_acknowledgement_is_a_refusal_in_its_own_words_without_the_token() {
        server.answers(400, acknowledgement("999", "Wrong securityToken " + FeedFixture.KEY));
        assertEquals("Wrong securityToken ***", missing(price()).detail());
    }

    @Test
    void nothing_is_declared_fetched_or_multiplied_by_an_answer() {
        server.answers(
                200,
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><GL_MarketDocument>&a;</GL_MarketDocument>");
        assertEquals(Reason.NOT_READABLE, missing(price()).reason());
        server.answers(
                200,
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;\">]><Publication_MarketDocument>&b;"
                        + "</Publication_MarketDocument>");
        assertEquals(Reason.NOT_READABLE, missing(price()).reason());
        server.answers(200, "<a>".repeat(17) + "</a>".repeat(17));
        assertEquals(Reason.TOO_LARGE, missing(price()).reason());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<position>0</position><quantity>1</quantity>",
                "<position>x</position><quantity>1</quantity>",
                "<position>9</position><quantity>1</quantity>",
                "<position>1</position>",
                "<position>1</position><quantity>many</quantity>",
                "<position>1</position><quantity>1e30</quantity>"
            })
    void a_point_that_cannot_be_spoils_the_answer(String point) {
        server.answers(
                200,
                load("A01", "PT60M", "12:00", "13:00", "1 5")
                        .replaceFirst("<Point>.*</Point>", "<Point>" + point + "</Point>"));
        assertEquals(
                Reason.WRONG_SHAPE,
                missing(provider("entso-e-load", "FI", Signal.LOAD).fetch(NOON)).reason());
    }

    private Fetched price() {
        return provider("entso-e-day-ahead-price", "FI", Signal.ENERGY_PRICE).fetch(NOON);
    }

    private Provider provider(String series, String zone, Signal... signals) {
        return FeedFixture.provider(series, zone, Set.of(signals), FeedFixture.link(server.base(), clock));
    }

    private static String acknowledgement(String code, String text) {
        return "<?xml version=\"1.0\"?><Acknowledgement_MarketDocument xmlns=\"urn:x\"><Reason><code>" + code
                + "</code><text>" + text + "</text></Reason></Acknowledgement_MarketDocument>";
    }

    private static String load(String curve, String resolution, String start, String end, String... points) {
        return "<GL_MarketDocument><TimeSeries><quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name><curveType>"
                + curve + "</curveType>" + period(resolution, start, end, "quantity", points)
                + "</TimeSeries></GL_MarketDocument>";
    }

    private static String series(String domain, String plant, String... points) {
        return "<TimeSeries>" + domain + "<quantity_Measure_Unit.name>MAW</quantity_Measure_Unit.name>"
                + "<curveType>A01</curveType><MktPSRType><psrType>" + plant + "</psrType></MktPSRType>"
                + period("PT60M", "12:00", "13:00", "quantity", points) + "</TimeSeries>";
    }

    private static String price(String resolution, String auction, String... points) {
        return "<TimeSeries><classificationSequence_AttributeInstanceComponent.position>" + auction
                + "</classificationSequence_AttributeInstanceComponent.position><currency_Unit.name>EUR</currency_Unit.name>"
                + "<price_Measure_Unit.name>MWH</price_Measure_Unit.name><curveType>A01</curveType>"
                + period(resolution, "12:00", "13:00", "price.amount", points) + "</TimeSeries>";
    }

    private static String publication(String series) {
        return "<Publication_MarketDocument>" + series + "</Publication_MarketDocument>";
    }

    private static String period(String resolution, String start, String end, String value, String... points) {
        var text = new StringBuilder("<Period><timeInterval><start>2026-11-21T" + start + "Z</start><end>2026-11-21T"
                + end + "Z</end></timeInterval><resolution>" + resolution + "</resolution>");
        for (String point : points) {
            String[] parts = point.split(" ", 2);
            text.append("<Point><position>")
                    .append(parts[0])
                    .append("</position><")
                    .append(value)
                    .append('>')
                    .append(parts[1])
                    .append("</")
                    .append(value)
                    .append("></Point>");
        }
        return text.append("</Period>").toString();
    }
}
