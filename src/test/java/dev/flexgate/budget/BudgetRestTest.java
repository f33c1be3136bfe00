package dev.flexgate.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Await;
import dev.flexgate.GatewayHouse;
import dev.flexgate.GatewayHouse.Reply;
import dev.flexgate.HookSink;
import dev.flexgate.SmallCatalog;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tenant's budget over a day of a whole gateway: counted, warned of once, held to, forecast and tried on what was. */
class BudgetRestTest {

    private static final Instant START = Instant.parse("2026-03-02T09:10:00Z");
    private static final String BUDGET = "/api/v1/budgets/fen-research";
    private static final String STATUS = BUDGET + "/status";

    private static Reply put(GatewayHouse gateway, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = "application/json";
        return gateway.send("PUT", BUDGET, body, all);
    }

    private static JsonNode await(GatewayHouse gateway, String path, Predicate<JsonNode> wanted) {
        var said = new JsonNode[1];
        Await.until(
                path,
                () -> {
                    said[0] = gateway.send("GET", path, "").json();
                    return wanted.test(said[0]);
                },
                () -> said[0].toPrettyString());
        return said[0];
    }

    private static String submit(GatewayHouse gateway, String reference, String priority) {
        Reply reply = gateway.send(
                "POST",
                "/api/v1/jobs",
                """
                {"tenant": "fen-research", "reference": "%s", "name": "job", "shape": {"kind": "CONTIGUOUS"},
                 "itPowerKw": 50, "workKwh": 50, "deadline": "2026-03-03T20:00:00Z", "homeSite": "cambridge-east",
                 "priority": "%s"}""".formatted(reference, priority),
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        assertEquals(201, reply.status(), reply.json().toString());
        return "/api/v1/jobs/" + reply.json().path("jobId").asText();
    }

    private static long warnings(GatewayHouse gateway) {
        return gateway
                .send("GET", "/api/v1/events?topics=budget&limit=100", "")
                .json()
                .findValuesAsText("type")
                .stream()
                .filter(type -> type.startsWith("flex.budget."))
                .count();
    }

    @Test
    void a_budget_is_counted_warned_of_once_and_held_to(@TempDir Path folder) {
        Path catalog = SmallCatalog.in(folder, List.of("cambridge-east"), 400, 300);
        try (var hooks = new HookSink();
                var gateway = new GatewayHouse(
                        folder,
                        Map.of("FLEXGATE_CATALOG_DIR", catalog.toString(), "FLEXGATE_TEST_CLOCK", START.toString()))) {
            subscribe(gateway, hooks);
            await(gateway, "/api/v1/plan", plan -> !plan.path("allocations").isEmpty());
            setsIt(gateway);
            gateway.moveClock(START.plus(Duration.ofHours(26)));
            JsonNode status = await(
                    gateway,
                    STATUS,
                    said -> said.at("/carbonKg/counted").decimalValue().signum() > 0);
            assertEquals(0, status.at("/carbonKg/measuredHalfHours").asInt(), "simulated is not measured");
            assertEquals(
                    status.at("/carbonKg/planned").decimalValue(),
                    status.at("/carbonKg/counted").decimalValue());
            assertEquals("2026-03-01T00:00:00Z", status.path("start").asText());
            warnsOnce(gateway, metered(gateway));
            holds(gateway);
            Await.until(
                    "every warning was posted to whoever subscribed",
                    () -> hooks.types()
                            .equals(Set.of(
                                    "flex.budget.warned.v1", "flex.budget.critical.v1", "flex.budget.exhausted.v1")));
            isTried(gateway);
        }
    }

    private static void subscribe(GatewayHouse gateway, HookSink hooks) {
        Reply subscribed = gateway.send(
                "POST",
                "/api/v1/webhooks",
                "{\"url\": \"" + hooks.url() + "\", \"eventTypes\": [\"flex.budget.*\"], \"signing\": \"v1a\"}",
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        assertEquals(201, subscribed.status(), subscribed.json().toString());
    }

    private static void setsIt(GatewayHouse gateway) {
        assertEquals(404, gateway.send("GET", BUDGET, "").status());
        assertEquals("VALIDATION_FAILED", put(gateway, "{}").code());
        assertEquals(
                "VALIDATION_FAILED",
                put(gateway, "{\"money\": {\"amount\": \"10\", \"currency\": \"EUR\"}}")
                        .code(),
                "plans add up in pounds");
        Reply first = put(gateway, "{\"carbonKg\": 1000000}");
        assertEquals("\"1\"", first.header("ETag"), first.json().toString());
        assertEquals("VERSION_REQUIRED", put(gateway, "{\"carbonKg\": 1}").code());
        assertEquals(
                "VERSION_STALE",
                put(gateway, "{\"carbonKg\": 1}", "If-Match", "\"7\"").code());
        assertEquals(
                "fen-research",
                gateway.send("GET", "/api/v1/budgets", "")
                        .json()
                        .at("/budgets/0/tenant")
                        .asText());
    }

    /** Every half-hour since is read: the base load of 976 kWh, and 100 kWh for the jobs of the only tenant. */
    private static BigDecimal metered(GatewayHouse gateway) {
        Reply taken = gateway.send(
                "POST",
                "/api/v1/readings",
                "{\"batchId\": \"a-day\", \"readings\": [{\"meterId\": \"cambridge-east-gpu\", \"start\":"
                        + " \"2026-03-02T09:00:00Z\", \"interval\": \"PT30M\", \"unit\": \"kWh\", \"quality\": \"MEASURED\","
                        + " \"values\": " + Collections.nCopies(52, 1076) + "}]}",
                "Content-Type",
                "application/json");
        assertTrue(taken.status() < 300, taken.json().toString());
        JsonNode carbon = gateway.send("GET", STATUS, "").json().path("carbonKg");
        assertTrue(carbon.path("halfHours").asInt() > 0, carbon.toPrettyString());
        assertEquals(carbon.path("halfHours"), carbon.path("meteredHalfHours"));
        assertNotEquals(carbon.path("planned"), carbon.path("counted"));
        // 50 to 400 g/kWh, whatever the simulation says of these hours.
        BigDecimal perHalfHour = carbon.path("counted")
                .decimalValue()
                .divide(BigDecimal.valueOf(carbon.path("halfHours").asInt()), MathContext.DECIMAL32);
        assertTrue(
                perHalfHour.compareTo(new BigDecimal("5")) > 0 && perHalfHour.compareTo(new BigDecimal("40")) < 0,
                perHalfHour::toString);
        return carbon.path("counted").decimalValue();
    }

    private static void warnsOnce(GatewayHouse gateway, BigDecimal counted) {
        BigDecimal limit = counted.divide(new BigDecimal("0.85"), new MathContext(8));
        Reply changed = put(gateway, "{\"carbonKg\": " + limit.setScale(4, RoundingMode.UP) + "}", "If-Match", "\"1\"");
        assertEquals(200, changed.status(), changed.json().toString());
        await(
                gateway,
                "/api/v1/events?topics=budget&limit=100",
                said -> said.toString().contains("flex.budget.warned.v1"));
        JsonNode status = gateway.send("GET", STATUS, "").json();
        assertEquals(80, status.at("/warnings/0/percent").asInt(), status.toPrettyString());
        assertEquals(1, status.path("warnings").size());
        // Set again, looked at again: told once.
        assertEquals(
                200,
                put(gateway, "{\"carbonKg\": " + limit.setScale(4, RoundingMode.UP) + "}", "If-Match", "\"2\"")
                        .status());
        gateway.send("GET", STATUS, "");
        assertEquals(1, warnings(gateway));
    }

    private static void holds(GatewayHouse gateway) {
        String placed = submit(gateway, "placed", "LOW");
        await(gateway, placed, job -> job.path("state").asText().equals("PLACED"));
        assertEquals(
                200,
                put(gateway, "{\"carbonKg\": 1, \"mode\": \"HOLD\"}", "If-Match", "\"3\"")
                        .status());
        String low = submit(gateway, "held", "NORMAL");
        JsonNode held = await(gateway, low, job -> job.path("state").asText().equals("DEFERRED"));
        assertTrue(held.path("stateReason").asText().startsWith("BUDGET_HELD: it could use "), held.toString());
        JsonNode out = await(gateway, placed, job -> job.path("state").asText().equals("DEFERRED"));
        assertTrue(
                out.path("stateReason").asText().startsWith("BUDGET_HELD: it is planned to use "),
                out.toPrettyString());
        String high = submit(gateway, "urgent", "HIGH");
        await(gateway, high, job -> job.path("state").asText().equals("PLACED"));
        assertEquals(
                200,
                put(gateway, "{\"carbonKg\": 1, \"mode\": \"HOLD\", \"holds\": [\"HIGH\"]}", "If-Match", "\"4\"")
                        .status());
        await(gateway, low, job -> job.path("state").asText().equals("PLACED"));
        String urgent = submit(gateway, "urgent too", "HIGH");
        await(gateway, urgent, job -> job.path("stateReason").asText().startsWith("BUDGET_HELD"));
        JsonNode status = await(gateway, STATUS, said -> said.path("warnings").size() == 3);
        assertEquals("EXHAUSTED", status.at("/carbonKg/exhaustion/is").asText());
        Reply ended = gateway.send("DELETE", BUDGET, "", "If-Match", "\"5\"");
        assertEquals(200, ended.status());
        await(gateway, urgent, job -> job.path("state").asText().equals("PLACED"));
        assertEquals(404, gateway.send("GET", STATUS, "").status());
    }

    private static void isTried(GatewayHouse gateway) {
        Reply tried = gateway.send(
                "POST",
                "/api/v1/policies:test",
                "{\"tenant\": \"fen-research\", \"carbonPerTonne\": 60, \"days\": 5}",
                "Content-Type",
                "application/json");
        assertEquals(200, tried.status(), tried.json().toString());
        JsonNode report = tried.json();
        assertEquals(5, report.path("days").size());
        assertEquals(6, report.at("/history/jobs").asInt(), report.toPrettyString());
        assertEquals(
                6,
                report.at("/total/decided").asInt()
                        + report.at("/history/jobsWithoutForecast").asInt());
        assertTrue(report.at("/history/daysWithVintages").asInt() <= 2, "the gateway has stood for a day");
        assertTrue(report.at("/total/realisedSavedKg").isNull(), "nothing was measured");
        assertEquals(
                "VALIDATION_FAILED",
                gateway.send(
                                "POST",
                                "/api/v1/policies:test",
                                "{\"tenant\": \"fen-research\", \"days\": 0}",
                                "Content-Type",
                                "application/json")
                        .code());
    }
}
