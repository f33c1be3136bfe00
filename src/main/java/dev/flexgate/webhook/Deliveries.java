package dev.flexgate.webhook;

import dev.flexgate.audit.LogReader;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.news.CloudEvents;
import dev.flexgate.news.Event;
import dev.flexgate.news.EventType;
import dev.flexgate.news.Viewer;
import dev.flexgate.outbox.Outbox;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.outbox.RetryClass;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Turns events into promised deliveries, and brings back what a receiver missed. */
public final class Deliveries {

    private final LogReader log;
    private final Outbox outbox;
    private final CloudEvents bodies;
    private final Function<String, Viewer> viewers;
    private final Ids ids;
    private final InstantSource clock;
    private final WebhookLimits limits;

    /** @param viewers what a tenant may see */
    public Deliveries(
            LogReader log,
            Outbox outbox,
            CloudEvents bodies,
            Function<String, Viewer> viewers,
            Ids ids,
            InstantSource clock,
            WebhookLimits limits) {
        this.log = log;
        this.outbox = outbox;
        this.bodies = bodies;
        this.viewers = viewers;
        this.ids = ids;
        this.clock = clock;
        this.limits = limits;
    }

    /** What an event owes to whoever wants to be told of it. */
    List<OutgoingMessage> of(Event event, List<Subscription> subscriptions) {
        List<Subscription> told = subscriptions.stream()
                .filter(each -> event.index() >= each.fromIndex() && each.wants(event, viewers.apply(each.tenant())))
                .toList();
        if (told.isEmpty()) {
            return List.of();
        }
        byte[] body = Json.bytes(bodies.json(event));
        return told.stream().map(each -> message(each, event, body)).toList();
    }

    private OutgoingMessage message(Subscription subscription, Event event, byte[] body) {
        var route =
                new Route(subscription.id(), subscription.tenant(), event.type().name(), Optional.of(event.id()));
        return message(DeliveryId.of(subscription.id(), event.id()).value(), route, body);
    }

    private OutgoingMessage message(UUID id, Route route, byte[] body) {
        return new OutgoingMessage(
                id,
                WebhookCourier.NAME,
                route.subscription().toString(),
                RetryClass.RECORD,
                body,
                CloudEvents.MEDIA_TYPE,
                route.json(),
                clock.instant().plus(limits.life()));
    }

    /** Promises an event that did not happen, for a receiver to be tried out with. */
    public DeliveryId example(Tx tx, Subscription subscription, EventType type) {
        UUID id = ids.next();
        byte[] body = Json.bytes(bodies.example(type, "example-" + id, clock.instant()));
        outbox.promise(
                tx,
                message(id, new Route(subscription.id(), subscription.tenant(), type.name(), Optional.empty()), body));
        return new DeliveryId(id);
    }

    /**
     * What a recovery did.
     *
     * @param resent deliveries that had died and are owed again
     * @param promised deliveries that had never been promised
     * @param complete whether the end of the time asked for was reached; if not, ask again from {@code until}
     * @param until moment up to which it reached
     */
    public record Recovered(long resent, long promised, boolean complete, Instant until) {}

    /**
     * Owes again, under the same ids, what did not arrive of the events recorded at {@code since} or later: what died,
     * and what was never promised because the subscription was disabled or younger. What arrived or is still owed
     * stays as it is.
     */
    public Recovered recover(Tx tx, Subscription subscription, Instant since) {
        long from = log.firstSince(since);
        long end = log.size();
        Viewer viewer = viewers.apply(subscription.tenant());
        long resent = 0;
        long promised = 0;
        Instant until = since;
        while (from < end && resent + promised < limits.recover()) {
            List<StoredRecord> records = log.from(from, limits.page());
            List<OutgoingMessage> owed = new ArrayList<>();
            for (StoredRecord record : records) {
                Event.of(record)
                        .filter(event -> subscription.wants(event, viewer))
                        .ifPresent(event -> owed.add(message(subscription, event, Json.bytes(bodies.json(event)))));
            }
            int fresh = outbox.promiseAll(tx, owed);
            promised += fresh;
            resent += outbox.revive(
                    tx,
                    owed.stream().map(OutgoingMessage::id).toList(),
                    clock.instant().plus(limits.life()));
            from = records.getLast().index() + 1;
            until = Instant.parse(records.getLast().payload().path("recordedAt").asText());
        }
        return new Recovered(resent, promised, from >= end, until);
    }
}
