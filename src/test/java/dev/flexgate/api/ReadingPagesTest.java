package dev.flexgate.api;

import static dev.flexgate.settlement.SettlementFixture.DAY;
import static dev.flexgate.settlement.SettlementFixture.METER;
import static dev.flexgate.settlement.SettlementFixture.batch;
import static dev.flexgate.settlement.SettlementFixture.start;
import static dev.flexgate.settlement.SettlementFixture.starts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.identity.KeyFolder;
import dev.flexgate.identity.access.AccessGate;
import dev.flexgate.identity.access.ApiKeys;
import dev.flexgate.identity.access.KeyLimits;
import dev.flexgate.identity.access.Rates;
import dev.flexgate.identity.access.Sessions;
import dev.flexgate.settlement.SettlementContract;
import dev.flexgate.settlement.SettlementFixture;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.StrictJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readings in and settlements out, over HTTP. */
class ReadingPagesTest {

    private static final int EVENT = 35;

    @TempDir
    private Path folder;

    private final SettlementFixture fixture = new SettlementFixture();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Vertx vertx = TestDatabase.vertx();
    private final Answers answers =
            new Answers(vertx, "test", 8, new Idempotency(fixture.database(), fixture.clock()), meters);
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer server = vertx.createHttpServer();

    @BeforeEach
    void listen() {
        var random = new SecureRandom();
        var keys = new ApiKeys(fixture.database(), (_, _, _, _, _) -> {}, random, fixture.clock(), KeyLimits.DEFAULT);
        var sessions = new Sessions(new KeyFolder(folder).loadOrCreate("session"), random, fixture.clock(), false);
        Router router = Router.router(vertx);
        router.route().handler(new AccessGate(keys, sessions, Rates.DEFAULT, meters));
        Router rest = Router.router(vertx);
        new ReadingPages(fixture.database(), fixture.readings(), 256 * 1024).addTo(rest, answers);
        new SettlementPages(fixture.settlement(), fixture.systemPrices()).addTo(rest, answers);
        router.route("/api/v1/*").subRouter(rest);
        server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await();
    }

    @AfterEach
    void close() {
        server.close().await();
        answers.close();
        fixture.close();
    }

    @Test
    void a_batch_goes_in_and_its_readings_come_out_as_they_were_known() throws Exception {
        fixture.clock().set(start(DAY.plusDays(1), 1));
        Instant from = start(DAY, 1);

        JsonNode receipt = json(200, post(batch("a", METER, from, List.of(10L, 20L))));
        assertEquals("ACCEPTED", receipt.get("outcome").asText());
        assertEquals(2, receipt.get("added").asInt());
        assertEquals(
                "REPEATED",
                json(200, post(batch("a", METER, from, List.of(10L, 20L))))
                        .get("outcome")
                        .asText());
        json(409, post(batch("a", METER, from, List.of(11L, 20L))));
        Instant then = fixture.clock().instant();
        fixture.clock().advance(Duration.ofHours(1));
        json(200, post(batch("b", METER, from, List.of(11L))));

        String span = "/api/v1/readings?meterId=" + METER + "&from=" + from + "&to=" + start(DAY, 3);
        assertEquals("11", json(200, get(span)).at("/readings/0/value").asText());
        assertEquals(2, json(200, get(span)).at("/readings/0/version").asInt());
        assertEquals(
                "10",
                json(200, get(span + "&asOf=" + then)).at("/readings/0/value").asText());
        assertEquals(
                start(DAY, 2).toString(),
                json(200, get(span + "&limit=1")).get("next").asText());
    }

    @Test
    void a_faulty_batch_is_refused_with_a_pointer_to_each_fault() throws Exception {
        JsonNode problem = json(
                400,
                post("{\"batchId\":\"a\",\"readings\":[{\"meterId\":\"M\",\"unit\":\"GWh\"}]}"
                        .getBytes(StandardCharsets.UTF_8)));

        assertEquals("VALIDATION_FAILED", problem.get("code").asText());
        List<String> pointers = problem.get("errors").findValuesAsText("pointer");
        assertTrue(pointers.containsAll(List.of("/readings/0/meterId", "/readings/0/unit")), pointers::toString);
        json(400, get("/api/v1/readings?meterId=" + METER));
    }

    @Test
    void a_settlement_shows_what_was_delivered_and_what_it_is_worth() throws Exception {
        fixture.readDays(METER, DAY.minusDays(20), 20, _ -> 4_000);
        SettlementContract contract = fixture.open(
                fixture.contract(new Formula.PayAsBid(), new BaselineMethod.Bl01(false), starts(DAY, EVENT, 1)));
        fixture.clock().set(start(DAY, EVENT + 1));
        json(200, post(batch("event", METER, start(DAY, EVENT), List.of(3_450L))));
        fixture.settle();

        JsonNode settled = json(200, get("/api/v1/flex/settlements/" + contract.id()));
        assertEquals("SETTLED", settled.get("state").asText());
        assertEquals("0.550000", settled.at("/periods/0/deliveredMwh").asText());
        assertEquals("99.0000", settled.at("/periods/0/flows/0/amount").asText());
        assertEquals(EVENT, settled.at("/periods/0/settlementPeriod").asInt());
        assertEquals(
                contract.id().toString(),
                json(200, get("/api/v1/flex/settlements"))
                        .at("/settlements/0/orderId")
                        .asText());
        json(404, get("/api/v1/flex/settlements/" + new UUID(0, 1)));
    }

    private static JsonNode json(int status, HttpResponse<byte[]> response) {
        assertEquals(status, response.statusCode(), () -> new String(response.body(), StandardCharsets.UTF_8));
        return StrictJson.parse(response.body());
    }

    private HttpResponse<byte[]> post(byte[] body) throws IOException, InterruptedException {
        return http.send(
                request("/api/v1/readings")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
    }
}
