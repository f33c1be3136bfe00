package dev.flexgate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, so that a test can kill it as an operating system would. */
public final class GatewayProcess implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(60);

    private final Path folder;
    private final Map<String, String> environment = new TreeMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final int port = freePort();
    private final int operationsPort = freePort();
    private Process process;

    /** Starts a gateway whose data lie in {@code folder}, on simulated feeds. */
    public GatewayProcess(Path folder, Map<String, String> settings) {
        this.folder = folder;
        environment.put("FLEXGATE_DATA_DIR", folder.resolve("data").toString());
        environment.put("FLEXGATE_HTTP_PORT", Integer.toString(port));
        environment.put("FLEXGATE_OPERATIONS_PORT", Integer.toString(operationsPort));
        environment.put("FLEXGATE_FEEDS", "simulated");
        environment.put("FLEXGATE_LOG_LEVEL", "WARN");
        environment.putAll(settings);
        this.process = launch();
        awaitReady();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public URI operationsUrl() {
        return URI.create("http://127.0.0.1:" + operationsPort);
    }

    /** Moves the test clock of a gateway that was started with one. */
    public void moveClock(Instant moment) {
        var request = HttpRequest.newBuilder(operationsUrl().resolve("/clock"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"now\":\"" + moment + "\"}"))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(answer.body());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    /** Ends the process at once, as {@code kill -9} does. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Starts it again on the same data and ports. */
    void restart() {
        process = launch();
        awaitReady();
    }

    /** All that it said. */
    String output() {
        try {
            return Files.readString(folder.resolve("gateway.log"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private Process launch() {
        String java = ProcessHandle.current().info().command().orElseThrow();
        var builder = new ProcessBuilder(List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-classpath",
                System.getProperty("java.class.path"),
                "dev.flexgate.Main",
                "run"));
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve("gateway.log").toFile()));
        try {
            return builder.start();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new IllegalStateException("the gateway ended by itself:\n" + output());
            }
            if (isReady()) {
                return;
            }
            pauseWhileItStarts();
        }
        throw new IllegalStateException("the gateway was not ready after " + LONGEST_START + ":\n" + output());
    }

    private boolean isReady() {
        URI readiness = URI.create("http://127.0.0.1:" + operationsPort + "/readyz");
        try {
            return http.send(
                                    HttpRequest.newBuilder(readiness)
                                            .timeout(Duration.ofSeconds(5))
                                            .build(),
                                    BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false; // nobody listens yet
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private void pauseWhileItStarts() {
        try {
            var _ = process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gateway does not die");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
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
        process.destroy();
        awaitEnd();
        http.close();
    }
}
