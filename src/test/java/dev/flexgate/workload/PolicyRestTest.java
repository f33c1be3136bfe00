package dev.flexgate.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Await;
import dev.flexgate.GatewayHouse;
import dev.flexgate.GatewayHouse.Reply;
import dev.flexgate.SmallCatalog;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies over a whole gateway: changed by hand, checked, planned by at once, and named by the plan. */
class PolicyRestTest {

    private static final String POLICY = "/api/v1/policies/fen-research";

    private static Reply put(GatewayHouse gateway, String body, String... match) {
        return match.length == 0
                ? gateway.send("PUT", POLICY, body, "Content-Type", "application/json")
                : gateway.send("PUT", POLICY, body, "Content-Type", "application/json", "If-Match", match[0]);
    }

    private static JsonNode plan(GatewayHouse gateway, Predicate<JsonNode> wanted) {
        var said = new JsonNode[1];
        Await.until(
                "a plan",
                () -> {
                    said[0] = gateway.send("GET", "/api/v1/plan", "").json();
                    return wanted.test(said[0]);
                },
                () -> said[0].toPrettyString());
        return said[0];
    }

    @Test
    void a_policy_is_changed_by_hand_and_the_next_plan_names_it(@TempDir Path folder) {
        Path catalog = SmallCatalog.in(folder, List.of("cambridge-east"), 300);
        try (var gateway = new GatewayHouse(
                folder,
                Map.of("FLEXGATE_CATALOG_DIR", catalog.toString(), "FLEXGATE_TEST_CLOCK", "2026-03-02T09:10:00Z"))) {
            plan(gateway, plan -> !plan.path("allocations").isEmpty());
            isChecked(gateway);
            Reply set = put(
                    gateway,
                    "{\"name\": \"little\", \"carbonGbpPerTonne\": 60, \"limits\": {\"peakKw\": 150}}",
                    "\"1\"");
            assertEquals("\"2\"", set.header("ETag"), set.json().toString());
            JsonNode under =
                    plan(gateway, plan -> plan.path("cause").asText().contains("policy changed: fen-research"));
            assertTrue(under.path("cause").asText().contains("fen-research version 2"), under::toPrettyString);
            under.path("allocations")
                    .forEach(run -> assertTrue(run.path("itPowerW").asLong() <= 150_000, run::toString));
            isExplained(gateway, under);
            isWithdrawn(gateway);
        }
    }

    private static void isChecked(GatewayHouse gateway) {
        assertEquals("\"1\"", gateway.send("GET", POLICY, "").header("ETag"));
        assertEquals(
                "VERSION_REQUIRED",
                put(gateway, "{\"name\": \"x\", \"carbonGbpPerTonne\": 1}").code());
        assertEquals(
                "VERSION_STALE",
                put(gateway, "{\"name\": \"x\", \"carbonGbpPerTonne\": 1}", "\"7\"")
                        .code());
        isRefused(gateway, "{\"carbonGbpPerTonne\": 1}", "/name");
        isRefused(gateway, "{\"name\": \"x\", \"carbonGbpPerTonne\": -1}", "/carbonGbpPerTonne");
        isRefused(gateway, "{\"name\": \"x\", \"carbonGbpPerTonne\": 1e30}", "/carbonGbpPerTonne");
        isRefused(gateway, "{\"name\": \"x\", \"carbonGbpPerTonne\": 1, \"tenant\": \"other\"}", "/tenant");
        isRefused(
                gateway, "{\"name\": \"x\", \"carbonGbpPerTonne\": 1, \"limits\": {\"peekKw\": 1}}", "/limits/peekKw");
        isRefused(
                gateway,
                "{\"name\": \"x\", \"carbonGbpPerTonne\": 1, \"limits\": {\"blackouts\": [{\"site\": \"nowhere\","
                        + " \"from\": \"2026-03-02T16:00:00Z\", \"until\": \"2026-03-02T19:00:00Z\"}]}}",
                "/limits/blackouts/0/site");
        assertEquals("\"1\"", gateway.send("GET", POLICY, "").header("ETag"), "nothing was kept of it");
    }

    private static void isRefused(GatewayHouse gateway, String body, String pointer) {
        Reply reply = put(gateway, body, "\"1\"");
        assertEquals(400, reply.status(), reply.json().toString());
        assertEquals(
                pointer,
                reply.json().at("/errors/0/pointer").asText(),
                reply.json().toString());
        assertTrue(!reply.json().at("/errors/0/detail").asText().isEmpty());
    }

    private static void isExplained(GatewayHouse gateway, JsonNode plan) {
        String job = plan.at("/allocations/0/jobId").asText();
        // With all its price rounds it is longer than what is accepted from strangers.
        String explained = new String(
                gateway.send("GET", "/explain/" + job, "", "Accept", "application/json")
                        .response()
                        .body(),
                StandardCharsets.UTF_8);
        assertTrue(explained.replaceAll("\\s", "").contains("{\"tenant\":\"fen-research\",\"version\":2}"), explained);
        assertTrue(gateway.send("GET", POLICY + "/versions/1", "")
                .json()
                .path("limits")
                .isMissingNode());
    }

    private static void isWithdrawn(GatewayHouse gateway) {
        assertEquals("VERSION_REQUIRED", gateway.send("DELETE", POLICY, "").code());
        assertEquals(
                200, gateway.send("DELETE", POLICY, "", "If-Match", "\"2\"").status());
        assertEquals(404, gateway.send("GET", POLICY, "").status());
        plan(gateway, plan -> plan.path("cause").asText().contains("fen-research withdrawn"));
        assertEquals(
                "\"4\"",
                put(gateway, "{\"name\": \"again\", \"carbonGbpPerTonne\": 1}").header("ETag"));
        JsonNode list = gateway.send("GET", "/api/v1/policies", "").json();
        assertEquals("again", list.at("/policies/0/name").asText(), list::toPrettyString);
    }
}
