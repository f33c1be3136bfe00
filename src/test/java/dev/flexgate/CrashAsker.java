package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Somebody who asks a gateway for flexibility and does not wait: {@code flex ask}, without the command's patience. */
final class CrashAsker implements AutoCloseable {

    private static final Duration ONE_ATTEMPT = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI gateway;

    /** A question that was taken, and where to look for its answer. */
    private record Asked(String key, String body, String location) {}

    private final List<Asked> asked = new ArrayList<>();

    CrashAsker(URI gateway) {
        this.gateway = gateway;
    }

    /** Asks, and goes away as soon as it is told that it will be answered. */
    void ask() {
        Instant start = HalfHours.ceiling(Clock.systemUTC().instant().plus(Duration.ofHours(4)));
        String body = Json.text(Json.object()
                .put("area", "site:cambridge-east")
                .put("start", start.toString())
                .put("end", start.plus(Duration.ofHours(1)).toString())
                .put("powerKw", 20 + asked.size()));
        String key = "crash-" + asked.size();
        HttpResponse<byte[]> answer = post(key, body, "respond-async");
        assertEquals(202, answer.statusCode(), () -> json(answer).toString());
        assertEquals("RECEIVED", json(answer).path("state").asText());
        asked.add(new Asked(key, body, answer.headers().firstValue("Location").orElseThrow()));
    }

    /** What is still not answered of all that was taken, once nothing more comes; and what a repeat hears otherwise. */
    List<String> unanswered() {
        var wrong = new ArrayList<String>();
        for (Asked each : asked) {
            var found = new AtomicReference<JsonNode>();
            Await.until("an answer to " + each.body(), () -> {
                found.set(json(get(each.location())));
                return !found.get().path("state").asText().equals("RECEIVED");
            });
            JsonNode repeated = json(post(each.key(), each.body(), "wait=20"));
            if (!repeated.path("needId").equals(found.get().path("needId"))
                    || !repeated.path("state").equals(found.get().path("state"))) {
                wrong.add(found.get() + " and to the same again " + repeated);
            }
        }
        return wrong;
    }

    private HttpResponse<byte[]> post(String key, String body, String prefer) {
        return send(HttpRequest.newBuilder(gateway.resolve("/api/v1/flex/needs"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .header("Prefer", prefer)
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<byte[]> get(String location) {
        return send(HttpRequest.newBuilder(gateway.resolve(location)));
    }

    private HttpResponse<byte[]> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(ONE_ATTEMPT).build(), BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private static JsonNode json(HttpResponse<byte[]> answer) {
        return StrictJson.parse(answer.body());
    }

    @Override
    public void close() {
        http.close();
    }
}
