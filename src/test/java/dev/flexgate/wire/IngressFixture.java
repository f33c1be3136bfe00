package dev.flexgate.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/** Guarded servers on real sockets that remember what reached a handler, and what was logged meanwhile. */
final class IngressFixture implements AutoCloseable {

    static final IngressLimits LIMITS = IngressLimits.DEFAULT
            .withHosts(Set.of("a"))
            .withDeadlines(new IngressLimits.Deadlines(
                    Duration.ofMillis(300),
                    Duration.ofMillis(400),
                    1024,
                    Duration.ofMillis(400),
                    Duration.ofSeconds(30)));

    final Vertx vertx = Vertx.vertx();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final List<HttpServer> servers = new ArrayList<>();

    IngressFixture() {
        log.start();
        root().addAppender(log);
    }

    @Override
    public void close() {
        root().detachAppender(log);
        vertx.close().await();
    }

    /** Port of a server that remembers each request and answers {@code {}}; to {@code /slow} after a moment. */
    int serve(IngressLimits limits) {
        return serve(
                limits,
                router -> router.route().handler(context -> {
                    String body = context.body().isEmpty() ? "" : context.body().asString();
                    seen.add(
                            context.request().method() + " " + context.request().uri() + " " + body);
                    long delayMillis = context.request().uri().equals("/slow") ? 100 : 1;
                    vertx.setTimer(delayMillis, _ -> context.response().end("{}"));
                }));
    }

    int serve(IngressLimits limits, Consumer<Router> routes) {
        var ingress = new Ingress(vertx, "listener" + servers.size(), limits, meters);
        Router router = ingress.router();
        routes.accept(router);
        HttpServer server =
                ingress.server().requestHandler(router).listen(0, "127.0.0.1").await();
        servers.add(server);
        return server.actualPort();
    }

    /** The one final status with which the request is answered. */
    int answer(String request) throws IOException {
        return answer(serve(LIMITS), request);
    }

    static int answer(int port, String request) throws IOException {
        try (var peer = new RawPeer(port)) {
            peer.send(request);
            peer.awaitStatuses(1);
            assertEquals(1, peer.statuses().size(), peer.text());
            return peer.statuses().getFirst();
        }
    }

    static String get(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    static String post(String header, String body) {
        return "POST /x HTTP/1.1\r\nHost: a\r\n" + header + "\r\n\r\n" + body;
    }

    /** A hostile peer must not be able to fill the log. */
    void assertQuiet() {
        assertEquals(
                List.of(),
                log.list.stream()
                        .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                        .map(ILoggingEvent::getFormattedMessage)
                        .toList());
    }

    double connections() {
        return meters.get("flexgate.ingress.connections").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    double refusals(String reason) {
        return meters.counter("flexgate.ingress.refused", "reason", reason).count();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
