package dev.flexgate.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.GatewayProcess;
import dev.flexgate.audit.TamperedBundle;
import dev.flexgate.store.DatabaseAddress;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The first thread as a user has it: the demo buys a slot, and what it leaves behind can be read and verified. */
class ThreadTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static GatewayProcess gateway;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static String demo;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static Path key;

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @BeforeAll
    static void a_buyer_has_bought_one_slot() {
        DatabaseAddress address = TestDatabase.freshAddress();
        String url = "postgresql://%s:%s@%s:%d/%s"
                .formatted(address.user(), address.password(), address.host(), address.port(), address.database());
        key = folder.resolve("admin-key");
        writeKey();
        gateway = new GatewayProcess(
                folder, Map.of("FLEXGATE_DATABASE_URL", url, "FLEXGATE_ADMIN_KEY_FILE", key.toString()));
        demo = playDemo();
    }

    private static void writeKey() {
        var out = new StringWriter();
        command(out).execute("keys", "generate");
        try {
            Files.writeString(key, out.toString().strip());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String playDemo() {
        return playDemo(0, "--key-file", key.toString());
    }

    private static String playDemo(int exit, String... options) {
        var out = new StringWriter();
        List<String> words = new ArrayList<>(List.of("demo", "bap"));
        words.addAll(List.of("--gateway", gateway.url().toString()));
        words.addAll(List.of("--registry", folder.resolve("data/registry.json").toString()));
        words.addAll(List.of(options));
        assertEquals(exit, command(out).execute(words.toArray(String[]::new)), out::toString);
        return out.toString();
    }

    @AfterAll
    static void close() {
        gateway.close();
        HTTP.close();
    }

    private static CommandLine command(StringWriter out) {
        return CommandLines.create().setOut(new PrintWriter(out)).setErr(new PrintWriter(out));
    }

    @Test
    void the_demo_tells_each_step_and_ends_with_a_genuine_bundle() {
        for (String step : new String[] {"discover", "select", "init", "confirm", "status", "audit"}) {
            assertTrue(demo.lines().anyMatch(line -> line.startsWith(step)), demo);
        }
        assertTrue(demo.contains("CONFIRMED"), demo);
        assertTrue(demo.contains("is genuine: 8 records, 3 counterparty signatures"), demo);
        assertTrue(demo.contains("SIMULATED"), "simulated forecasts must be called so");
    }

    @Test
    void the_demo_can_be_played_again_from_another_port() {
        assertTrue(playDemo().contains("is genuine"));
    }

    @Test
    void without_a_key_the_demo_buys_but_says_what_it_needs_to_read_the_audit() {
        String said = playDemo(1);
        assertTrue(said.contains("CONFIRMED"), said);
        assertTrue(said.contains("answered 401: this gateway has API keys"), said);
    }

    @Test
    void the_order_can_be_read_with_its_itemised_price() throws Exception {
        JsonNode order = json("/api/v1/orders").path("orders").path(0);
        assertEquals("ACCEPTED", order.path("state").asText());
        assertEquals(3, order.path("quote").path("lines").size());
        JsonNode same = json("/api/v1/orders/" + order.path("orderId").asText());
        assertEquals(order, same);
    }

    @Test
    void what_was_bought_is_no_longer_left() throws Exception {
        JsonNode quote = json("/api/v1/orders").path("orders").path(0).path("quote");
        JsonNode slot = json("/api/v1/slots/" + quote.path("slotId").asText());
        assertTrue(slot.path("leftW").asLong() <= slot.path("offerableW").asLong() - 20_000, slot.toString());
    }

    @Test
    void jobs_say_why_they_run_when_they_run() throws Exception {
        String jobId = json("/api/v1/jobs").path("jobs").path(0).path("jobId").asText();
        JsonNode why = json("/api/v1/jobs/" + jobId).path("why");
        assertFalse(why.path("sentence").asText().isEmpty(), why.toString());
        assertEquals("SIMULATED", why.path("quality").asText());
    }

    @Test
    void the_plan_carries_its_certificate_and_its_forecasts() throws Exception {
        JsonNode plan = json("/api/v1/plan");
        assertFalse(plan.path("certificate").path("lowerBound").asText().isEmpty());
        assertTrue(plan.path("forecasts").size() >= 6, plan.toString());
        assertEquals(
                200,
                get("/api/v1/plans/" + plan.path("version").asLong() + "/transcript")
                        .statusCode());
    }

    @Test
    void a_record_can_be_read_with_its_proof() throws Exception {
        String orderId =
                json("/api/v1/orders").path("orders").path(0).path("orderId").asText();
        JsonNode record =
                json("/api/v1/audit/subjects/order/" + orderId).path("records").path(0);
        String id = record.path("recordId").asText();
        assertEquals(
                "ORDER_DECIDED",
                json("/api/v1/audit/records/" + id).path("payload").path("type").asText());
        HttpResponse<byte[]> proof = get("/api/v1/audit/records/" + id + "/proof");
        assertTrue(new String(proof.body(), StandardCharsets.UTF_8).startsWith("c2sp.org/tlog-proof@v1\n"));
        assertEquals(200, get("/log/checkpoint").statusCode());
    }

    @Test
    void a_downloaded_bundle_is_verified_offline_and_a_tampered_one_is_refused() throws Exception {
        String orderId =
                json("/api/v1/orders").path("orders").path(0).path("orderId").asText();
        byte[] bundle = get("/api/v1/audit/bundles/order/" + orderId).body();
        String vkey = new String(get("/log/vkey").body(), StandardCharsets.UTF_8).strip();
        Path file = folder.resolve("bundle.zip");
        Files.write(file, bundle);
        var out = new StringWriter();
        assertEquals(0, command(out).execute("audit", "verify", "--vkey", vkey, file.toString()), out.toString());
        Files.write(file, TamperedBundle.of(bundle, ".jws", content -> {
            content[content.length / 2] ^= 1;
            return content;
        }));
        assertFalse(command(out).execute("audit", "verify", "--vkey", vkey, file.toString()) == 0, out.toString());
    }

    @Test
    void what_is_not_there_and_what_is_asked_wrongly_is_a_problem_document() throws Exception {
        HttpResponse<byte[]> missing = get("/api/v1/orders/00000000-0000-7000-8000-000000000000");
        assertEquals(404, missing.statusCode());
        assertEquals(
                "application/problem+json",
                missing.headers().firstValue("Content-Type").orElse(""));
        assertEquals(400, get("/api/v1/slots?limit=0").statusCode());
        assertEquals(400, get("/api/v1/orders/no-uuid").statusCode());
        assertEquals(404, get("/nowhere").statusCode());
    }

    @Test
    void health_and_metrics_are_on_the_operations_listener() throws Exception {
        assertEquals(200, ask(gateway.operationsUrl().resolve("/livez")).statusCode());
        assertTrue(
                StrictJson.parse(ask(gateway.operationsUrl().resolve("/readyz")).body())
                        .path("ready")
                        .asBoolean());
        String metrics =
                new String(ask(gateway.operationsUrl().resolve("/metrics")).body(), StandardCharsets.UTF_8);
        assertTrue(metrics.contains("flexgate_outbox_depth"), metrics);
    }

    private static JsonNode json(String path) throws Exception {
        HttpResponse<byte[]> answer = get(path);
        assertEquals(200, answer.statusCode(), path);
        return StrictJson.parse(answer.body());
    }

    private static HttpResponse<byte[]> get(String path) throws Exception {
        return ask(gateway.url().resolve(path));
    }

    private static HttpResponse<byte[]> ask(URI address) throws Exception {
        var request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + Files.readString(key))
                .build();
        return HTTP.send(request, BodyHandlers.ofByteArray());
    }
}
