package dev.flexgate.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Await;
import dev.flexgate.GatewayHouse;
import dev.flexgate.GatewayHouse.Reply;
import dev.flexgate.quantity.HalfHours;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A grid operator over REST, against a whole gateway. */
class FlexRestTest {

    @TempDir
    private Path folder;

    @Test
    void asks_orders_looks_and_calls_off() {
        try (var gateway = new GatewayHouse(folder, Map.of())) {
            Instant start = busiest(gateway);
            String body = """
                    {"area": "site:cambridge-east", "start": "%s", "end": "%s", "powerKw": 50}
                    """.formatted(start, start.plus(Duration.ofMinutes(30)));
            Reply asked = answered(gateway, body, "ask-1");
            assertEquals(201, asked.status(), () -> asked.json().toString());
            assertEquals("/api/v1/flex/needs/" + asked.json().path("needId").asText(), asked.header("location"));
            assertEquals(
                    "OFFERED",
                    asked.json().path("state").asText(),
                    () -> asked.json().toString());
            JsonNode offer = asked.json().path("offer");
            assertEquals(50_000, offer.path("options").path(3).path("powerW").asLong());
            Reply again = gateway.send("POST", "/api/v1/flex/needs", body, "Idempotency-Key", "ask-1");
            assertEquals(asked.json(), again.json());
            assertEquals("true", again.header("idempotency-replayed"));
            assertEquals(
                    "IDEMPOTENCY_KEY_REQUIRED",
                    gateway.send("POST", "/api/v1/flex/needs", body).code());
            String path = "/api/v1/flex/offers/" + offer.path("offerId").asText();
            assertEquals(200, gateway.send("GET", path, "").status());
            Reply cheap =
                    gateway.send("POST", path + ":order", "{\"price\": \"0.0001\"}", "Idempotency-Key", "order-0");
            assertEquals(409, cheap.status());
            assertEquals(
                    "/price",
                    cheap.json().path("errors").path(0).path("pointer").asText());
            Reply ordered = gateway.send("POST", path + ":order", "{}", "Idempotency-Key", "order-1");
            assertEquals(201, ordered.status(), () -> ordered.json().toString());
            assertEquals(
                    200,
                    gateway.send("POST", path + ":order", "{}", "Idempotency-Key", "order-2")
                            .status(),
                    "the same order under another key was made before");
            assertEquals("SCHEDULED", ordered.json().path("state").asText());
            String order =
                    "/api/v1/flex/orders/" + ordered.json().path("orderId").asText();
            assertEquals(order, ordered.header("location"));
            assertEquals(ordered.json(), gateway.send("GET", order, "").json());
            assertEquals(
                    1,
                    gateway.send("GET", "/api/v1/flex/orders?limit=5", "")
                            .json()
                            .path("orders")
                            .size());
            assertEquals(
                    1,
                    gateway.send("GET", "/api/v1/flex/needs", "")
                            .json()
                            .path("needs")
                            .size());
            Reply cancelled = gateway.send(
                    "POST", order + ":cancel", "{\"reason\": \"the peak is over\"}", "Idempotency-Key", "c-1");
            assertEquals("CANCELLED", cancelled.json().path("state").asText());
            Reply late = gateway.send("POST", path + ":decline", "{}", "Idempotency-Key", "d-1");
            assertEquals("FLEX_CONFLICT", late.code());
            assertEquals("ILLEGAL_STEP", late.json().path("reason").asText());
        }
    }

    /** On a machine that is busy with other things the answer takes longer than anybody is kept waiting. */
    private static Reply answered(GatewayHouse gateway, String body, String key) {
        List<Reply> replies = new ArrayList<>();
        Await.until("an answer", () -> {
            replies.add(gateway.send("POST", "/api/v1/flex/needs", body, "Idempotency-Key", key));
            return replies.getLast().status() != 202;
        });
        return replies.getLast();
    }

    @Test
    void who_does_not_want_to_wait_is_told_where_the_answer_will_be() {
        try (var gateway = new GatewayHouse(folder, Map.of())) {
            Instant start = busiest(gateway);
            String body = """
                    {"area": "site:cambridge-east", "start": "%s", "end": "%s", "powerKw": 50}
                    """.formatted(start, start.plus(Duration.ofMinutes(30)));
            Reply taken = gateway.send(
                    "POST", "/api/v1/flex/needs", body, "Idempotency-Key", "ask-1", "Prefer", "respond-async");
            assertEquals(202, taken.status(), () -> taken.json().toString());
            assertEquals("respond-async", taken.header("preference-applied"));
            assertEquals("RECEIVED", taken.json().path("state").asText());
            assertEquals("1", taken.header("retry-after"));
            String location = taken.header("location");
            Await.until(
                    "an answer",
                    () -> gateway.send("GET", location, "")
                            .json()
                            .path("state")
                            .asText()
                            .equals("OFFERED"));
            // The same again hears what came of it, and nothing is asked twice.
            Reply again = answered(gateway, body, "ask-1");
            assertEquals(201, again.status());
            assertEquals(location, again.header("location"));
            assertTrue(again.json().has("offer"));
            Reply elsewhere = gateway.send("POST", "/api/v1/flex/needs", body, "Idempotency-Key", "ask-1");
            assertEquals(again.json(), elsewhere.json());
            assertEquals("true", elsewhere.header("idempotency-replayed"));
            assertEquals(
                    1,
                    gateway.send("GET", "/api/v1/flex/needs", "")
                            .json()
                            .path("needs")
                            .size());
        }
    }

    @Test
    void names_every_wrong_field_and_what_would_pass() {
        try (var gateway = new GatewayHouse(folder, Map.of())) {
            Reply wrong = gateway.send(
                    "POST",
                    "/api/v1/flex/needs",
                    "{\"area\": \"mars\", \"start\": \"noon\", \"powerKw\": \"many\", \"baselineMethod\": \"50of10\", \"colour\": 1}",
                    "Idempotency-Key",
                    "ask-1");
            assertEquals(400, wrong.status());
            List<String> pointers = new ArrayList<>();
            wrong.json()
                    .path("errors")
                    .forEach(each -> pointers.add(each.path("pointer").asText()));
            assertTrue(
                    pointers.containsAll(List.of("/area", "/start", "/end", "/powerKw", "/baselineMethod", "/colour")),
                    pointers::toString);
            Reply past = gateway.send("POST", "/api/v1/flex/needs", """
                    {"area": "gsp:_A", "start": "2020-01-01T00:00:00Z", "end": "2020-01-01T00:30:00Z", "powerKw": 5}
                    """, "Idempotency-Key", "ask-2");
            assertEquals(422, past.status());
            assertEquals("FLEX_REFUSED", past.code());
            assertEquals("TOO_LATE", past.json().path("reason").asText());
            assertEquals(
                    "/start", past.json().path("errors").path(0).path("pointer").asText());
            assertEquals(
                    404,
                    gateway.send("GET", "/api/v1/flex/orders/0190a0a0-0000-7000-8000-000000000000", "")
                            .status());
        }
    }

    /** The half-hour, an hour ahead at least, in which Cambridge draws most for jobs that are not alone there. */
    private static Instant busiest(GatewayHouse gateway) {
        Map<Instant, Long> planned = new TreeMap<>();
        for (JsonNode run : gateway.send("GET", "/api/v1/plan", "").json().path("allocations")) {
            if (run.path("siteId").asText().equals("cambridge-east")) {
                Instant end = Instant.parse(run.path("end").asText());
                for (Instant each = Instant.parse(run.path("start").asText());
                        each.isBefore(end);
                        each = each.plus(HalfHours.STEP)) {
                    planned.merge(each, run.path("itPowerW").asLong(), Long::sum);
                }
            }
        }
        Instant soonest = planned.keySet().stream().findFirst().orElseThrow().plus(Duration.ofHours(1));
        return planned.entrySet().stream()
                .filter(each -> !each.getKey().isBefore(soonest))
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }
}
