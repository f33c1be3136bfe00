package dev.flexgate.api;

import dev.flexgate.audit.LogReader;
import dev.flexgate.identity.access.Bindings;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.news.CloudEvents;
import dev.flexgate.news.Newsroom;
import dev.flexgate.news.Viewer;
import dev.flexgate.outbox.Interventions;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.store.Database;
import dev.flexgate.webhook.Webhooks;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * How those outside learn what happens: webhooks, deliveries and events under {@code /api/v1}, our keys under
 * {@code /.well-known}, live views at {@code /stream}.
 */
public final class NewsApi implements AutoCloseable {

    private static final int IN_FLIGHT_MAX = 32;

    private final Answers answers;
    private final WebhookPages webhooks;
    private final DeliveryPages deliveries;
    private final EventPages events;
    private final Stream stream;

    /** What can be asked about. */
    public record Rooms(
            Database database,
            LogReader log,
            Newsroom newsroom,
            CloudEvents bodies,
            Outbox outbox,
            Interventions interventions,
            Webhooks webhooks,
            InstantSource clock) {}

    public NewsApi(Vertx vertx, Rooms rooms, StreamLimits limits, MeterRegistry meters) {
        this.answers =
                new Answers(vertx, "news", IN_FLIGHT_MAX, new Idempotency(rooms.database(), rooms.clock()), meters);
        this.webhooks = new WebhookPages(rooms.database(), rooms.webhooks());
        this.deliveries = new DeliveryPages(
                rooms.database(), rooms.outbox(), rooms.interventions(), rooms.webhooks(), rooms.clock());
        this.events = new EventPages(rooms.log(), rooms.bodies(), NewsApi::viewer);
        this.stream = new Stream(vertx, rooms.newsroom(), rooms.bodies(), NewsApi::viewer, limits, meters);
    }

    /** What a caller may see: the operator everything, a tenant what concerns it. */
    private static Viewer viewer(Caller caller) {
        return caller.isOperator() ? Viewer.theOperator() : Viewer.of(caller.parties());
    }

    /** What a tenant may see when it is not there to ask. */
    public static Viewer viewer(Bindings bindings, String tenant) {
        if (tenant.equals(Caller.OPERATOR_TENANT)) {
            return Viewer.theOperator();
        }
        Set<String> parties = new HashSet<>(bindings.of(tenant));
        parties.add(tenant);
        return Viewer.of(parties);
    }

    /** Adds the pages to a listener's router. */
    public void addTo(Router router, Vertx vertx) {
        Router rest = Router.router(vertx);
        webhooks.addTo(rest, answers);
        deliveries.addTo(rest, answers);
        events.addTo(rest, answers);
        router.route("/api/v1/*").subRouter(rest);
        Router wellKnown = Router.router(vertx);
        webhooks.addWellKnownTo(wellKnown, answers);
        router.route("/.well-known/*").subRouter(wellKnown);
        stream.addTo(router);
    }

    @Override
    public void close() {
        stream.close();
        answers.close();
    }
}
