package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.beckn.buyer.Buyer;
import dev.flexgate.beckn.buyer.BuyerLimits;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.registry.RegistryFile;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.outbox.Chance;
import dev.flexgate.outbox.Dispatcher;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutboxLimits;
import dev.flexgate.purchase.Ask;
import dev.flexgate.purchase.Asked;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Ingress;
import dev.flexgate.wire.IngressLimits;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/** Our buyer's side on loopback, in the network of a {@link TestGateway}, with a database of its own. */
final class BuyerHouse implements AutoCloseable {

    static final String ID = "bap.flexgate.example";
    static final String TENANT = "ml-team";

    final TestGateway gateway;
    final Database database = TestDatabase.fresh();
    final SigningKey key = SigningKey.ofSeed("buyer-key", TestGateway.seed(11));
    final URI url = URI.create("http://127.0.0.1:" + TestGateway.freePort() + "/beckn/bap");
    private final String network;
    private final BuyerLimits limits;
    private final LearnedDigests digests = new LearnedDigests();
    private final Ids ids;
    private Buyer buyer;
    private Dispatcher dispatcher;
    private HttpServer server;

    BuyerHouse(TestGateway gateway, CallbackSigning signing) {
        this(gateway, signing, "");
    }

    /** One that trades in a network, so that its messages name it. */
    BuyerHouse(TestGateway gateway, CallbackSigning signing, String network) {
        this(gateway, signing, network, BuyerLimits.DEFAULT);
    }

    /** One of other bounds. */
    BuyerHouse(TestGateway gateway, CallbackSigning signing, String network, BuyerLimits limits) {
        this.gateway = gateway;
        this.network = network;
        this.limits = limits;
        this.ids = new Ids(gateway.clock, new Random(17));
        enter(Set.of(), signing);
        open();
    }

    /** As a member of these networks. */
    void enter(Set<String> networks, CallbackSigning signing) {
        enter(new Participant(
                new KeyId(ID, key.keyId()),
                Role.BAP,
                url,
                key.publicKey(),
                new Validity(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), false),
                networks,
                signing));
    }

    void enter(Participant participant) {
        var participants = new ArrayList<>(RegistryFile.read(gateway.registryFile));
        participants.removeIf(each -> each.keyId().equals(participant.keyId()));
        participants.add(participant);
        RegistryFile.write(gateway.registryFile, participants);
        gateway.registry().refresh();
    }

    private void open() {
        var delivery = OutboxLimits.DEFAULT.withTick(Duration.ofMillis(20));
        var outbox = new Outbox(database, delivery, gateway.clock);
        var outbound = new OutboundHttp(
                TestDatabase.vertx(), AddressPolicy.loopback(), OutboundLimits.DEFAULT, gateway.meters);
        buyer = new Buyer(
                new BecknNode(new Sender(ID, key), url),
                network,
                new Buyer.Ground(database, gateway.registry(), new AuditLog(ids), outbox, outbound, digests, ids),
                limits,
                gateway.clock,
                gateway.meters);
        buyer.start();
        dispatcher = new Dispatcher(
                database,
                delivery,
                List.of(buyer.courier()),
                List.of(buyer.outcomes()),
                new Chance(gateway.clock, new Random(5)),
                gateway.meters);
        var ingress = new Ingress(TestDatabase.vertx(), "buyer", IngressLimits.DEFAULT, gateway.meters);
        var router = ingress.router();
        router.route("/beckn/bap/*").subRouter(buyer.router(TestDatabase.vertx()));
        server = ingress.server().requestHandler(router);
        server.listen(url.getPort(), "127.0.0.1").await();
        dispatcher.start();
    }

    /** Another door of the same buyer, within other bounds; where it is. */
    String another(IngressLimits bounds) {
        var ingress = new Ingress(TestDatabase.vertx(), "other", bounds, gateway.meters, buyer::refuse);
        var router = ingress.router();
        router.route("/beckn/bap/*").subRouter(buyer.router(TestDatabase.vertx()));
        int port = ingress.server()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return "http://127.0.0.1:" + port + "/beckn/bap";
    }

    /** Nobody is there for a while. */
    void stop() {
        server.close().await();
        dispatcher.close();
        buyer.close();
    }

    void startAgain() {
        open();
    }

    Asked ask(Ask ask) {
        return database.inTransaction(tx -> buyer.desk().ask(tx, TENANT, ask));
    }

    /** Asks and waits for what comes of it. */
    JsonNode settled(Ask ask) {
        if (!(ask(ask) instanceof Asked.Sent(ObjectNode request))) {
            throw new AssertionError("not asked: " + ask(ask));
        }
        return settled(request);
    }

    JsonNode settled(ObjectNode request) {
        UUID id = UUID.fromString(request.path("requestId").asText());
        var found = new AtomicReference<JsonNode>(request);
        Await.until("an answer to " + request.path("action").asText(), () -> {
            JsonNode now = buyer.desk().request(Optional.of(TENANT), id).orElseThrow();
            found.set(now);
            return !Set.of("SENT", "ACKNOWLEDGED").contains(now.path("state").asText());
        });
        return found.get();
    }

    /** How far a question is. */
    String state(UUID request) {
        return buyer.desk()
                .request(Optional.of(TENANT), request)
                .orElseThrow()
                .path("state")
                .asText();
    }

    JsonNode purchase(UUID id) {
        return buyer.desk().purchase(Optional.of(TENANT), id).orElseThrow();
    }

    JsonNode request(UUID id) {
        return buyer.desk().request(Optional.of(TENANT), id).orElseThrow();
    }

    Optional<ObjectNode> seenBy(String tenant, UUID id) {
        return buyer.desk().purchase(Optional.of(tenant), id);
    }

    /** Forgets what nothing has happened to for so long; says how much. */
    int forget(Duration keep) {
        Instant now = gateway.clock.instant();
        return database.inTransaction(tx -> buyer.retention(keep).forgetting().forget(tx, now.minus(keep), now, 100));
    }

    /** Records that wait to be sequenced, oldest first. */
    List<JsonNode> records() {
        return database.rows("select decision from audit_pending order by position").stream()
                .map(row -> StrictJson.parse(Columns.bytes(row, "decision")))
                .toList();
    }

    long count(String table) {
        return database.row("select count(*) as n from " + table).orElseThrow().getLong("n");
    }

    @Override
    public void close() {
        stop();
        database.close();
    }
}
