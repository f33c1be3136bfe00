package dev.flexgate.console;

import dev.flexgate.Config;
import dev.flexgate.House;
import dev.flexgate.cli.TestBuyer;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.DatabaseAddress;
import dev.flexgate.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/** A whole gateway in this JVM, on loopback, with the sample catalogue, simulated feeds and a clock that stands. */
public final class TestConsole implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-03-02T09:10:00Z");

    private final House house;
    private final Path folder;
    private final URI address;
    private final URI operations;

    public TestConsole(Path folder) {
        this.folder = folder;
        int http = freePort();
        int operationsPort = freePort();
        DatabaseAddress database = TestDatabase.freshAddress();
        String url = "postgresql://%s:%s@%s:%d/%s"
                .formatted(database.user(), database.password(), database.host(), database.port(), database.database());
        this.address = URI.create("http://127.0.0.1:" + http);
        this.operations = URI.create("http://127.0.0.1:" + operationsPort);
        Map<String, String> settings = Map.of(
                "FLEXGATE_HTTP_PORT", Integer.toString(http),
                "FLEXGATE_OPERATIONS_PORT", Integer.toString(operationsPort),
                "FLEXGATE_DATABASE_URL", url,
                "FLEXGATE_DATA_DIR", folder.resolve("data").toString(),
                "FLEXGATE_TEST_CLOCK", START.toString(),
                "FLEXGATE_FEEDS", "simulated");
        this.house = House.open(Config.fromEnvironment(settings));
    }

    /** A partner buys over the network, signed all the way; says the order's id. Only before time has moved. */
    public String sellToPartner(Power power) {
        return TestBuyer.buy(folder.resolve("data/registry.json"), freePort(), power, InstantSource.fixed(START));
    }

    /** Lets so much time pass. */
    public void advance(Duration length) {
        var request = HttpRequest.newBuilder(operations.resolve("/clock"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"advance\":\"" + length + "\"}"))
                .build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** The address of a page. */
    public URI page(String path) {
        return address.resolve(path);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() {
        house.close();
    }
}
