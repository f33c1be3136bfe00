package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Listens to a stream as a browser does. */
final class Listener implements AutoCloseable {

    final List<Message> messages = new CopyOnWriteArrayList<>();
    final List<String> comments = new CopyOnWriteArrayList<>();
    volatile String lastId = "";
    volatile String retry = "";
    private final HttpClientAgent client;
    private final HttpClientResponse response;
    private String rest = "";

    /** One dispatched message; {@code id} is empty when it had none of its own. */
    record Message(String id, String event, JsonNode data) {}

    Listener(Vertx vertx, int port, String query, String lastEventId) {
        client = vertx.createHttpClient();
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/stream" + query);
        if (!lastEventId.isEmpty()) {
            options.putHeader("Last-Event-ID", lastEventId);
        }
        response = client.request(options)
                .compose(request -> request.send().onSuccess(answer -> {
                    answer.exceptionHandler(_ -> {});
                    answer.handler(part -> take(part.toString(StandardCharsets.UTF_8)));
                }))
                .await();
    }

    int status() {
        return response.statusCode();
    }

    String header(String name) {
        return String.valueOf(response.getHeader(name));
    }

    void pause() {
        response.pause();
    }

    void resume() {
        response.resume();
    }

    List<Message> of(String event) {
        return messages.stream().filter(each -> each.event().equals(event)).toList();
    }

    private void take(String part) {
        rest += part;
        for (int end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
            block(rest.substring(0, end));
            rest = rest.substring(end + 2);
        }
    }

    private void block(String block) {
        String id = "";
        String event = "message";
        String data = "";
        for (String line : block.split("\n")) {
            if (line.startsWith(":")) {
                comments.add(line);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
                lastId = id;
            } else if (line.startsWith("event: ")) {
                event = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.startsWith("retry: ")) {
                retry = line.substring(7);
            }
        }
        if (!data.isEmpty()) {
            messages.add(new Message(id, event, StrictJson.parse(data.getBytes(StandardCharsets.UTF_8))));
        }
    }

    @Override
    public void close() {
        client.close().await();
    }
}
