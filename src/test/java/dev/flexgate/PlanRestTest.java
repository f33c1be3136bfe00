package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.GatewayHouse.Reply;
import dev.flexgate.identity.access.KeyText;
import io.fabric8.zjsonpatch.JsonPatch;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans are proposed, compared, applied and rolled back over real HTTP, by whoever may. */
class PlanRestTest {

    private static final String PROPOSALS = "/api/v1/plans/proposals";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static GatewayHouse gateway;

    private static final String ADMIN = KeyText.random(new SecureRandom()).reveal();

    @BeforeAll
    static void open() throws Exception {
        Path file = folder.resolve("admin-key");
        Files.writeString(file, ADMIN + "\n");
        gateway = new GatewayHouse(
                folder,
                Map.of("FLEXGATE_ADMIN_KEY_FILE", file.toString(), "FLEXGATE_TEST_CLOCK", "2026-11-21T12:00:10Z"));
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private static String key(String tenant, String scope) {
        String body = "{\"label\":\"test\",\"tenant\":\"" + tenant + "\",\"scopes\":[\"" + scope + "\"]}";
        return send(ADMIN, "POST", "/api/v1/keys", body).json().path("key").asText();
    }

    private static Reply send(String key, String method, String path, String body, String... more) {
        List<String> headers = new ArrayList<>(List.of("Authorization", "Bearer " + key));
        if (!body.isEmpty()) {
            headers.addAll(List.of("Content-Type", "application/json"));
        }
        headers.addAll(List.of(more));
        return gateway.send(method, path, body, headers.toArray(String[]::new));
    }

    private static Reply once(String key, String path, String body, String... more) {
        return under(UUID.randomUUID().toString(), key, path, body, more);
    }

    /** While a plan is in the making nothing is done, and whoever asks again under the same key is done by once. */
    private static Reply under(String intent, String key, String path, String body, String... more) {
        List<String> headers = new ArrayList<>(List.of(more));
        headers.addAll(List.of("Idempotency-Key", intent));
        var heard = new AtomicReference<Reply>();
        Await.until("an answer of " + path, () -> {
            heard.set(send(key, "POST", path, body, headers.toArray(String[]::new)));
            return heard.get().status() != 503 && !heard.get().code().equals("IDEMPOTENCY_IN_FLIGHT");
        });
        return heard.get();
    }

    private static Reply plan() {
        return send(ADMIN, "GET", "/api/v1/plan", "");
    }

    private static Reply propose(String body) {
        Reply proposed = once(ADMIN, PROPOSALS, body);
        assertEquals(201, proposed.status(), () -> proposed.json().toString());
        return proposed;
    }

    /** Proposed and applied; again when the clock of plans has struck between. */
    private static Reply applied(String body) {
        Reply applied = applyNewly(body);
        for (int more = 0; more < 3 && applied.status() == 412; more++) {
            applied = applyNewly(body);
        }
        Reply last = applied;
        assertEquals(200, last.status(), () -> last.json().toString());
        return last;
    }

    private static Reply applyNewly(String body) {
        Reply proposed = propose(body);
        String base = "\"" + proposed.json().path("basePlanVersion").asText() + "\"";
        return once(ADMIN, proposed.header("Location") + ":apply?reason=test", "", "If-Match", base);
    }

    private static String closing(String site) {
        JsonNode plan = plan().json();
        return "{\"reason\":\"maintenance\",\"closeSites\":[{\"siteId\":\"" + site + "\",\"start\":\""
                + plan.path("start").asText() + "\",\"end\":\""
                + plan.path("end").asText() + "\"}]}";
    }

    private static long slotsAt(String site) {
        return gateway.send("GET", "/api/v1/slots?limit=200&site=" + site, "")
                .json()
                .path("slots")
                .size();
    }

    @Test
    void a_site_is_closed_and_opened_again_and_the_catalogue_follows() {
        long before = plan().json().path("version").asLong();
        Reply closed = applied(closing("south-wales"));
        long version = closed.json().path("version").asLong();
        assertEquals("\"" + version + "\"", closed.header("ETag"));
        assertEquals(
                0,
                closed.json().path("allocations").findValuesAsText("siteId").stream()
                        .filter("south-wales"::equals)
                        .count());
        Await.until("the slots are gone", () -> slotsAt("south-wales") == 0);
        JsonNode diff = send(ADMIN, "GET", "/api/v1/plans/" + version + "/diff?against=" + before, "")
                .json();
        assertEquals("" + before, diff.path("from").asText());
        assertEquals(3, diff.path("peaks").size());
        Reply back = once(ADMIN, "/api/v1/plans/" + before + ":rollback", "", "If-Match", plan().header("ETag"));
        assertTrue(
                back.status() == 200 || back.code().equals("PLAN_INFEASIBLE") || back.status() == 412,
                () -> back.json().toString());
        applied("{\"releaseAll\":true}");
        Await.until("the slots are back", () -> slotsAt("south-wales") > 0);
    }

    @Test
    void who_does_not_say_what_stands_is_refused_and_who_says_it_wrong_too() {
        Reply proposed = propose("{}");
        String apply = proposed.header("Location") + ":apply";
        assertEquals("VERSION_REQUIRED", once(ADMIN, apply, "").code());
        assertEquals(
                "VERSION_STALE",
                once(ADMIN, apply, "", "If-Match", "\"999999\"").code());
        assertEquals("VERSION_STALE", once(ADMIN, apply, "", "If-Match", "*").code());
        assertEquals(
                200, once(ADMIN, proposed.header("Location") + ":withdraw", "").status());
        String base = "\"" + proposed.json().path("basePlanVersion").asText() + "\"";
        assertEquals("PROPOSAL_CLOSED", once(ADMIN, apply, "", "If-Match", base).code());
    }

    @Test
    void what_no_plan_can_do_is_refused_with_what_stands_against_it() {
        Reply refused = once(
                ADMIN,
                PROPOSALS,
                "{\"moveJobs\":[{\"jobId\":\"00000000-0000-7000-8000-000000000000\",\"siteId\":\"south-wales\"}]}");
        assertEquals(422, refused.status());
        assertEquals("JOB_OVER", refused.json().at("/obstacles/0/code").asText());
        Reply misspelt = once(ADMIN, PROPOSALS, "{\"closeSite\":[]}");
        assertEquals("/closeSite", misspelt.json().at("/errors/0/pointer").asText());
    }

    @Test
    void a_repeat_hears_the_first_answer() {
        String intent = UUID.randomUUID().toString();
        Reply first = under(intent, ADMIN, PROPOSALS, "{}");
        assertEquals(201, first.status(), () -> first.json().toString());
        Reply again = send(ADMIN, "POST", PROPOSALS, "{}", "Idempotency-Key", intent);
        assertEquals(first.json(), again.json());
        assertEquals("true", again.header("Idempotency-Replayed"));
    }

    @Test
    void one_plan_becomes_another_by_a_patch() {
        long before = plan().json().path("version").asLong();
        Reply closed = applied("{\"carbonPerTonne\":\"77\"}");
        long after = closed.json().path("version").asLong();
        String path = "/api/v1/plans/" + before + "/diff/" + after;
        Reply patch = send(ADMIN, "GET", path, "", "Accept", "application/json-patch+json");
        assertEquals("application/json-patch+json", patch.header("Content-Type"));
        JsonNode from = send(ADMIN, "GET", "/api/v1/plans/" + before, "").json();
        JsonNode to = send(ADMIN, "GET", "/api/v1/plans/" + after, "").json();
        assertEquals(to, JsonPatch.apply(patch.json(), from));
        assertEquals(
                "" + before, send(ADMIN, "GET", path, "").json().path("from").asText());
        assertEquals(
                404,
                send(ADMIN, "GET", "/api/v1/plans/1/diff/999999", "", "Accept", "application/json-patch+json")
                        .status());
    }

    @Test
    void plans_wait_for_a_person_once_somebody_says_so() {
        String path = "/api/v1/plans/approval";
        Reply before = send(ADMIN, "GET", path, "");
        assertEquals("AUTOMATIC", before.json().path("mode").asText());
        String manual = "{\"mode\":\"MANUAL\",\"causes\":[\"JOBS\"],\"expiresInMinutes\":30}";
        assertEquals("VERSION_REQUIRED", send(ADMIN, "PUT", path, manual).code());
        Reply wrong = send(ADMIN, "PUT", path, "{\"mode\":\"MANUAL\",\"causes\":[\"START\"]}", "If-Match", "\"0\"");
        assertEquals("/causes", wrong.json().at("/errors/0/pointer").asText());
        assertEquals(
                403,
                send(key("operator", "plans:read"), "PUT", path, manual, "If-Match", "\"0\"")
                        .status());
        Reply set = send(ADMIN, "PUT", path, manual, "If-Match", before.header("ETag"));
        assertEquals(200, set.status(), () -> set.json().toString());
        assertEquals(
                "VERSION_STALE",
                send(ADMIN, "PUT", path, manual, "If-Match", before.header("ETag"))
                        .code());

        Reply job = once(ADMIN, "/api/v1/jobs", """
                {"tenant": "fen-research", "reference": "wait-1", "name": "waits", "shape": {"kind": "MALLEABLE"},
                 "itPowerKw": 100, "workKwh": 200, "deadline": "2026-11-22T12:00:00Z", "homeSite": "south-wales"}
                """);
        assertEquals(201, job.status(), () -> job.json().toString());
        Await.until(
                "a plan waits",
                () -> send(ADMIN, "GET", path, "").json().path("waiting").asInt() == 1);
        JsonNode waiting = send(ADMIN, "GET", PROPOSALS, "").json().at("/proposals/0");
        assertTrue(
                waiting.path("waits").asBoolean()
                        && waiting.path("origin").asText().equals("DUE"),
                waiting::toString);
        String at = PROPOSALS + "/" + waiting.path("proposalId").asText();
        String base = "\"" + waiting.path("basePlanVersion").asText() + "\"";
        String page =
                new String(send(ADMIN, "GET", "/plans/proposals", "").response().body(), StandardCharsets.UTF_8);
        assertTrue(page.contains("1 plan waits"), page);
        Reply applied = once(ADMIN, at + ":apply", "", "If-Match", base);
        assertEquals(200, applied.status(), () -> applied.json().toString());
        assertEquals(
                200,
                send(ADMIN, "PUT", path, "{\"mode\":\"AUTOMATIC\"}", "If-Match", set.header("ETag"))
                        .status());
    }

    @Test
    void each_scope_goes_as_far_as_it_says() {
        String reader = key("fen-research", "plans:read");
        String proposer = key("operator", "plans:write");
        Reply proposed = once(proposer, PROPOSALS, "{}");
        assertEquals(201, proposed.status());
        String base = "\"" + proposed.json().path("basePlanVersion").asText() + "\"";
        assertEquals(403, send(reader, "GET", PROPOSALS, "").status());
        assertEquals(403, once(reader, PROPOSALS, "{}").status());
        Reply applied = once(proposer, proposed.header("Location") + ":apply", "", "If-Match", base);
        assertEquals("plans:apply", applied.json().path("requiredScope").asText());
        assertEquals(
                403,
                once(proposer, "/api/v1/plans/1:rollback", "", "If-Match", base).status());
        JsonNode list = send(reader, "GET", "/api/v1/plans", "").json().path("plans");
        assertFalse(list.isEmpty());
    }
}
