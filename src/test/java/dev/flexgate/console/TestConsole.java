package dev.flexgate.console;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.GatewayHouse;
import dev.flexgate.cli.TestBuyer;
import dev.flexgate.execution.simulated.SimulatedSite;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * A whole gateway in this JVM, on loopback, with the sample catalogue, simulated feeds, a clock that stands until it is
 * moved, one site with a simulated executor, and a partner who has bought over the network.
 */
public final class TestConsole implements AutoCloseable {

    private static final Instant START = Instant.parse("2026-03-02T09:10:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final Path folder;
    private final SimulatedSite site;
    private final GatewayHouse gateway;
    private final String partnersOrder;

    TestConsole(Path folder) {
        this.folder = folder;
        this.site = SimulatedSite.open(TestDatabase.vertx(), (InstantSource) now::get, List.of());
        this.gateway = new GatewayHouse(
                folder,
                Map.of(
                        "FLEXGATE_TEST_CLOCK",
                        START.toString(),
                        "FLEXGATE_EXECUTORS_FILE",
                        executors(folder.resolve("executors.json")).toString(),
                        "FLEXGATE_EXECUTOR_NETWORKS",
                        "127.0.0.0/8"));
        await("/api/v1/slots", found -> !found.path("slots").isEmpty());
        // Signed all the way, and while time still stands where the partner believes it to.
        this.partnersOrder = TestBuyer.buy(
                folder.resolve("data/registry.json"), freePort(), Power.ofKilowatts(20), InstantSource.fixed(START));
    }

    private Path executors(Path file) {
        ObjectNode json = Json.object();
        for (String id : new String[] {"south-wales", "cambridge-east", "manchester-north-west"}) {
            json.withArray("executors")
                    .addObject()
                    .put("siteId", id)
                    .put("url", site.url().toString());
        }
        try {
            return Files.write(file, Json.bytes(json));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Where tests may keep files. */
    public Path folder() {
        return folder;
    }

    /** Page of the order that a partner bought over the network. */
    public String partnersOrder() {
        return "/orders/" + partnersOrder;
    }

    /** The gateway's time. */
    public Instant now() {
        return now.get();
    }

    /** Lets so much time pass. */
    public void advance(Duration length) {
        moveTo(now().plus(length));
    }

    /** Lets time pass until then. */
    public void moveTo(Instant moment) {
        now.set(moment);
        gateway.moveClock(moment);
    }

    /** The address of a page. */
    public URI page(String path) {
        return gateway.url().resolve(path);
    }

    /** The bytes at an address that must be there. */
    public byte[] bytes(String path) {
        GatewayHouse.Reply reply = gateway.send("GET", path, "");
        assertTrue(reply.status() == 200, path + " answers " + reply.status());
        return reply.response().body();
    }

    /** What REST answers, whatever it is. */
    public GatewayHouse.Reply get(String path, String accept) {
        return gateway.send("GET", path, "", "Accept", accept);
    }

    /** Tells REST something that it must take. */
    public JsonNode post(String path, String json) {
        GatewayHouse.Reply reply = gateway.send(
                "POST",
                path,
                json,
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        assertTrue(reply.status() / 100 == 2, () -> path + ": " + reply.json());
        return reply.json();
    }

    /** What REST says once it says what is wanted. */
    public JsonNode await(String path, Predicate<JsonNode> wanted) {
        var said = new AtomicReference<JsonNode>();
        Await.until(path, () -> {
            GatewayHouse.Reply reply = gateway.send("GET", path, "");
            if (reply.status() == 200) {
                said.set(reply.json());
            }
            return reply.status() == 200 && wanted.test(said.get());
        });
        return said.get();
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
        gateway.close();
        site.close();
    }
}
