package dev.flexgate.beckn;

import dev.flexgate.audit.AuditLog;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.registry.RegistryFile;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutboxLimits;
import dev.flexgate.store.Database;
import dev.flexgate.store.DatabaseLimits;
import dev.flexgate.store.EmbeddedOptions;
import dev.flexgate.store.EmbeddedPostgres;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Migrations;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Ingress;
import dev.flexgate.wire.IngressLimits;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The inbound path and nothing behind it: signed messages are verified, validated, committed and acknowledged on a
 * durable database of its own, and wait there, since nobody answers them. Answers every line on its standard input with
 * its {@link InboundCounts}. Ends when its standard input does, and says then how many rows it holds.
 *
 * <p>Arguments: folder, port, event loops.
 */
final class InboundHouse {

    static final String BUYER = "bap.load.example";
    static final String SELLER = "bpp.load.example";

    private static final int DEPTH = 100_000_000;
    private static final Sender BUYING = new Sender(BUYER, SigningKey.ofSeed("load-1", seed(1)));
    private static final Sender SELLING = new Sender(SELLER, SigningKey.ofSeed("load-1", seed(2)));

    private InboundHouse() {}

    static Sender buyer() {
        return BUYING;
    }

    static Sender seller() {
        return SELLING;
    }

    static URI url(int port) {
        return URI.create("http://127.0.0.1:" + port + "/beckn");
    }

    /** A registry file with both sides. */
    static Path registry(Path folder, int port) {
        Path registry = folder.resolve("registry.json");
        RegistryFile.write(
                registry,
                List.of(
                        participant(buyer(), Role.BAP, URI.create("http://127.0.0.1:1/beckn")),
                        participant(seller(), Role.BPP, url(port))));
        return registry;
    }

    private static byte[] seed(int number) {
        byte[] seed = new byte[32];
        seed[0] = (byte) number;
        return seed;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int port = Integer.parseInt(arguments[1]);
        int loops = Integer.parseInt(arguments[2]);
        Vertx vertx = Vertx.vertx();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(EmbeddedOptions.in(folder));
                Database database = Database.open(vertx, server.address(), DatabaseLimits.defaults())) {
            Migrations.run(database);
            MeterRegistry meters = new SimpleMeterRegistry();
            Beckn beckn = beckn(vertx, database, folder, port, meters);
            var ingress = new Ingress(vertx, "load", IngressLimits.DEFAULT, new SimpleMeterRegistry());
            vertx.deployVerticle(() -> new Door(beckn, ingress, port), new DeploymentOptions().setInstances(loops))
                    .await();
            System.out.println("ready");
            try (var asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
                while (asked.readLine() != null) { // until whoever started us goes
                    System.out.println(InboundCounts.now(database, meters).line());
                }
            }
            System.out.println("kept "
                    + database.row("select count(*) as n from beckn_inbox")
                            .orElseThrow()
                            .getLong("n"));
        }
        vertx.close().await();
    }

    private static Beckn beckn(Vertx vertx, Database database, Path folder, int port, MeterRegistry meters) {
        Clock clock = Clock.systemUTC();
        var ids = new Ids(clock, new Random());
        var unlimited = BecknLimits.Rate.of(100_000_000, 1); // one address and one participant are the whole load
        BecknLimits limits = BecknLimits.DEFAULT.withRates(new BecknLimits.Rates(unlimited, unlimited, 1_000));
        BecknLimits.Inbox inbox = limits.inbox();
        var market = new TestMarket(database, ids, clock);
        return new Beckn(
                new BecknNode(seller(), url(port)),
                Registry.of(registry(folder, port)),
                new Neighbours(
                        database,
                        market.front(),
                        market.aftercare(),
                        new TestFlex(ids, clock).sources(),
                        new AuditLog(ids),
                        new Outbox(database, OutboxLimits.DEFAULT, clock),
                        new OutboundHttp(vertx, AddressPolicy.loopback(), OutboundLimits.DEFAULT, meters),
                        new LearnedDigests()),
                limits.withInbox(new BecknLimits.Inbox(
                        inbox.batchMax(),
                        inbox.commitsMax(),
                        inbox.gatheredMax(),
                        DEPTH,
                        inbox.workers(),
                        inbox.tick(),
                        inbox.attempts(),
                        inbox.memory())),
                ids,
                clock,
                meters);
    }

    private static Participant participant(Sender sender, Role role, URI url) {
        Instant now = Instant.now();
        return new Participant(
                sender.keyId(),
                role,
                url,
                sender.signer().publicKey(),
                new Validity(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)), false),
                Set.of(),
                CallbackSigning.THREE_LINES);
    }

    /** The listener of one event loop. */
    private static final class Door extends AbstractVerticle {

        private final Beckn beckn;
        private final Ingress ingress;
        private final int port;

        Door(Beckn beckn, Ingress ingress, int port) {
            this.beckn = beckn;
            this.ingress = ingress;
            this.port = port;
        }

        @Override
        public void start(Promise<Void> started) {
            var router = ingress.router();
            router.route("/beckn/*").subRouter(beckn.router(vertx));
            ingress.server()
                    .requestHandler(router)
                    .listen(port, "127.0.0.1")
                    .<Void>mapEmpty()
                    .onComplete(started);
        }
    }
}
