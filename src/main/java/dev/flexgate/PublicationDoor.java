package dev.flexgate;

import dev.flexgate.beckn.publish.PublishLimits;
import dev.flexgate.beckn.publish.Publisher;
import dev.flexgate.market.PublicationList;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.wire.IngressLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Wires the catalogue to a service of the network that shows it to others, where there is one. */
record PublicationDoor(Optional<Publisher> publisher) implements AutoCloseable {

    static PublicationDoor open(
            NetworkSettings network,
            NetworkDoor door,
            Publisher.Ground ground,
            InstantSource clock,
            MeterRegistry meters) {
        if (network.catalogService().isEmpty()) {
            return new PublicationDoor(Optional.empty());
        }
        Set<String> networks = network.registry().networks();
        return new PublicationDoor(Optional.of(new Publisher(
                door.node(),
                network.catalogService(),
                networks.size() == 1 ? networks.iterator().next() : "",
                ground,
                PublishLimits.DEFAULT.withRates(network.rates()),
                clock,
                meters)));
    }

    List<Courier> couriers() {
        return publisher.map(Publisher::courier).stream().toList();
    }

    List<OutcomeWatcher> outcomes() {
        return publisher.map(Publisher::outcomes).stream().toList();
    }

    PublicationList list() {
        return publisher.map(Publisher::list).orElse(PublicationList.NONE);
    }

    void addTo(Router router, Vertx vertx) {
        publisher.ifPresent(each -> router.route("/beckn/*").subRouter(each.router(vertx)));
    }

    /** A catalogue service answers at length. */
    IngressLimits widened(IngressLimits limits) {
        return publisher
                .map(each -> limits.withLonger(Publisher.ANSWERED_AT, each.answerBytes()))
                .orElse(limits);
    }

    void start() {
        publisher.ifPresent(Publisher::start);
    }

    @Override
    public void close() {
        publisher.ifPresent(Publisher::close);
    }
}
