package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Await;
import dev.flexgate.GatewayHouse;
import dev.flexgate.SmallCatalog;
import dev.flexgate.cli.CommandLines;
import dev.flexgate.feed.StandInProvider.Reply;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sample of six regions, started on stand-ins for its providers: one gateway, one file, six grids. */
class SixRegionsTest {

    private static final Path SAMPLE = Path.of("samples", "six-regions");
    private static final Instant NOW = Instant.parse("2026-11-21T12:10:00Z");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String DAY = "&from=2026-11-21T12:00:00Z&to=2026-11-22T12:00:00Z";
    private static final Pattern ZONE = Pattern.compile("zone=([A-Z-]+)&");

    /** Grams by the provider's own code of the zone; Brazil's stand-in is out of order. */
    private static final Map<String, Integer> GRAMS =
            Map.of("IN-WE", 650, "FI", 80, "DE", 350, "JP-TK", 480, "AU-NSW", 560);

    private static final StandInProvider MAPS =
            new StandInProvider(TestDatabase.vertx()).always(SixRegionsTest::carbon);
    private static final StandInProvider ENTSOE =
            new StandInProvider(TestDatabase.vertx()).always(SixRegionsTest::entsoe);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static GatewayHouse gateway;

    @BeforeAll
    static void open() throws IOException {
        List<String> sites = List.of("mumbai", "hamina", "frankfurt", "tokyo", "sydney", "sao-paulo");
        Path catalog = SmallCatalog.in(folder, sites, 400);
        for (String site : sites) {
            Files.copy(SAMPLE.resolve("sites").resolve(site + ".json"), catalog.resolve("sites/" + site + ".json"));
        }
        String feeds = Files.readString(SAMPLE.resolve("feeds.json"))
                .replaceFirst(
                        "\\{",
                        "{ \"addresses\": { \"electricity-maps\": \"" + MAPS.base() + "\", \"entso-e\": \""
                                + ENTSOE.base() + "\" },");
        gateway = new GatewayHouse(
                folder,
                Map.of(
                        "FLEXGATE_CATALOG_DIR",
                        catalog.toString(),
                        "FLEXGATE_FEEDS",
                        "live",
                        "FLEXGATE_FEEDS_FILE",
                        Files.writeString(folder.resolve("feeds.json"), feeds).toString(),
                        "FLEXGATE_ELECTRICITY_MAPS_KEY",
                        FeedFixture.KEY,
                        "FLEXGATE_ENTSOE_TOKEN",
                        FeedFixture.KEY,
                        "FLEXGATE_TEST_CLOCK",
                        NOW.toString()));
    }

    @AfterAll
    static void close() {
        gateway.close();
        MAPS.close();
        ENTSOE.close();
    }

    @Test
    void every_region_has_its_carbon_and_the_one_whose_provider_is_away_is_simulated() {
        Await.until(
                "carbon of five regions is there",
                () -> GRAMS.size()
                        == states().values().stream().filter("FRESH"::equals).count());
        var carbon = new TreeMap<String, String>();
        for (String zone : List.of("IN", "FI", "DE", "JP", "AU-NSW", "BR-CS")) {
            JsonNode first = readings(zone, "CARBON_INTENSITY", "").at("/readings/0");
            carbon.put(
                    zone,
                    first.path("value").asText() + " " + first.path("quality").asText());
        }
        assertTrue(carbon.getOrDefault("BR-CS", "").endsWith(" SIMULATED"), carbon.toString());
        carbon.remove("BR-CS");
        assertEquals(
                Map.of(
                        "IN", "650 PROVIDER_FORECAST",
                        "FI", "80 PROVIDER_FORECAST",
                        "DE", "350 PROVIDER_FORECAST",
                        "JP", "480 PROVIDER_FORECAST",
                        "AU-NSW", "560 PROVIDER_FORECAST"),
                carbon);
    }

    @Test
    void prices_keep_the_currency_of_their_zone_and_a_plan_is_made_of_all() {
        Await.until(
                "Finland's prices are there",
                () -> readings("FI", "ENERGY_PRICE", "")
                        .at("/readings/0/quality")
                        .asText()
                        .equals("MEASURED"));
        JsonNode finland = readings("FI", "ENERGY_PRICE", "");
        assertEquals("EUR/kWh", finland.path("unit").asText());
        assertEquals("0.042", finland.at("/readings/0/value").asText());
        assertEquals("JPY/kWh", readings("JP", "ENERGY_PRICE", "").path("unit").asText());
        assertEquals(200, gateway.send("GET", "/api/v1/plan", "").status());
    }

    @Test
    void all_six_regions_are_ranked_for_a_job_in_one_currency_and_nothing_unknown_counts_as_nothing() {
        String job = """
                {"shape": {"kind": "CONTIGUOUS"}, "itPowerKw": 400, "workKwh": 800, "release": "2026-11-21T14:00:00Z",
                 "deadline": "2026-11-22T02:00:00Z", "homeSite": "mumbai", "residency": ["IN", "FI", "DE", "JP", "BR"],
                 "maxLatencyMs": 200, "latencyMs": {"hamina": 62.5}, "transferGb": 100,
                 "exchange": {"perKgCarbon": 0.1, "perMs": 0.01, "perGb": 0.05}}""";
        JsonNode said = said(
                "Finland is ranked by what was told",
                () -> evaluated(job),
                each -> each.at("/regions/0/terms/forecasts").toString().contains("PROVIDER_FORECAST"));
        JsonNode first = said.at("/regions/0");
        assertEquals("hamina", first.path("region").asText(), said.toPrettyString());
        // 800 kWh at a PUE of 1.2 and 80 g, and 100 GB at 0.001 kWh and 80 g.
        assertEquals(76.808, first.at("/terms/carbonKg/p50").asDouble(), 1e-9);
        assertEquals(7.6808, first.at("/terms/worth/carbon/p50").asDouble(), 1e-9);
        assertEquals(5, first.at("/terms/worth/transfer").asDouble());
        assertEquals(0.625, first.at("/terms/worth/latency").asDouble());
        assertEquals("GIVEN", first.at("/terms/latency/source").asText());
        assertEquals("EUR", first.at("/terms/priceCurrency").asText());
        assertEquals(0.86, first.at("/terms/rate").asDouble());
        assertEquals(
                first.at("/terms/total/p50").asDouble(),
                first.at("/terms/worth/energy/p50").asDouble() + 7.6808 + 5 + 0.625,
                1e-9);
        assertTrue(first.path("pareto").asBoolean());
        assertEquals(624, said.at("/runNowAtHome/carbonKg/p50").asDouble(), 1e-9);
        assertEquals("RESIDENCY", reason(said, "sydney", 0));
        assertEquals("LATENCY", reason(said, "sao-paulo", 0), "14,000 km of glass there and back");
        assertEquals(6, said.path("regions").size());
        JsonNode dear = evaluated(job.replace("\"exchange\": {", "\"exchange\": {\"currency\": \"USD\", "));
        assertEquals("RATE_MISSING", reason(dear, "hamina", 0), "nobody has said what a dollar is worth");
        assertEquals("UNKNOWN", region(dear, "hamina").path("standing").asText());
        assertTrue(region(dear, "hamina").path("terms").isNull());
    }

    @Test
    void the_best_windows_of_a_zone_say_what_they_save_and_by_which_vintage() {
        String path = "/api/v1/windows:best?zone=FI&duration=PT2H&by=MIX&perKgCarbon=0.1&currency=GBP"
                + "&earliest=2026-11-21T14:10:00Z&latest=2026-11-22T04:00:00Z&count=2";
        JsonNode said = said(
                "Finland is forecast",
                () -> gateway.send("GET", path, "").json(),
                each -> each.at("/forecasts/0/quality").asText().equals("PROVIDER_FORECAST"));
        assertEquals("2026-11-21T14:30:00Z", said.at("/runNow/start").asText());
        assertEquals(2, said.path("windows").size());
        assertEquals(80, said.at("/windows/0/carbon/p50").asDouble());
        assertEquals(0, said.at("/windows/0/savedAgainstRunNow/carbon/p50").asDouble());
        assertEquals("EUR/kWh", said.path("priceUnit").asText());
        assertEquals(64, said.at("/forecasts/0/sha256").asText().length());
        assertEquals("ZONE_UNKNOWN", code(path.replace("=FI", "=ZZ")));
        assertEquals("FORECAST_TOO_SHORT", code(path.replace("2026-11-22T04", "2026-12-01T04")));
        assertEquals("WINDOW_TOO_SHORT", code(path.replace("PT2H", "PT14H")));
        assertEquals("RATE_MISSING", code(path.replace("=GBP", "=USD")));
        assertEquals("VALIDATION_FAILED", code(path.replace("PT2H", "PT125M")));
        assertEquals("FORECAST_MISSING", code(path + "&shape=SPLIT&asOf=2026-11-20T00:00:00Z"));
    }

    /** What is said once it says what is wanted. */
    private static JsonNode said(String what, Supplier<JsonNode> question, Predicate<JsonNode> wanted) {
        var said = new AtomicReference<JsonNode>();
        Await.until(
                what,
                () -> {
                    JsonNode now = question.get();
                    said.set(now);
                    return wanted.test(now);
                },
                () -> said.get().toPrettyString());
        return said.get();
    }

    private static String code(String path) {
        return gateway.send("GET", path, "").code();
    }

    private static JsonNode evaluated(String job) {
        var reply = gateway.send("POST", "/api/v1/placements:evaluate", job, "Content-Type", "application/json");
        assertEquals(200, reply.status(), reply.json().toString());
        return reply.json();
    }

    private static JsonNode region(JsonNode said, String region) {
        for (JsonNode each : said.path("regions")) {
            if (each.path("region").asText().equals(region)) {
                return each;
            }
        }
        throw new AssertionError(region + " is not told of");
    }

    private static String reason(JsonNode said, String region, int index) {
        return region(said, region).at("/reasons/" + index + "/code").asText();
    }

    @Test
    void no_key_is_told_over_rest() {
        String feeds = gateway.send("GET", "/api/v1/feeds", "").json().toString();
        assertTrue(feeds.contains("\"FLEXGATE_ENTSOE_TOKEN\""));
        assertFalse(feeds.contains(FeedFixture.KEY), "a key is told");
        assertFalse(feeds.contains("127.0.0.1"), "an address is told");
    }

    @Test
    void a_series_of_ones_own_goes_in_once_and_comes_out_as_it_was_known() {
        String csv = "zone,signal,start,minutes,value,unit\nZA,LOAD,2026-11-20T10:00:00Z,60,24000,MW\n";
        assertEquals("DRY_RUN", imported("&dryRun=true", csv).path("outcome").asText());
        JsonNode first = imported("", csv);
        assertEquals(2, first.at("/series/0/added").asInt());
        assertEquals(0, imported("", csv).at("/series/0/added").asInt());
        Instant later = NOW.plus(Duration.ofMinutes(30));
        gateway.moveClock(later);
        assertEquals(
                2,
                imported("", csv.replace("24000", "25000"))
                        .at("/series/0/added")
                        .asInt());
        String day = "&from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z";
        assertEquals(
                "24000",
                known("ZA", "LOAD", day + "&asOf=" + NOW)
                        .at("/readings/0/value")
                        .asText());
        assertEquals(
                "25000",
                known("ZA", "LOAD", day + "&asOf=" + later)
                        .at("/readings/1/value")
                        .asText());
        assertEquals(
                0,
                known("ZA", "LOAD", day + "&asOf=" + NOW.minusSeconds(1))
                        .path("readings")
                        .size());
        assertEquals(
                "import-mine", known("ZA", "LOAD", day).at("/readings/0/source").asText());
    }

    @Test
    void a_faulty_import_is_refused_whole_by_line_and_column() {
        var refused = gateway.send(
                "POST",
                "/api/v1/feeds/import?source=mine",
                "zone,signal,start,value\nZA,WIND,2026-11-20T10:00:00Z,1\nZA,WIND,soon,2\n",
                "Content-Type",
                "text/csv");
        assertEquals("VALIDATION_FAILED", refused.code());
        assertEquals(3, refused.json().at("/errors/0/line").asInt());
        assertEquals("start", refused.json().at("/errors/0/column").asText());
        assertEquals(
                0,
                known("ZA", "WIND", "&from=2026-11-20T10:00:00Z&to=2026-11-20T11:00:00Z")
                        .path("readings")
                        .size());
        assertEquals(
                400,
                gateway.send("POST", "/api/v1/feeds/import?source=Mine!", "{}").status());
    }

    @Test
    void years_go_in_piece_by_piece_and_again_change_nothing() throws IOException {
        var rows = new StringBuilder("zone,signal,start,minutes,value\n");
        Instant first = Instant.parse("2025-01-01T00:00:00Z");
        for (int at = 0; at < 4_800; at++) {
            rows.append("ZA,SOLAR,")
                    .append(first.plus(Duration.ofMinutes(30L * at)))
                    .append(",30,")
                    .append(at)
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("years.csv"), rows);
        JsonNode once = sent(0, file);
        assertEquals("TAKEN", once.path("outcome").asText());
        assertEquals(4_800, once.at("/series/0/added").asInt());
        assertEquals(3, once.path("pieces").asInt());
        assertEquals(4_800, sent(0, file).at("/series/0/unchanged").asInt());
        assertEquals(
                "4799",
                known("ZA", "SOLAR", "&from=2025-04-10T23:30:00Z&to=2025-04-11T00:00:00Z")
                        .at("/readings/0/value")
                        .asText());
        String mended = rows.toString().replace(",30,2500\n", ",30,none\n");
        JsonNode partly = sent(3, Files.writeString(file, mended));
        assertEquals("PARTLY_TAKEN", partly.path("outcome").asText());
        assertEquals(2_000, partly.path("refused").asInt());
        assertEquals(2_800, partly.at("/series/0/unchanged").asInt());
    }

    /** What the command line prints. */
    private static JsonNode sent(int exit, Path file) {
        var out = new StringWriter();
        var err = new StringWriter();
        String[] words = {
            "feeds",
            "import",
            file.toString(),
            "--source",
            "years",
            "-o",
            "json",
            "--progress",
            "none",
            "--url",
            gateway.url().toString()
        };
        int code = CommandLines.create()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
        assertEquals(exit, code, err::toString);
        if (exit != 0) {
            assertTrue(
                    err.toString().contains("lines 2002 to 4001 are not taken, because of line 2502, value: must be"),
                    err::toString);
        }
        return StrictJson.parse(out.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode imported(String more, String csv) {
        var reply = gateway.send(
                "POST", "/api/v1/feeds/import?source=mine" + more, csv, "Content-Type", "text/csv; charset=utf-8");
        assertEquals(200, reply.status(), reply.json().toString());
        return reply.json();
    }

    private static JsonNode readings(String zone, String signal, String more) {
        return known(zone, signal, DAY + more);
    }

    private static JsonNode known(String zone, String signal, String more) {
        var reply = gateway.send("GET", "/api/v1/feeds/readings?zone=" + zone + "&signal=" + signal + more, "");
        assertEquals(200, reply.status(), reply.json().toString());
        return reply.json();
    }

    /** State of the carbon forecast by zone. */
    private static Map<String, String> states() {
        var states = new TreeMap<String, String>();
        gateway.send("GET", "/api/v1/feeds", "").json().path("feeds").forEach(each -> {
            if (each.path("series").asText().equals("electricity-maps-forecast")) {
                states.put(each.path("zone").asText(), each.path("state").asText());
            }
        });
        return states;
    }

    private static Optional<Reply> carbon(String path) {
        Matcher zone = ZONE.matcher(path);
        if (!zone.find() || !GRAMS.containsKey(zone.group(1))) {
            return Optional.of(new Reply.Body(404, "{\"message\":\"zone not found\"}"));
        }
        boolean ahead = path.contains("/forecast?");
        var records = new StringBuilder();
        for (int hour = 0; hour < 48; hour++) {
            Instant at = NOON.plus(Duration.ofHours(ahead ? hour : hour - 48));
            records.append(hour == 0 ? "" : ",")
                    .append("{\"carbonIntensity\":")
                    .append(GRAMS.get(zone.group(1)))
                    .append(",\"datetime\":\"")
                    .append(at)
                    .append("\"}");
        }
        String list = ahead ? "forecast" : path.contains("past-range") ? "data" : "history";
        return Optional.of(new Reply.Body(
                200,
                "{\"zone\":\"" + zone.group(1) + "\",\"" + list + "\":[" + records + "],\"updatedAt\":\"" + NOON
                        + "\"}"));
    }

    private static Optional<Reply> entsoe(String path) {
        if (!path.contains("documentType=A44")) {
            return Optional.of(new Reply.Body(
                    200,
                    "<Acknowledgement_MarketDocument><Reason><code>999</code><text>No matching data found</text></Reason>"
                            + "</Acknowledgement_MarketDocument>"));
        }
        return Optional.of(new Reply.Body(
                200,
                "<Publication_MarketDocument><TimeSeries><currency_Unit.name>EUR</currency_Unit.name>"
                        + "<price_Measure_Unit.name>MWH</price_Measure_Unit.name><curveType>A03</curveType><Period>"
                        + "<timeInterval><start>2026-11-20T23:00Z</start><end>2026-11-22T23:00Z</end></timeInterval>"
                        + "<resolution>PT15M</resolution><Point><position>1</position><price.amount>42.00</price.amount>"
                        + "</Point></Period></TimeSeries></Publication_MarketDocument>"));
    }
}
