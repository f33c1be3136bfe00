package dev.flexgate.wire;

import static dev.flexgate.wire.IngressFixture.LIMITS;
import static dev.flexgate.wire.IngressFixture.get;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailuresTest {

    private final IngressFixture ingress = new IngressFixture();

    @AfterEach
    void stop() {
        ingress.close();
    }

    @Test
    void are_told_by_a_reference_alone_which_is_logged_with_the_stack() throws IOException {
        String body = body("/breaks", 500);
        JsonNode problem = Json.mapper().readTree(body);
        String reference = problem.get("instance").textValue();
        assertTrue(reference.startsWith("urn:uuid:"));
        assertEquals("Internal Server Error", problem.get("title").textValue());
        assertFalse(body.contains("hunter2") || body.contains("Exception") || body.contains("dev.flexgate"), body);
        List<ILoggingEvent> errors = ingress.log.list.stream()
                .filter(event -> event.getLevel() == Level.ERROR)
                .toList();
        assertEquals(1, errors.size());
        assertTrue(errors.getFirst().getFormattedMessage().contains(reference));
    }

    @Test
    void that_were_foreseen_are_told_as_they_are() throws IOException {
        JsonNode problem = Json.mapper().readTree(body("/problem", 409));
        assertEquals("https://flexgate.dev/problems/sold", problem.get("type").textValue());
        assertEquals(3, problem.get("remaining").intValue());
        ingress.assertQuiet();
    }

    @Test
    void of_the_json_gate_say_reason_and_position() throws IOException {
        JsonNode problem = Json.mapper().readTree(body("/json", 400));
        assertEquals("DUPLICATE_NAME", problem.get("reason").textValue());
        assertEquals(7, problem.get("position").intValue());
        ingress.assertQuiet();
    }

    @Test
    void to_find_a_route_are_problems_too() throws IOException {
        assertEquals(
                404, Json.mapper().readTree(body("/nowhere", 404)).get("status").intValue());
        assertEquals(
                405, Json.mapper().readTree(body("/posts", 405)).get("status").intValue());
        ingress.assertQuiet();
    }

    private String body(String path, int status) throws IOException {
        int port = ingress.serve(LIMITS, FailuresTest::routes);
        try (var peer = new RawPeer(port)) {
            peer.send(get(path));
            assertTrue(peer.awaitStatuses(1));
            assertEquals(List.of(status), peer.statuses());
            assertTrue(peer.text().toLowerCase(Locale.ROOT).contains("content-type: application/problem+json"));
            return peer.text().substring(peer.text().indexOf("\r\n\r\n") + 4);
        }
    }

    private static void routes(Router router) {
        router.get("/breaks").handler(_ -> {
            throw new IllegalStateException("hunter2");
        });
        router.get("/problem").handler(_ -> {
            throw new ProblemException(new Problem(
                    "https://flexgate.dev/problems/sold", "Sold", 409, "the slot is sold", Map.of("remaining", 3)));
        });
        router.get("/json").handler(_ -> StrictJson.parse("{\"a\":1,\"a\":2}".getBytes(ISO_8859_1)));
        router.post("/posts").handler(context -> context.response().end());
    }
}
