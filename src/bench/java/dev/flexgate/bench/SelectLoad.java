package dev.flexgate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Membership;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Signed {@code select}s against a running gateway, closed loop: each connection sends its next message when the last
 * was acknowledged. An acknowledgement means that the message is committed. Takes callbacks on a port of its own.
 *
 * <p>Arguments: gateway url, registry file, connections, warm-up seconds, measured seconds.
 */
public final class SelectLoad {

    private final Vertx vertx = Vertx.vertx();
    private final URI gateway;
    private final Sender sender;
    private final Signatures signatures = new Signatures(Clock.systemUTC(), SignatureLimits.DEFAULT);
    private final HttpClientAgent client;
    private final Histogram micros =
            new ConcurrentHistogram(Duration.ofMinutes(1).toNanos() / 1_000, 3);
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong callbacks = new AtomicLong();
    private volatile boolean measuring;
    private volatile boolean over;

    private SelectLoad(URI gateway, String subscriberId, int connections) {
        this.gateway = gateway;
        this.sender = new Sender(subscriberId, SigningKey.generate(new SecureRandom()));
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true), new PoolOptions().setHttp1MaxSize(connections));
    }

    public static void main(String[] arguments) throws Exception {
        URI gateway = URI.create(arguments[0]);
        Path registry = Path.of(arguments[1]);
        int connections = Integer.parseInt(arguments[2]);
        var load = new SelectLoad(gateway, "bap.load.example", connections);
        load.run(registry, connections, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
    }

    private void run(Path registry, int connections, int warmUpSeconds, int seconds) throws Exception {
        int port = sink();
        KeyId keyId = sender.keyId();
        URI url = URI.create("http://127.0.0.1:" + port + "/beckn");
        Membership.enter(
                registry,
                keyId,
                Role.BAP,
                url,
                sender.signer(),
                Clock.systemUTC().instant());
        JsonNode slot = firstSlot();
        Thread.sleep(3_000); // the gateway reads a changed registry within its tick
        var ended = new CountDownLatch(connections);
        for (int connection = 0; connection < connections; connection++) {
            send(slot, url, ended);
        }
        Thread.sleep(Duration.ofSeconds(warmUpSeconds).toMillis());
        measuring = true;
        long started = System.nanoTime();
        Thread.sleep(Duration.ofSeconds(seconds).toMillis());
        measuring = false;
        double elapsed = (System.nanoTime() - started) / 1e9;
        over = true;
        ended.await();
        System.out.printf(
                Locale.ROOT,
                "select: connections=%d seconds=%.1f acknowledged/s=%.0f p50=%.2fms p90=%.2fms p99=%.2fms max=%.2fms"
                        + " refused=%d callbacks=%d%n",
                connections,
                elapsed,
                acknowledged.get() / elapsed,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(90) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3,
                refused.get(),
                callbacks.get());
        vertx.close().await();
    }

    private int sink() {
        return vertx.createHttpServer(
                        new HttpServerOptions().setHost("127.0.0.1").setPort(0))
                .requestHandler(request -> request.body().onSuccess(_ -> {
                    callbacks.incrementAndGet();
                    request.response().end("{\"message\":{\"status\":\"ACK\"}}");
                }))
                .listen()
                .await()
                .actualPort();
    }

    private JsonNode firstSlot() {
        Buffer body = client.request(new RequestOptions().setAbsoluteURI(gateway + "/api/v1/slots?limit=1"))
                .compose(request -> request.send().compose(response -> response.body()))
                .await();
        return StrictJson.parse(body.getBytes()).path("slots").path(0);
    }

    private void send(JsonNode slot, URI url, CountDownLatch ended) {
        if (over) {
            ended.countDown();
            return;
        }
        byte[] body = select(slot, url).getBytes(StandardCharsets.UTF_8);
        String authorization = signatures.sign(sender, body).text();
        long sent = System.nanoTime();
        var options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(gateway + "/beckn/select")
                .putHeader("Authorization", authorization)
                .putHeader("Content-Type", "application/json");
        client.request(options)
                .compose(request -> request.send(Buffer.buffer(body))
                        .compose(response -> response.body().map(_ -> response.statusCode())))
                .onComplete(answer -> {
                    if (measuring) {
                        boolean taken = answer.succeeded() && answer.result() == 200;
                        (taken ? acknowledged : refused).incrementAndGet();
                        micros.recordValue((System.nanoTime() - sent) / 1_000);
                    }
                    send(slot, url, ended);
                });
    }

    private String select(JsonNode slot, URI url) {
        String window = "{\"start\":\"%s\",\"end\":\"%s\"}"
                .formatted(
                        slot.path("windowStart").asText(),
                        slot.path("windowEnd").asText());
        return """
                {"context":{"version":"2.0.0","action":"select","bapId":"%s","bapUri":"%s","bppId":"%s","bppUri":"%s",\
                "transactionId":"%s","messageId":"%s","timestamp":"%s","ttl":"PT30S"},\
                "message":{"contract":{"commitments":[{"id":"commitment-1","status":{"descriptor":{"code":"DRAFT"}},\
                "resources":[{"id":"%s","quantity":{"unitCode":"MWH","unitQuantity":0.02}}],\
                "offer":{"id":"compute-slot-%s","resourceIds":["%s"]},\
                "commitmentAttributes":{"@context":"https://flexgate.example/schema/context.jsonld",\
                "@type":"ComputeEnergyFulfillment","computeLoad":0.01,"computeLoadUnit":"MW","timeWindow":%s}}]}}}""".formatted(
                        sender.subscriberId(),
                        url,
                        "bpp.flexgate.example",
                        gateway + "/beckn",
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        Clock.systemUTC().instant(),
                        slot.path("slotId").asText(),
                        slot.path("slotId").asText(),
                        slot.path("slotId").asText(),
                        window);
    }
}
