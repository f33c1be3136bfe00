package dev.flexgate.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A receiver on this machine: keeps what arrives, and answers what the test has laid ready, else 200. */
final class Receiver implements AutoCloseable {

    final List<Arrival> arrivals = new CopyOnWriteArrayList<>();
    private final Queue<Consumer<HttpServerRequest>> answers = new ConcurrentLinkedQueue<>();
    private final HttpServer server;
    private volatile Consumer<HttpServerRequest> otherwise =
            request -> request.response().end();

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Arrival(String id, String timestamp, String signature, String contentType, byte[] body) {

        JsonNode json() {
            return StrictJson.parse(body);
        }

        String type() {
            return json().path("type").asText();
        }

        List<String> versions() {
            return List.of(signature.split(" ")).stream()
                    .map(each -> each.split(",")[0])
                    .toList();
        }

        @Override
        public String toString() {
            return id + " " + new String(body, UTF_8);
        }
    }

    Receiver(Vertx vertx) {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> take(request, body)))
                .listen(0, "127.0.0.1")
                .await();
    }

    private void take(HttpServerRequest request, Buffer body) {
        arrivals.add(new Arrival(
                header(request, StandardWebhooks.ID),
                header(request, StandardWebhooks.TIMESTAMP),
                header(request, StandardWebhooks.SIGNATURE),
                header(request, "content-type"),
                body.getBytes()));
        Consumer<HttpServerRequest> answer = answers.poll();
        (answer == null ? otherwise : answer).accept(request);
    }

    private static String header(HttpServerRequest request, String name) {
        return String.valueOf(request.getHeader(name));
    }

    Receiver thenAnswer(int status) {
        return then(request -> request.response().setStatusCode(status).end("said " + status));
    }

    Receiver then(Consumer<HttpServerRequest> answer) {
        answers.add(answer);
        return this;
    }

    Receiver always(Consumer<HttpServerRequest> answer) {
        otherwise = answer;
        return this;
    }

    Receiver always(int status) {
        return always(request -> request.response().setStatusCode(status).end());
    }

    String url() {
        return url("/hook");
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.actualPort() + path;
    }

    @Override
    public void close() {
        server.close().await();
    }
}
