package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.publish.PublishLimits;
import dev.flexgate.beckn.publish.Publisher;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.outbox.Chance;
import dev.flexgate.outbox.Dispatcher;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutboxLimits;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Ingress;
import dev.flexgate.wire.IngressLimits;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** Our publisher on loopback, with a database of its own; the catalogue service is in the hands of {@link HandBap}. */
final class PublisherHouse implements AutoCloseable {

    /** The catalogue service. */
    static final String SERVICE = TestGateway.PASSING_ON;

    final TestGateway gateway;
    final Database database = TestDatabase.fresh();
    final AtomicReference<List<Catalog>> parts = new AtomicReference<>(List.of());
    final String url = "http://127.0.0.1:" + TestGateway.freePort() + "/beckn";
    final Publisher publisher;
    private final Dispatcher dispatcher;
    private final HttpServer server;

    PublisherHouse(TestGateway gateway) {
        this(gateway, PublishLimits.DEFAULT.withTick(Duration.ofMillis(40)));
    }

    PublisherHouse(TestGateway gateway, PublishLimits publishing) {
        this.gateway = gateway;
        var ids = new Ids(gateway.clock, new Random(23));
        var limits = OutboxLimits.DEFAULT.withTick(Duration.ofMillis(20));
        publisher = new Publisher(
                new BecknNode(gateway.sender(), URI.create(url)),
                SERVICE,
                "",
                new Publisher.Ground(
                        database,
                        gateway.registry(),
                        new AuditLog(ids),
                        new Outbox(database, limits, gateway.clock),
                        new OutboundHttp(
                                TestDatabase.vertx(), AddressPolicy.loopback(), OutboundLimits.DEFAULT, gateway.meters),
                        new LearnedDigests(),
                        parts::get,
                        ids),
                publishing,
                gateway.clock,
                gateway.meters);
        dispatcher = new Dispatcher(
                database,
                limits,
                List.of(publisher.courier()),
                List.of(publisher.outcomes()),
                new Chance(gateway.clock, new Random(5)),
                gateway.meters);
        var ingress = new Ingress(TestDatabase.vertx(), "publish", IngressLimits.DEFAULT, gateway.meters);
        var router = ingress.router();
        router.route("/beckn/*").subRouter(publisher.router(TestDatabase.vertx()));
        server = ingress.server().requestHandler(router);
    }

    void start() {
        server.listen(URI.create(url).getPort(), "127.0.0.1").await();
        dispatcher.start();
        parts.set(gateway.beckn().parts());
        publisher.start();
    }

    /** What the service says of these catalogues. */
    static byte[] answer(String messageId, JsonNode catalogs, String verdict) {
        return Json.bytes(said(messageId, catalogs, verdict));
    }

    static ObjectNode said(String messageId, JsonNode catalogs, String verdict) {
        ObjectNode json = Json.object();
        json.putObject("context")
                .put("version", "2.0.0")
                .put("action", "catalog/on_publish")
                .put("messageId", messageId)
                .put("timestamp", "2026-03-02T08:10:00Z");
        var results = json.putObject("message").putArray("results");
        catalogs.forEach(each -> {
            ObjectNode result = results.addObject()
                    .put("catalogId", each.path("id").asText())
                    .put("status", verdict);
            if (verdict.equals("REJECTED")) {
                result.putArray("errors")
                        .addObject()
                        .put("code", "SCH_INVALID_FORMAT")
                        .put("message", "no place");
            }
        });
        return json;
    }

    /** Says it as the service, bound to what was asked under this signature; to nothing when it is empty. */
    HandBap.Answer tell(byte[] body, String asked) {
        var sender = new Sender(SERVICE, SigningKey.ofSeed(HandBap.KEY_ID, TestGateway.seed(1)));
        var signatures = new Signatures(gateway.clock, SignatureLimits.DEFAULT);
        SignatureHeader signed =
                asked.isEmpty() ? signatures.sign(sender, body) : signatures.signAnswer(sender, body, asked);
        return gateway.bap.post(url + "/catalog/on_publish", body, signed.text());
    }

    @Override
    public void close() {
        publisher.close();
        server.close().await();
        dispatcher.close();
        database.close();
    }
}
