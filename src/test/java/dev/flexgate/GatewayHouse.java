package dev.flexgate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.store.DatabaseAddress;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** A whole gateway inside the test's process, on simulated feeds, and a caller over real HTTP. */
public final class GatewayHouse implements AutoCloseable {

    private final int port = freePort();
    private final int operationsPort = freePort();
    private final DatabaseAddress address = TestDatabase.freshAddress();
    private final House house;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Opens one whose data lie in {@code folder}. */
    public GatewayHouse(Path folder, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        environment.put(
                "FLEXGATE_DATABASE_URL",
                "postgresql://%s:%s@%s:%d/%s"
                        .formatted(
                                address.user(),
                                address.password(),
                                address.host(),
                                address.port(),
                                address.database()));
        environment.put("FLEXGATE_DATA_DIR", folder.resolve("data").toString());
        environment.put("FLEXGATE_HTTP_PORT", Integer.toString(port));
        environment.put("FLEXGATE_OPERATIONS_PORT", Integer.toString(operationsPort));
        environment.put("FLEXGATE_FEEDS", "simulated");
        environment.putAll(settings);
        this.house = House.open(Config.fromEnvironment(environment));
    }

    public House house() {
        return house;
    }

    /** Where its data lie. */
    public DatabaseAddress address() {
        return address;
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Moves its test clock on, if it was opened with one. */
    public void moveClock(Instant moment) {
        Reply moved = send(
                URI.create("http://127.0.0.1:" + operationsPort + "/clock"), "POST", "{\"now\":\"" + moment + "\"}");
        if (moved.status() != 200) {
            throw new IllegalStateException(new String(moved.response().body(), StandardCharsets.UTF_8));
        }
    }

    /** What the gateway answers; headers in pairs. */
    public Reply send(String method, String path, String body, String... headers) {
        return send(url().resolve(path), method, body, headers);
    }

    private Reply send(URI target, String method, String body, String... headers) {
        var request = HttpRequest.newBuilder(target)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return new Reply(http.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** An answer, read as a test needs it. */
    public record Reply(HttpResponse<byte[]> response) {

        public int status() {
            return response.statusCode();
        }

        public JsonNode json() {
            return StrictJson.parse(response.body());
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        /** The code of a problem. */
        public String code() {
            return json().path("code").asText();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        http.close();
        house.close();
    }
}
