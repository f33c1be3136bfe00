package dev.flexgate.beckn.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A registry of somebody else, over real HTTP: what it answers, and when, is the test's choice. */
public final class StandInRegistry implements AutoCloseable {

    /** A question as it came in. */
    @SuppressWarnings("ArrayRecordComponent") // evidence to show, never compared
    public record Question(String method, String path, String authorization, byte[] body) {

        public String text() {
            return new String(body, UTF_8);
        }
    }

    /** An answer. */
    public record Reply(int status, String json) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Question> questions = new CopyOnWriteArrayList<>();
    private volatile Function<Question, Reply> manners = _ -> new Reply(500, "{}");
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public StandInRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/registry");
    }

    /** From now on, answers like this. */
    public void answerWith(Function<Question, Reply> other) {
        manners = other;
    }

    /** Answers nothing until the latch is open. */
    CountDownLatch hold() {
        gate = new CountDownLatch(1);
        return gate;
    }

    public List<Question> questions() {
        return questions;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var question = new Question(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
                exchange.getRequestBody().readAllBytes());
        questions.add(question);
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Reply reply = manners.apply(question);
        byte[] body = reply.json().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(reply.status(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.close();
    }
}
