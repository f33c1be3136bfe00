package dev.flexgate;

import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.buyer.Buyer;
import dev.flexgate.beckn.buyer.BuyerLimits;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.identity.KeyFolder;
import dev.flexgate.identity.SigningKey;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Set;

/** Wires what we are as a buyer: a name, a key and an address beside those under which we sell. */
final class BuyerDoor {

    private BuyerDoor() {}

    static Buyer open(
            NetworkSettings network, KeyFolder keys, Buyer.Ground ground, InstantSource clock, MeterRegistry meters) {
        NetworkSettings.Buyer name = network.buyer();
        SigningKey key = keys.loadOrCreate("buyer").named(name.keyId());
        var node = new BecknNode(new Sender(name.subscriberId(), key), name.url());
        Membership.enter(network.registryFile(), node.sender().keyId(), Role.BAP, node.url(), key, clock.instant());
        ground.registry().refresh();
        Set<String> networks = network.registry().networks();
        var buyer = new Buyer(
                node,
                networks.size() == 1 ? networks.iterator().next() : "",
                ground,
                BuyerLimits.DEFAULT.withRates(network.rates()),
                clock,
                meters);
        buyer.start();
        return buyer;
    }
}
