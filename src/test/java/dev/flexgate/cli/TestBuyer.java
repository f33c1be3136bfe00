package dev.flexgate.cli;

import dev.flexgate.Await;
import dev.flexgate.Membership;
import dev.flexgate.beckn.BapClient;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.cli.Buyer.Found;
import dev.flexgate.cli.Buyer.NoDeal;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A buyer on the network, by the demo's own words, in whatever time a test lives. */
public final class TestBuyer {

    private static final String SUBSCRIBER = "bap.test.example";
    private static final String SELLER = "bpp.flexgate.example";

    private TestBuyer() {}

    /** Buys the first slot with room, signed all the way; says the order's id. */
    public static String buy(Path registryFile, int callbackPort, Power power, InstantSource clock) {
        Vertx vertx = Vertx.vertx();
        SigningKey key = SigningKey.generate(new SecureRandom());
        URI url = URI.create("http://127.0.0.1:" + callbackPort + "/beckn");
        var self = new BecknNode(new Sender(SUBSCRIBER, key.named("test-1")), url);
        Membership.enter(
                registryFile,
                self.sender().keyId(),
                Role.BAP,
                url,
                self.sender().signer(),
                clock.instant());
        var outbound =
                new OutboundHttp(vertx, AddressPolicy.loopback(), OutboundLimits.DEFAULT, new SimpleMeterRegistry());
        try (BapClient client = BapClient.open(vertx, self, Registry.of(registryFile), outbound, clock)) {
            var buyer = new Buyer(client, SELLER);
            Found found = first(catalogues(buyer), power);
            Contract quoted = buyer.select(found, power);
            return buyer.confirm(buyer.init(quoted, found, power), found, power).id();
        } finally {
            vertx.close().await();
        }
    }

    /** The gateway reads a changed registry within a second or two; until then it does not know us. */
    private static List<Catalog> catalogues(Buyer buyer) {
        var found = new AtomicReference<List<Catalog>>(List.of());
        Await.until("known to the gateway", () -> {
            try {
                found.set(buyer.discover(new Intent("", "")));
                return true;
            } catch (NoDeal notYet) {
                return false;
            }
        });
        return found.get();
    }

    private static Found first(List<Catalog> catalogues, Power power) {
        return catalogues.stream()
                .flatMap(catalog -> catalog.offers().stream()
                        .flatMap(offer -> catalog.items().stream()
                                .filter(item -> offer.resourceIds().contains(item.id()))
                                .map(item -> new Found(item, offer))))
                .filter(found -> found.item().window().available().orElseThrow().compareTo(power) >= 0)
                .findFirst()
                .orElseThrow();
    }
}
