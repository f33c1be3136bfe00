package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.GatewayHouse.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that make something can be repeated, over real HTTP. */
class IdempotencyTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static GatewayHouse gateway;

    @BeforeAll
    static void open() {
        gateway = new GatewayHouse(folder, Map.of());
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private static String job(String reference) {
        Instant deadline = Instant.now().plus(Duration.ofHours(40)).truncatedTo(ChronoUnit.DAYS);
        return "{\"reference\": \"" + reference + "\", \"name\": \"A job\", \"shape\": {\"kind\": \"MALLEABLE\"},"
                + " \"itPowerKw\": 100, \"workKwh\": 10, \"deadline\": \"" + deadline
                + "\", \"homeSite\": \"cambridge-east\"}";
    }

    private static Reply submit(String reference, String intent) {
        return gateway.send(
                "POST", "/api/v1/jobs", job(reference), "Idempotency-Key", intent, "Content-Type", "application/json");
    }

    private static long jobs(String reference) {
        return gateway
                .send("GET", "/api/v1/jobs?limit=200&tenant=operator", "")
                .json()
                .path("jobs")
                .findValuesAsText("reference")
                .stream()
                .filter(reference::equals)
                .count();
    }

    @Test
    void a_repeat_hears_the_first_answer_and_is_marked() {
        Reply first = submit("repeat", "repeat-1");
        Reply again = submit("repeat", "repeat-1");
        assertEquals(201, first.status());
        assertEquals("", first.header("Idempotency-Replayed"));
        assertEquals(201, again.status());
        assertEquals("true", again.header("Idempotency-Replayed"));
        assertEquals(first.json(), again.json());
        assertEquals(first.header("Location"), again.header("Location"));
        assertEquals(200, gateway.send("GET", first.header("Location"), "").status());
        assertEquals(1, jobs("repeat"));
    }

    @Test
    void a_refusal_is_repeated_too() {
        String body = job("refused").replace("\"workKwh\": 10", "\"workKwh\": 100000");
        String[] headers = {"Idempotency-Key", "refused-1", "Content-Type", "application/json"};
        Reply first = gateway.send("POST", "/api/v1/jobs", body, headers);
        Reply again = gateway.send("POST", "/api/v1/jobs", body, headers);
        assertEquals(422, first.status());
        assertEquals("JOB_REFUSED", again.code());
        assertEquals("true", again.header("Idempotency-Replayed"));
        assertEquals("/deadline", again.json().at("/errors/0/pointer").asText());
        assertTrue(again.json().at("/errors/0/suggestion").has("deadline"));
    }

    @Test
    void another_request_with_the_key_is_refused() {
        assertEquals(201, submit("one", "reused").status());
        Reply other = submit("two", "reused");
        assertEquals(422, other.status());
        assertEquals("IDEMPOTENCY_KEY_REUSED", other.code());
        assertEquals(0, jobs("two"));
    }

    @Test
    void without_the_key_nothing_is_done() {
        Reply refused = gateway.send("POST", "/api/v1/jobs", job("keyless"), "Content-Type", "application/json");
        assertEquals(400, refused.status());
        assertEquals("IDEMPOTENCY_KEY_REQUIRED", refused.code());
        assertTrue(refused.json().path("detail").asText().contains("Idempotency-Key"));
        assertEquals(0, jobs("keyless"));
    }

    @Test
    void twenty_at_once_do_it_once() throws Exception {
        List<Callable<Reply>> same = new ArrayList<>();
        for (int count = 0; count < 20; count++) {
            same.add(() -> submit("crowd", "crowd-1"));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Reply> each : threads.invokeAll(same)) {
                int status = each.get().status();
                assertTrue(status == 201 || status == 409, "status " + status);
            }
        }
        assertEquals(1, jobs("crowd"));
        assertEquals("true", submit("crowd", "crowd-1").header("Idempotency-Replayed"));
    }

    @Test
    void every_wrong_field_is_named_by_its_pointer() {
        String body = "{\"reference\": 7, \"name\": \"\", \"shape\": {\"kind\": \"ROUND\"}, \"itPowerKw\": -1,"
                + " \"workKwh\": \"much\", \"deadline\": \"tomorrow\", \"homeSite\": \"cambridge-east\", \"colour\": 1}";
        Reply refused = gateway.send("POST", "/api/v1/jobs?dryRun=true", body, "Content-Type", "application/json");
        assertEquals(400, refused.status());
        assertEquals(
                List.of("/reference", "/name", "/shape/kind", "/itPowerKw", "/workKwh", "/deadline", "/colour"),
                refused.json().path("errors").findValuesAsText("pointer"));
    }

    @Test
    void a_dry_run_weighs_the_job_and_stores_nothing() {
        Reply weighed =
                gateway.send("POST", "/api/v1/jobs?dryRun=true", job("dry"), "Content-Type", "application/json");
        assertEquals(200, weighed.status());
        assertTrue(weighed.json().path("dryRun").asBoolean());
        assertTrue(weighed.json().at("/estimate/windows/0/cost").has("p90"));
        assertTrue(weighed.json().at("/estimate/windows/0/carbonKg").has("p50"));
        assertEquals(0, jobs("dry"));
    }
}
