package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.GatewayHouse.Reply;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client of the Carbon Aware SDK's WebApi meets the members, states and faults that its documents show. */
class EmissionsRestTest {

    private static final String SITE = "cambridge-east";
    private static final String CURRENT = "/emissions/forecasts/current?location=" + SITE;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static GatewayHouse gateway;

    @BeforeAll
    static void open() {
        Path catalog = SmallCatalog.in(folder, List.of(SITE), 400, 300);
        gateway = new GatewayHouse(
                folder,
                Map.of("FLEXGATE_CATALOG_DIR", catalog.toString(), "FLEXGATE_TEST_CLOCK", "2026-03-02T12:10:00Z"));
        Await.until(
                "a plan stands", () -> gateway.send("GET", "/api/v1/plan", "").status() == 200);
        StringBuilder csv = new StringBuilder("zone,signal,start,value\n");
        for (int halfHour = 0; halfHour < 4; halfHour++) {
            csv.append("%s,CARBON_INTENSITY,2026-03-02T%02d:%02d:00Z,%d\n"
                    .formatted(zone(), 8 + halfHour / 2, halfHour % 2 * 30, 100 + 40 * halfHour));
        }
        Reply taken =
                gateway.send("POST", "/api/v1/feeds/import?source=meter", csv.toString(), "Content-Type", "text/csv");
        assertEquals(200, taken.status(), () -> taken.json().toString());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private static String zone() {
        return ask(CURRENT).at("/0/forecastData/0/location").asText();
    }

    private static JsonNode ask(String path) {
        Reply reply = gateway.send("GET", path, "");
        assertEquals(200, reply.status(), () -> reply.json().toString());
        return reply.json();
    }

    private static Reply post(String path, String body) {
        return gateway.send("POST", path, body, "Content-Type", "application/json");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void places_have_names_and_coordinates() {
        JsonNode locations = ask("/locations");
        JsonNode site = locations.path(SITE);
        assertEquals(List.of("Latitude", "Longitude", "Name"), names(site));
        assertEquals(SITE, site.path("Name").asText());
        assertTrue(site.path("Latitude").isNumber());
        assertTrue(locations.path(zone()).path("Latitude").isNull());
    }

    @Test
    void what_is_forecast_has_the_members_of_the_documents_and_names_the_best_window() {
        JsonNode forecast = ask(CURRENT
                        + "&dataStartAt=2026-03-02T14:00:00Z&dataEndAt=2026-03-03T04:38:00Z&windowSize=60")
                .get(0);
        assertEquals(
                List.of(
                        "generatedAt",
                        "requestedAt",
                        "location",
                        "dataStartAt",
                        "dataEndAt",
                        "windowSize",
                        "optimalDataPoints",
                        "forecastData"),
                names(forecast));
        assertEquals("2026-03-02T14:00:00+00:00", forecast.path("dataStartAt").asText());
        assertEquals("2026-03-02T12:10:00+00:00", forecast.path("requestedAt").asText());
        assertEquals(60, forecast.path("windowSize").asInt());
        JsonNode data = forecast.path("forecastData");
        assertEquals(List.of("location", "timestamp", "duration", "value"), names(data.get(0)));
        assertEquals(28, data.size(), "14:00 to 03:30, each of which ends by 04:38");
        BigDecimal least = StreamSupport.stream(data.spliterator(), false)
                .map(point -> point.path("value").decimalValue())
                .min(BigDecimal::compareTo)
                .orElseThrow();
        assertEquals(
                0, least.compareTo(forecast.at("/optimalDataPoints/0/value").decimalValue()));
    }

    @Test
    void a_window_is_the_mean_of_what_it_covers() {
        String from = "&dataStartAt=2026-03-02T14:00:00Z&dataEndAt=2026-03-02T15:00:00Z";
        JsonNode halves = ask(CURRENT + from).at("/0/forecastData");
        JsonNode hour = ask(CURRENT + from + "&windowSize=60").at("/0/forecastData");
        BigDecimal sum =
                halves.at("/0/value").decimalValue().add(halves.at("/1/value").decimalValue());
        assertEquals(1, hour.size());
        assertEquals(0, sum.compareTo(hour.at("/0/value").decimalValue().multiply(new BigDecimal(2))));
        JsonNode shifted = ask(CURRENT
                        + "&dataStartAt=2026-03-02T14:15:00Z&dataEndAt=2026-03-02T14:45:00Z&windowSize=30")
                .at("/0/forecastData");
        assertEquals(hour.at("/0/value"), shifted.at("/0/value"), "half of each");
        assertTrue(ask(CURRENT + from + "&windowSize=90")
                .at("/0/optimalDataPoints")
                .isEmpty());
    }

    @Test
    void what_was_observed_is_listed_averaged_and_the_best_of_it_named() {
        String times = "&time=2026-03-02T00:00:00Z&toTime=2026-03-02T12:00:00Z";
        JsonNode seen = ask("/emissions/bylocation?location=" + SITE + times);
        assertEquals(4, seen.size());
        assertEquals(List.of("location", "time", "rating", "duration"), names(seen.get(0)));
        assertEquals("2026-03-02T08:00:00+00:00", seen.at("/0/time").asText());
        JsonNode both = ask("/emissions/bylocations?location=" + SITE + "&location=" + zone() + times);
        assertEquals(8, both.size());
        JsonNode best = ask("/emissions/bylocations/best?locations=" + SITE + times);
        assertEquals(100, best.at("/0/rating").asInt());
        assertEquals(1, best.size());
        JsonNode mean = ask("/emissions/average-carbon-intensity?location=" + SITE
                + "&startTime=2026-03-02T08:15:00Z&endTime=2026-03-02T09:00:00Z");
        assertEquals(List.of("location", "startTime", "endTime", "carbonIntensity"), names(mean));
        // A quarter of an hour of 100 and half an hour of 140.
        assertEquals(
                0,
                new BigDecimal("126.6666666667")
                        .compareTo(mean.path("carbonIntensity").decimalValue()));
        assertEquals(
                204,
                gateway.send("GET", "/emissions/bylocation?location=" + SITE + "&time=2026-02-01&toTime=2026-02-02", "")
                        .status());
    }

    @Test
    void batches_are_answered_in_their_order() {
        String item = "{\"location\": \"" + SITE + "\", \"startTime\": \"2026-03-02T0%d:00:00\", \"endTime\": \"%s\"}";
        Reply means = post(
                "/emissions/average-carbon-intensity/batch",
                "[" + item.formatted(8, "2026-03-02T09:00:00") + "," + item.formatted(9, "2026-03-02T12:00:00+02:00")
                        + "]");
        assertEquals(200, means.status(), () -> means.json().toString());
        assertEquals(120, means.json().at("/0/carbonIntensity").asInt());
        assertEquals(200, means.json().at("/1/carbonIntensity").asInt());
        assertEquals("2026-03-02T10:00:00+00:00", means.json().at("/1/endTime").asText());
        Reply past = post(
                "/emissions/forecasts/batch",
                "[{\"requestedAt\": \"2026-03-02T12:10:00Z\", \"location\": \"" + SITE + "\", \"windowSize\": 30}]");
        assertEquals(200, past.status(), () -> past.json().toString());
        assertFalse(past.json().at("/0/forecastData").isEmpty());
        assertEquals(
                404,
                post(
                                "/emissions/forecasts/batch",
                                "[{\"requestedAt\": \"2026-01-01T00:00:00Z\", \"location\": \"" + SITE + "\"}]")
                        .status());
    }

    @Test
    void faults_stand_under_the_name_of_their_parameter() {
        assertFault("GET", "/emissions/bylocation?location=", "", "location");
        assertFault("GET", "/emissions/bylocations/best?non-location-param=", "", "location");
        assertFault("GET", "/emissions/bylocation?location=nowhere", "", "location");
        assertFault(
                "GET", CURRENT + "&dataStartAt=1999-01-01T00:00:00Z&dataEndAt=1999-01-02T00:00:00Z", "", "dataStartAt");
        assertFault("GET", CURRENT + "&windowSize=-1", "", "windowSize");
        assertFault("GET", "/emissions/average-carbon-intensity?location=" + SITE, "", "startTime");
        assertFault("POST", "/emissions/forecasts/batch", "[{\"location\": \"" + SITE + "\"}]", "requestedAt");
        assertFault(
                "POST",
                "/emissions/forecasts/batch",
                "[{\"location\": \"" + SITE + "\", \"requestedAt\": \"2021-9-1T08:30:00Z\"}]",
                "requestedAt");
        assertFault("POST", "/emissions/average-carbon-intensity/batch", "[]", "");
        assertEquals(404, gateway.send("GET", "/emissions/fake-endpoint", "").status());
    }

    private static void assertFault(String method, String path, String body, String name) {
        Reply reply = method.equals("GET") ? gateway.send("GET", path, "") : post(path, body);
        assertEquals(400, reply.status(), path);
        assertEquals("application/problem+json", reply.header("Content-Type"));
        JsonNode fault = reply.json();
        assertTrue(fault.path("errors").path(name).path(0).isTextual(), fault::toString);
        assertEquals(400, fault.path("status").asInt());
    }

    @Test
    void what_is_simulated_says_so() {
        assertEquals("SIMULATED", gateway.send("GET", CURRENT, "").header("FlexGate-Quality"));
    }
}
