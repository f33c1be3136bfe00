package dev.flexgate.beckn;

import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;

/**
 * What a caller's adapter does that keeps nothing: a {@code select} of 5 kB comes in over HTTP, is parsed, validated,
 * signed and relayed to a receiver that acknowledges at once, whose answer goes back. Client, adapter and receiver in
 * one process over the loopback, closed loop, as the adapter benchmark that beckn-onix publishes; its figures were
 * measured on another machine and with other messages, so only a run of both on one machine compares them.
 *
 * <p>Arguments: event loops, connections, seconds.
 */
public final class StatelessLoad {

    private static final int ADAPTER = 18_098;
    private static final int RECEIVER = 18_097;
    private static final Buffer ACK = Buffer.buffer("{\"message\":{\"ack\":{\"status\":\"ACK\"}}}");

    private StatelessLoad() {}

    public static void main(String[] arguments) throws Exception {
        int loops = Integer.parseInt(arguments[0]);
        int connections = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        Vertx vertx = Vertx.vertx();
        var instances = new DeploymentOptions().setInstances(loops);
        vertx.deployVerticle(Receiver::new, instances).await();
        vertx.deployVerticle(() -> new Adapter(connections), instances).await();
        System.out.println("warm-up " + run(connections, 2 * seconds));
        System.out.println("measured " + run(connections, seconds));
        System.out.printf(
                Locale.ROOT,
                "load average %.1f%n",
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        vertx.close().await();
    }

    private static String run(int connections, int seconds) throws Exception {
        var selects = new SignedSelects(12_000 * seconds, ADAPTER);
        try (var level = new InboundLevel(selects, 0, Duration.ofSeconds(seconds), connections, ADAPTER)) {
            level.run();
            return level.figures();
        }
    }

    /** Acknowledges at once. */
    private static final class Receiver extends AbstractVerticle {

        @Override
        public void start(Promise<Void> started) {
            vertx.createHttpServer()
                    .requestHandler(request ->
                            request.endHandler(_ -> request.response().end(ACK)))
                    .listen(RECEIVER, "127.0.0.1")
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }

    /** Validates, signs and passes on. */
    private static final class Adapter extends AbstractVerticle {

        private final LtsDialect dialect = new LtsDialect();
        private final Signatures signatures = new Signatures(Clock.systemUTC(), SignatureLimits.DEFAULT);
        private final int connections;

        Adapter(int connections) {
            this.connections = connections;
        }

        @Override
        public void start(Promise<Void> started) {
            HttpClient client =
                    vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(connections));
            vertx.createHttpServer()
                    .requestHandler(request -> request.body().onSuccess(body -> relay(client, request, body)))
                    .listen(ADAPTER, "127.0.0.1")
                    .<Void>mapEmpty()
                    .onComplete(started);
        }

        private void relay(HttpClient client, HttpServerRequest request, Buffer buffer) {
            byte[] body = buffer.getBytes();
            dialect.readRequest(Action.SELECT, StrictJson.parse(body));
            String authorization = signatures.sign(InboundHouse.buyer(), body).text();
            client.request(HttpMethod.POST, RECEIVER, "127.0.0.1", request.path())
                    .compose(out -> out.putHeader("Content-Type", "application/json")
                            .putHeader("Authorization", authorization)
                            .send(buffer))
                    .compose(answer -> answer.body())
                    .onSuccess(answer -> request.response().end(answer))
                    .onFailure(failure -> request.response()
                            .setStatusCode(502)
                            .end(Buffer.buffer(String.valueOf(failure).getBytes(StandardCharsets.UTF_8))));
        }
    }
}
