package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flexgate.TestClock;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.NoCallback;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.registry.RegistryFile;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.outbox.Chance;
import dev.flexgate.outbox.Dispatcher;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutboxLimits;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Cidr;
import dev.flexgate.wire.Ingress;
import dev.flexgate.wire.IngressLimits;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import dev.flexgate.wire.Proxies;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/** A provider on loopback, with a market and a database of its own and a clock that the test sets. */
final class TestGateway implements AutoCloseable {

    static final String ID = "bpp.example.com";

    private static final byte[] SEED = seed(2);

    final TestClock clock = new TestClock(TestMarket.NOW);
    final MeterRegistry meters = new SimpleMeterRegistry();
    final Database database;
    final TestMarket market;
    final TestFlex flex;
    final HandBap bap = new HandBap(seed(1));

    /** A gateway that passes on what others signed: another name of the same key. */
    static final String PASSING_ON = "gateway.example.com";

    /** A grid operator: another name of the same participant's key and address. */
    static final String OPERATOR = "gridpower-utility.example.com";

    private final String id;
    final Path registryFile;

    private final int port = freePort();
    private final BecknNode self;
    private final Registry registry;
    private final Outbox outbox;
    private final OutboundHttp outbound;
    private final Ids ids;
    private final BecknLimits limits;
    private Beckn beckn;
    private final Dispatcher dispatcher;
    private final HttpServer server;
    private final List<Runnable> others = new ArrayList<>();

    TestGateway() {
        this(BecknLimits.DEFAULT, TestDatabase.fresh(), CallbackSigning.THREE_LINES);
    }

    /** A gateway of another name, at another time. */
    TestGateway(String id, Instant now) {
        this(BecknLimits.DEFAULT, TestDatabase.fresh(), CallbackSigning.THREE_LINES, id, Path.of("catalog"));
        clock.set(now);
    }

    TestGateway(BecknLimits limits, Database database, CallbackSigning callbackSigning) {
        this(limits, database, callbackSigning, ID, Path.of("catalog"));
    }

    /** A gateway that sells on the terms in {@code catalog}. */
    TestGateway(Path catalog) {
        this(BecknLimits.DEFAULT, TestDatabase.fresh(), CallbackSigning.THREE_LINES, ID, catalog);
    }

    /** The same within other bounds. */
    TestGateway(BecknLimits limits, Path catalog) {
        this(limits, TestDatabase.fresh(), CallbackSigning.THREE_LINES, ID, catalog);
    }

    private TestGateway(
            BecknLimits limits, Database database, CallbackSigning callbackSigning, String id, Path catalog) {
        this.database = database;
        this.id = id;
        this.self = new BecknNode(new Sender(id, SigningKey.ofSeed("bpp-key-1", SEED)), URI.create(url()));
        Vertx vertx = TestDatabase.vertx();
        this.limits = limits;
        ids = new Ids(clock, new Random(7));
        market = new TestMarket(database, ids, clock, catalog);
        flex = new TestFlex(ids, clock);
        market.offer(Power.ofKilowatts(100));
        registryFile = temporary();
        register(callbackSigning, false);
        registry = Registry.of(registryFile);
        outbox = new Outbox(database, OutboxLimits.DEFAULT, clock);
        outbound = new OutboundHttp(vertx, AddressPolicy.loopback(), OutboundLimits.DEFAULT, meters);
        beckn = another();
        beckn.openToAll();
        market.front().watch(beckn.orderNews());
        dispatcher = new Dispatcher(
                database,
                OutboxLimits.DEFAULT.withTick(Duration.ofMillis(20)),
                List.of(beckn.courier(), beckn.catalogCourier()),
                List.of(beckn.callbackRecords()),
                new Chance(clock.running(), new Random(3)),
                meters);
        // This machine is taken for a proxy: what tests say in X-Forwarded-For is where they come from.
        var proxies = new Proxies(List.of(Cidr.parse("127.0.0.0/8")), Proxies.Header.X_FORWARDED_FOR);
        var ingress = new Ingress(vertx, "test", IngressLimits.DEFAULT.withProxies(proxies), meters, beckn::refuse);
        var router = ingress.router();
        router.route("/beckn/*").subRouter(beckn.router(vertx));
        server = ingress.server().requestHandler(router);
        server.listen(port, "127.0.0.1").await();
        beckn.start();
        dispatcher.start();
    }

    private Beckn another() {
        return new Beckn(
                self,
                registry,
                new Neighbours(
                        database,
                        market.front(),
                        market.aftercare(),
                        flex.sources(),
                        new AuditLog(ids),
                        outbox,
                        outbound,
                        new LearnedDigests()),
                limits,
                ids,
                clock,
                meters);
    }

    /** Another node on the same database; where it is reached. */
    String anotherNode(IngressLimits bounds) {
        Beckn node = another();
        var ingress = new Ingress(TestDatabase.vertx(), "other", bounds, meters, node::refuse);
        var router = ingress.router();
        router.route("/beckn/*").subRouter(node.router(TestDatabase.vertx()));
        HttpServer door = ingress.server().requestHandler(router);
        String at = "http://127.0.0.1:" + door.listen(0, "127.0.0.1").await().actualPort() + "/beckn";
        others.add(() -> {
            door.close().await();
            node.close();
        });
        return at;
    }

    Beckn beckn() {
        return beckn;
    }

    /** Messages are still acknowledged, but nobody answers them. */
    void stopAnswering() {
        beckn.close();
    }

    void answerAgain() {
        beckn = another();
        beckn.start();
    }

    /** Callbacks are promised, but nobody carries them. */
    void stopCallbacks() {
        dispatcher.close();
    }

    static byte[] seed(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return seed;
    }

    static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("registry").resolve("registry.json");
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port + "/beckn";
    }

    String publicKey() {
        return SigningKey.ofSeed("bpp-key-1", SEED).publicKey().base64();
    }

    /** The provider itself, to say in its name what it does not say by itself. */
    Sender sender() {
        return self.sender();
    }

    Registry registry() {
        return registry;
    }

    long nowSecond() {
        return clock.instant().getEpochSecond();
    }

    /** Writes the registry: the consumer and ourselves, and a consumer whose key is revoked. */
    void register(CallbackSigning callbackSigning, boolean consumerRevoked) {
        var validity = new Validity(
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"), consumerRevoked);
        var forever = new Validity(Instant.parse("2020-01-01T00:00:00Z"), Instant.parse("2040-01-01T00:00:00Z"), false);
        var participants = new ArrayList<Participant>();
        participants.add(new Participant(
                new KeyId(HandBap.ID, HandBap.KEY_ID),
                Role.BAP,
                URI.create(bap.url()),
                PublicKey32.ofBase64(bap.publicKey()),
                validity,
                Set.of("nfh.global/testnet-deg"),
                callbackSigning));
        participants.add(new Participant(
                new KeyId(HandBap.ID, "revoked"),
                Role.BAP,
                URI.create(bap.url()),
                PublicKey32.ofBase64(bap.publicKey()),
                new Validity(validity.from(), validity.until(), true),
                Set.of(),
                callbackSigning));
        for (String operator : List.of(OPERATOR, "other-utility.example.com")) {
            participants.add(new Participant(
                    new KeyId(operator, HandBap.KEY_ID),
                    Role.BAP,
                    URI.create(bap.url()),
                    PublicKey32.ofBase64(bap.publicKey()),
                    forever,
                    Set.of(),
                    callbackSigning));
        }
        participants.add(new Participant(
                new KeyId(PASSING_ON, HandBap.KEY_ID),
                Role.BG,
                URI.create(bap.url().replace("/beckn", "/gateway")),
                PublicKey32.ofBase64(bap.publicKey()),
                forever,
                Set.of(),
                callbackSigning));
        participants.add(new Participant(
                new KeyId(id, "bpp-key-1"),
                Role.BPP,
                URI.create(url()),
                PublicKey32.ofBase64(publicKey()),
                forever,
                Set.of(),
                CallbackSigning.THREE_LINES));
        RegistryFile.write(registryFile, participants);
    }

    /** From now on the registry says that the consumer is a member of these networks. */
    void member(Set<String> networks) {
        List<Participant> all = RegistryFile.read(registryFile).stream()
                .map(each -> each.keyId().equals(new KeyId(HandBap.ID, HandBap.KEY_ID))
                        ? new Participant(
                                each.keyId(),
                                each.role(),
                                each.url(),
                                each.key(),
                                each.validity(),
                                networks,
                                each.callbackSigning())
                        : each)
                .toList();
        RegistryFile.write(registryFile, all);
        registry.refresh();
    }

    /** From now on the registry says how the consumer is told that no callback will follow. */
    void noCallback(NoCallback how) {
        List<Participant> all = RegistryFile.read(registryFile).stream()
                .map(each -> each.subscriberId().equals(HandBap.ID)
                        ? new Participant(
                                each.keyId(),
                                each.role(),
                                each.url(),
                                each.key(),
                                each.validity(),
                                each.networks(),
                                each.callbackSigning(),
                                each.digest(),
                                each.dialect(),
                                Optional.of(how))
                        : each)
                .toList();
        RegistryFile.write(registryFile, all);
        registry.refresh();
    }

    long count(String table) {
        return database.row("select count(*) as n from " + table).orElseThrow().getLong("n");
    }

    /** What was asked, and how far the answers came: for a test that waits for one in vain. */
    String story() {
        var story = new StringBuilder();
        database.rows("select action, state, attempts, due_at from beckn_inbox")
                .forEach(row -> story.append('\n').append(row.deepToString()));
        database.rows("select m.target, m.state, m.next_at, a.number, a.result, a.note from outbox_message m"
                        + " left join outbox_attempt a on a.message_id = m.id order by m.id, a.number")
                .forEach(row -> story.append('\n').append(row.deepToString()));
        return story.toString();
    }

    /** The records of this type that wait to be sequenced, oldest first. */
    List<JsonNode> records(String type) {
        List<JsonNode> records = new ArrayList<>();
        var mapper = new ObjectMapper();
        database.rows("select decision from audit_pending order by position").forEach(row -> {
            try {
                JsonNode record = mapper.readTree(Columns.bytes(row, "decision"));
                if (record.path("type").asText().equals(type)) {
                    records.add(record);
                }
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        });
        return records;
    }

    @Override
    public void close() {
        others.forEach(Runnable::run);
        server.close().await();
        market.close();
        dispatcher.close();
        beckn.close();
        bap.close();
        database.close();
        forget(registryFile);
    }

    /** The folder was made for this gateway alone. */
    private static void forget(Path registryFile) {
        Path folder = registryFile.toAbsolutePath().getParent();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException kept) {
            throw new UncheckedIOException(kept);
        }
    }
}
