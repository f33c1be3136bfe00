package dev.flexgate.webhook;

import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.LogReader;
import dev.flexgate.identity.SecretBox;
import dev.flexgate.news.CloudEvents;
import dev.flexgate.news.Viewer;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.Outcome;
import dev.flexgate.outbox.OutcomeWatcher;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/** The whole room, put together: subscriptions, deliveries, and what runs by itself. */
public final class Webhooks implements AutoCloseable {

    /** Name of the courier, under which the outbox keeps deliveries. */
    public static final String COURIER = WebhookCourier.NAME;

    private final Subscriptions subscriptions;
    private final Deliveries deliveries;
    private final WebhookKeys keys;
    private final WebhookCourier courier;
    private final WebhookRecords records;
    private final Fanout fanout;

    /**
     * What the room leans on.
     *
     * @param outbound the only way out
     * @param box keeps secrets at rest
     * @param viewers what a tenant may see
     */
    public record Neighbours(
            Database database,
            AuditLog audit,
            LogReader log,
            Outbox outbox,
            OutboundHttp outbound,
            SecretBox box,
            Function<String, Viewer> viewers,
            Ids ids,
            SecureRandom random,
            InstantSource clock,
            MeterRegistry meters) {}

    /** @param subscriberId who we are on the network: the source of all events */
    public Webhooks(String subscriberId, Neighbours with, WebhookLimits limits) {
        this.records = new WebhookRecords(with.audit(), new Actor(subscriberId, "webhook"));
        this.subscriptions = new Subscriptions(
                with.database(),
                with.log(),
                with.outbox(),
                with.outbound(),
                with.box(),
                records,
                with.ids(),
                with.random(),
                with.clock(),
                limits);
        this.keys =
                new WebhookKeys(with.database(), with.box(), with.ids(), with.random(), with.clock(), records, limits);
        this.deliveries = new Deliveries(
                with.log(),
                with.outbox(),
                new CloudEvents(subscriberId),
                with.viewers(),
                with.ids(),
                with.clock(),
                limits);
        this.courier = new WebhookCourier(subscriptions, keys, with.outbound(), limits, with.clock(), with.meters());
        this.fanout = new Fanout(
                with.database(),
                with.log(),
                subscriptions,
                deliveries,
                with.outbox(),
                limits,
                new WebhookMeters(with.outbox(), with.meters()));
    }

    /** Begins to follow the log; the dispatcher that has {@link #courier} must run too. */
    public void start() {
        keys.open();
        fanout.start();
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public Deliveries deliveries() {
        return deliveries;
    }

    public WebhookKeys keys() {
        return keys;
    }

    public Courier courier() {
        return courier;
    }

    /** Records each delivery's fate, and disables a subscription whose receiver is gone. */
    public OutcomeWatcher watcher() {
        return new OutcomeWatcher() {
            @Override
            public void settled(Tx tx, OutgoingMessage message, Outcome outcome) {
                if (message.courier().equals(WebhookCourier.NAME)) {
                    records.delivered(tx, message, Route.read(message.routing()), outcome);
                }
            }

            @Override
            public void disabled(Tx tx, String name, String target, String reason, Instant at) {
                if (name.equals(WebhookCourier.NAME)) {
                    subscriptions.disabled(tx, SubscriptionId.parse(target), reason);
                }
            }
        };
    }

    Fanout fanout() {
        return fanout;
    }

    @Override
    public void close() {
        fanout.close();
    }
}
