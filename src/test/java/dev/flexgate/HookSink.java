package dev.flexgate;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/** A receiver of webhooks that takes everything, until it is told otherwise, and remembers what it heard. */
public final class HookSink implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, JsonNode> byId = new ConcurrentHashMap<>();
    private volatile int status = 204;

    public HookSink() {
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.createContext("/", exchange -> {
            JsonNode event = StrictJson.parse(exchange.getRequestBody().readAllBytes());
            byId.put(event.path("id").asText(), event);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/hook";
    }

    /** From now on it answers so. */
    public void answer(int other) {
        status = other;
    }

    /** Ids of the events it was told. */
    Set<String> ids() {
        return new TreeSet<>(byId.keySet());
    }

    /** Types of the events it was told. */
    public Set<String> types() {
        return byId.values().stream()
                .map(each -> each.path("type").asText())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
