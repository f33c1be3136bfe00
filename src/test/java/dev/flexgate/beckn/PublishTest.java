package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.beckn.dialect.LtsPublications;
import dev.flexgate.beckn.dialect.OfficialLts;
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
import dev.flexgate.wire.StrictJson;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our catalogue goes to a catalogue service over real HTTP, part by part, and what the service says is believed once. */
class PublishTest {

    private static final String SERVICE = TestGateway.PASSING_ON;

    private final TestGateway gateway = new TestGateway();
    private final Database database = TestDatabase.fresh();
    private final AtomicReference<List<Catalog>> parts = new AtomicReference<>(List.of());
    private final String url = "http://127.0.0.1:" + TestGateway.freePort() + "/beckn";
    private Publisher publisher;
    private Dispatcher dispatcher;
    private HttpServer server;

    @BeforeEach
    void open() {
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
                PublishLimits.DEFAULT.withTick(Duration.ofMillis(40)),
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
        server.listen(URI.create(url).getPort(), "127.0.0.1").await();
        dispatcher.start();
        parts.set(gateway.beckn().parts());
        publisher.start();
    }

    @AfterEach
    void close() {
        publisher.close();
        server.close().await();
        dispatcher.close();
        database.close();
        gateway.close();
    }

    private List<HandBap.HeardCallback> publications() {
        return gateway.bap.heard().stream()
                .filter(each -> each.path().endsWith("/catalog/publish"))
                .toList();
    }

    private HandBap.HeardCallback publication(int number) {
        Await.until("publication " + number, () -> publications().size() >= number);
        return publications().get(number - 1);
    }

    private static byte[] answer(String messageId, JsonNode catalogs, String verdict) {
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
        return Json.bytes(json);
    }

    private HandBap.Answer tell(byte[] body, String asked) {
        var sender = new Sender(SERVICE, SigningKey.ofSeed(HandBap.KEY_ID, TestGateway.seed(1)));
        var signatures = new Signatures(gateway.clock, SignatureLimits.DEFAULT);
        SignatureHeader signed =
                asked.isEmpty() ? signatures.sign(sender, body) : signatures.signAnswer(sender, body, asked);
        return gateway.bap.post(url + "/catalog/on_publish", body, signed.text());
    }

    private String state(int index) {
        return publisher.list().page("", 10).get(index).path("state").asText();
    }

    @Test
    void all_is_published_at_first_then_what_has_changed_and_what_is_gone_as_inactive() {
        HandBap.HeardCallback first = publication(1);
        JsonNode sent = StrictJson.parse(first.body());
        for (OfficialLts official : OfficialLts.both()) {
            assertEquals(List.of(), official.errors("catalog/publish", sent), sent::toString);
        }
        JsonNode catalogs = sent.at("/message/catalogs");
        assertEquals(parts.get().size(), catalogs.size());
        assertTrue(catalogs.path(0).path("isActive").asBoolean());
        LtsPublications.Publication read = LtsPublications.read(sent);
        assertEquals(
                parts.get(),
                read.catalogs().stream().map(each -> each.catalog()).toList());
        Await.until("acknowledged", () -> state(0).equals("ACKNOWLEDGED"));

        parts.set(List.of());
        JsonNode gone = StrictJson.parse(publication(2).body());
        assertEquals(catalogs.path(0).path("id"), gone.at("/message/catalogs/0/id"));
        assertFalse(gone.at("/message/catalogs/0/isActive").asBoolean());
        assertEquals(2, publications().size(), "what has not changed is not sent again");
    }

    @Test
    void what_the_service_says_is_shown_and_believed_once_and_from_nobody_else() {
        HandBap.HeardCallback sent = publication(1);
        JsonNode json = StrictJson.parse(sent.body());
        byte[] answer = answer(sent.messageId(), json.at("/message/catalogs"), "REJECTED");
        String asked = SignatureHeader.parse(sent.header("Authorization")).signature();

        HandBap.Answer stranger = gateway.bap.send(url + "/catalog/on_publish", answer, gateway.nowSecond());
        assertEquals(401, stranger.status());
        byte[] unknown = answer("00000001-0000-4000-8000-00000000ffff", json.at("/message/catalogs"), "ACCEPTED");
        assertEquals(400, tell(unknown, "").status());

        assertEquals(200, tell(answer, asked).status());
        assertEquals(200, tell(answer, "").status(), "its acknowledgement may have been lost");
        assertEquals("REJECTED", state(0));
        assertEquals(
                "SCH_INVALID_FORMAT: no place",
                publisher.list().page("", 10).getFirst().path("note").asText());
        byte[] other = answer(sent.messageId(), json.at("/message/catalogs"), "ACCEPTED");
        assertEquals(
                "CTX_MESSAGE_ID_DUPLICATE",
                tell(other, "").json().at("/message/error/code").asText());
        assertEquals("REJECTED", state(0));
    }
}
