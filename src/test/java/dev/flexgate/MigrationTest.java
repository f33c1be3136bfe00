package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.GatewayHouse.Reply;
import dev.flexgate.execution.simulated.Heard;
import dev.flexgate.execution.simulated.Manner;
import dev.flexgate.execution.simulated.SimulatedSite;
import dev.flexgate.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that has begun is ordered from site to site, over a whole gateway and two executors. */
class MigrationTest {

    private static final Instant START = Instant.parse("2026-03-02T09:10:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final String POLICY = "/api/v1/policies/fen-research";

    private final SimulatedSite cambridge = SimulatedSite.open(TestDatabase.vertx(), InstantSource.system(), List.of());
    private final SimulatedSite wales = SimulatedSite.open(TestDatabase.vertx(), InstantSource.system(), List.of());

    @AfterEach
    void close() {
        cambridge.close();
        wales.close();
    }

    private Map<String, String> settings(Path folder) throws Exception {
        Path executors = folder.resolve("executors.json");
        Files.writeString(executors, """
                {"executors": [{"siteId": "cambridge-east", "url": "%s"}, {"siteId": "south-wales", "url": "%s"}]}
                """.formatted(cambridge.url(), wales.url()));
        return Map.of(
                "FLEXGATE_CATALOG_DIR",
                SmallCatalog.in(folder, List.of("cambridge-east", "south-wales"))
                        .toString(),
                "FLEXGATE_TEST_CLOCK",
                START.toString(),
                "FLEXGATE_EXECUTORS_FILE",
                executors.toString(),
                "FLEXGATE_EXECUTOR_NETWORKS",
                "127.0.0.0/8");
    }

    private static Reply send(GatewayHouse gateway, String method, String path, String body, String... headers) {
        String[] all = new String[headers.length + 4];
        System.arraycopy(headers, 0, all, 0, headers.length);
        List<String> more = List.of(
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        for (int index = 0; index < 4; index++) {
            all[headers.length + index] = more.get(index);
        }
        Reply reply = gateway.send(method, path, body, all);
        assertTrue(reply.status() < 300, () -> path + ": " + reply.json());
        return reply;
    }

    /** Work that fills its window, so that it runs at once and all the time. */
    private static String submit(GatewayHouse gateway) {
        return "/api/v1/jobs/"
                + send(gateway, "POST", "/api/v1/jobs", """
                        {"tenant": "fen-research", "reference": "train", "name": "train",
                         "shape": {"kind": "PREEMPTIBLE", "maxInterruptions": 9}, "itPowerKw": 100, "workKwh": 1000,
                         "release": "2026-03-02T09:30:00Z", "deadline": "2026-03-02T20:30:00Z", "homeSite": "south-wales",
                         "allowedSites": ["south-wales", "cambridge-east"], "migrationGbp": 1, "dataGb": 20}
                        """)
                        .json()
                        .path("jobId")
                        .asText();
    }

    private static JsonNode await(GatewayHouse gateway, String path, String pointer, String wanted) {
        var said = new JsonNode[1];
        Await.until(
                pointer + " of " + path + " is " + wanted,
                () -> {
                    said[0] = gateway.send("GET", path, "").json();
                    return said[0].at(pointer).asText().equals(wanted);
                },
                () -> said[0].toPrettyString());
        return said[0];
    }

    /** No flexible work at a site from now on. */
    private static void close(GatewayHouse gateway, String etag, String site) {
        send(gateway, "PUT", POLICY, """
                {"name": "closes a site", "carbonGbpPerTonne": 60, "limits": {"blackouts":
                 [{"site": "%s", "from": "2026-03-02T09:00:00Z", "until": "2026-03-04T09:00:00Z"}]}}
                """.formatted(site), "If-Match", etag);
    }

    private static List<Heard> orders(SimulatedSite site) {
        return site.heard().stream()
                .filter(each -> each.type().startsWith("flex.job."))
                .toList();
    }

    @Test
    void both_sites_are_told_once_and_a_site_that_refuses_is_not_asked_again(@TempDir Path folder) throws Exception {
        try (var gateway = new GatewayHouse(folder, settings(folder))) {
            String etag = gateway.send("GET", POLICY, "").header("ETag");
            close(gateway, etag, "cambridge-east");
            String job = submit(gateway);
            await(gateway, job, "/state", "PLACED");
            gateway.moveClock(START.plus(HOUR));
            JsonNode running = await(gateway, job, "/state", "RUNNING");
            assertEquals("south-wales", running.at("/why/runs/0/siteId").asText(), running.toPrettyString());

            close(gateway, gateway.send("GET", POLICY, "").header("ETag"), "south-wales");
            JsonNode ordered =
                    await(gateway, job, "/migrations/0/toSaid", "TAKEN").at("/migrations/0");
            await(gateway, job, "/migrations/0/fromSaid", "TAKEN");
            Heard leaves = orders(wales).getFirst();
            Heard comes = orders(cambridge).getFirst();
            assertEquals("CHECKPOINT", leaves.data().path("part").asText());
            assertEquals("RESUME", comes.data().path("part").asText());
            for (Heard each : List.of(leaves, comes)) {
                assertEquals("flex.job.migrate.v1", each.type());
                assertEquals(ordered.path("migrationId"), each.data().path("migrationId"));
                assertEquals("south-wales", each.data().path("fromSite").asText());
                assertEquals("cambridge-east", each.data().path("toSite").asText());
                assertEquals(
                        "2026-03-02T10:30:00Z", each.data().path("checkpointBy").asText());
                assertEquals(
                        "2026-03-02T10:30:00Z", each.data().path("resumeAt").asText());
                assertEquals(20, each.data().at("/job/dataGb").asInt());
            }
            // A plan for another reason wants the same move, and orders nothing.
            long version = plan(gateway);
            submitAnother(gateway);
            Await.until("another plan", () -> plan(gateway) > version);
            assertEquals(1, orders(wales).size());
            assertEquals(1, orders(cambridge).size());
            assertRecorded(gateway, ordered);

            gateway.moveClock(START.plus(HOUR.multipliedBy(2)));
            await(gateway, job, "/migrations/0/state", "DONE");
            refused(gateway, job);
        }
    }

    /** It is to go back, and the site there will not take it: it stays, though nothing runs there any more. */
    private void refused(GatewayHouse gateway, String job) {
        wales.answer(Manner.NACK);
        close(gateway, gateway.send("GET", POLICY, "").header("ETag"), "cambridge-east");
        JsonNode refused = await(gateway, job, "/migrations/0/state", "REFUSED").at("/migrations/0");
        assertEquals("simulated refusal at south-wales", refused.path("why").asText());
        Await.until(
                "the other site is told",
                () -> orders(cambridge).getLast().type().equals("flex.job.migration.withdrawn.v1"));
        JsonNode waits = await(gateway, job, "/why/deferred/reason", "BLACKOUT");
        assertEquals(2, waits.path("migrations").size(), waits.toPrettyString());
        Reply late = gateway.send(
                "POST",
                "/api/v1/migrations/" + refused.path("migrationId").asText() + ":complete",
                "{\"revision\": 1, \"siteId\": \"south-wales\"}",
                "Content-Type",
                "application/json");
        assertEquals("MIGRATION_CONFLICT", late.code());
    }

    private static void submitAnother(GatewayHouse gateway) {
        send(gateway, "POST", "/api/v1/jobs", """
                {"tenant": "fen-research", "reference": "other", "name": "other", "shape": {"kind": "MALLEABLE"},
                 "itPowerKw": 10, "workKwh": 10, "deadline": "2026-03-03T09:30:00Z", "homeSite": "cambridge-east"}
                """);
    }

    private static long plan(GatewayHouse gateway) {
        return gateway.send("GET", "/api/v1/plan", "").json().path("version").asLong();
    }

    private static void assertRecorded(GatewayHouse gateway, JsonNode ordered) {
        JsonNode events =
                gateway.send("GET", "/api/v1/events?topics=job&limit=100", "").json();
        List<String> types = events.findValuesAsText("type");
        assertTrue(types.contains("flex.migration.ordered.v1"), types::toString);
        assertEquals(
                2, types.stream().filter("flex.migration.answered.v1"::equals).count(), types::toString);
        assertEquals(
                200,
                gateway.send(
                                "GET",
                                "/api/v1/audit/records/"
                                        + ordered.path("recordId").asText(),
                                "")
                        .status());
    }
}
