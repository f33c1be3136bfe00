package dev.flexgate.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flexgate.rewrite.Rewriting.Told;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Cidr;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import dev.flexgate.wire.StrictJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a stand-in that speaks as OpenAI-compatible endpoints do. */
class RewritingTest {

    private static final String FACTS = "It runs at 02:30 and saves 41 kg.";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile int status = 200;
    private volatile String answer = "";

    @SuppressWarnings("NullAway.Init") // set before each test
    private HttpServer server;

    @SuppressWarnings("NullAway.Init") // set before each test
    private Rewriting rewriting;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
        var policy = new AddressPolicy(true, Set.of(), Set.of("127.0.0.1"), List.of(Cidr.parse("127.0.0.0/8")));
        var http = new OutboundHttp(
                TestDatabase.vertx(),
                policy,
                OutboundLimits.DEFAULT.withResponseBytes(Rewriting.ANSWER_BYTES_MAX),
                new SimpleMeterRegistry());
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
        rewriting = new Rewriting(http, new Rewriting.Endpoint(base, "small-model", "secret"));
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void says(String text) {
        var json = Json.object().put("object", "chat.completion");
        json.putArray("choices")
                .addObject()
                .put("index", 0)
                .putObject("message")
                .put("role", "assistant")
                .put("content", text);
        answer = Json.text(json);
    }

    @Test
    void what_keeps_to_the_facts_is_told_with_the_name_of_the_model_and_asked_once() {
        says("Starting at 2:30 am saves 41 kg.");
        var told = assertInstanceOf(Told.Rewritten.class, rewriting.told(FACTS));
        assertEquals("Starting at 2:30 am saves 41 kg.", told.text());
        assertTrue(told.label().contains("small-model"));
        assertEquals(told, rewriting.told(FACTS));
        assertEquals(1, asked.size());
        var question = StrictJson.parse(asked.getFirst().getBytes(StandardCharsets.UTF_8));
        assertEquals("small-model", question.path("model").asText());
        assertEquals(FACTS, question.at("/messages/1/content").asText());
        assertEquals(List.of("Bearer secret"), authorizations);
    }

    @Test
    void what_holds_a_number_of_its_own_is_not_told() {
        says("Starting at 2:30 am saves 41 kg, which is 12 % of the whole.");
        var refused = assertInstanceOf(Told.Refused.class, rewriting.told(FACTS));
        assertTrue(refused.why().contains("12"), refused.why());
        assertFalse(refused.label().contains("Starting"));
    }

    @Test
    void an_endpoint_that_fails_babbles_or_says_nothing_costs_nothing_but_the_rewriting() {
        status = 500;
        assertInstanceOf(Told.Away.class, rewriting.told(FACTS));
        status = 200;
        answer = "<html>";
        assertInstanceOf(Told.Away.class, rewriting.told(FACTS));
        answer = "{}";
        assertInstanceOf(Told.Refused.class, rewriting.told(FACTS + " "));
        says("a".repeat(5_000));
        assertInstanceOf(Told.Refused.class, rewriting.told(FACTS + "  "));
        server.stop(0);
        assertInstanceOf(Told.Away.class, rewriting.told(FACTS + "   "));
    }

    @Test
    void the_key_is_in_no_text_of_ours() {
        var endpoint = new Rewriting.Endpoint(URI.create("http://localhost/v1"), "m", "secret");
        assertFalse(endpoint.toString().contains("secret"));
    }
}
