package dev.flexgate.console.hook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.outbox.DeadLetter;
import dev.flexgate.outbox.Interventions;
import dev.flexgate.outbox.Interventions.By;
import dev.flexgate.outbox.OwedMessage;
import dev.flexgate.webhook.Deliveries.Recovered;
import dev.flexgate.webhook.DeliveryId;
import dev.flexgate.webhook.Subscription;
import dev.flexgate.webhook.Webhooks;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** What became of the deliveries of a subscription, and sending them again. */
final class HookDeliveries {

    private static final int PER_PAGE = 50;
    private static final int DEAD_MAX = 50;
    private static final String ONE = "/dev/webhooks/:hookId";

    private final HookRooms rooms;
    private final Function<Visit, Optional<Subscription>> own;

    /** @param own the subscription of the address, if the visitor may see it */
    HookDeliveries(HookRooms rooms, Function<Visit, Optional<Subscription>> own) {
        this.rooms = rooms;
        this.own = own;
    }

    void addTo(Router router, Pages pages) {
        router.post(ONE + "/recover").handler(pages.show(this::recover));
        router.get(ONE + "/deliveries/:deliveryId").handler(pages.show(this::show));
        router.post(ONE + "/deliveries/:deliveryId/resend").handler(pages.show(this::resend));
    }

    /** Deliveries that were given up, of every subscription. */
    List<DeadLetter> dead() {
        return rooms.outbox().dead(Instant.EPOCH, DEAD_MAX).stream()
                .filter(HookPages::isDelivery)
                .toList();
    }

    HookPage page(
            Visit visit, Subscription found, Optional<String> secret, Optional<String> recovered, String refusal) {
        Optional<UUID> before =
                visit.query("before").map(id -> DeliveryId.parse(id).value());
        List<OwedMessage> owed = rooms.outbox().of(Webhooks.COURIER, found.id().toString(), before, PER_PAGE);
        Optional<String> next = owed.size() == PER_PAGE
                ? Optional.of("/dev/webhooks/" + found.id() + "?before="
                        + new DeliveryId(owed.getLast().message().id()))
                : Optional.empty();
        return new HookPage(
                found,
                secret,
                owed.stream().map(HookPage.Line::of).toList(),
                next,
                rooms.ids().next().toString(),
                recovered,
                refusal);
    }

    /** A delivery, with what it belongs to. */
    private record Found(Subscription subscription, OwedMessage owed) {}

    private Optional<Found> find(Visit visit) {
        return own.apply(visit)
                .flatMap(subscription -> rooms.outbox()
                        .find(DeliveryId.parse(visit.path("deliveryId")).value())
                        .filter(each -> each.message().courier().equals(Webhooks.COURIER)
                                && each.message()
                                        .target()
                                        .equals(subscription.id().toString()))
                        .map(owed -> new Found(subscription, owed)));
    }

    private View show(Visit visit) {
        return find(visit)
                .map(found -> View.page(
                        Section.WEBHOOKS,
                        "Delivery",
                        "page/delivery.jte",
                        new DeliveryPage(
                                found.subscription(),
                                HookPage.Line.of(found.owed()),
                                new String(found.owed().message().body(), UTF_8),
                                rooms.outbox().attempts(found.owed().message().id()),
                                rooms.ids().next().toString())))
                .orElseGet(() -> View.notFound("There is no delivery of this id."));
    }

    private View resend(Visit visit) {
        Optional<Found> found = find(visit);
        if (found.isEmpty()) {
            return View.notFound("There is no delivery of this id.");
        }
        UUID id = found.get().owed().message().id();
        Instant notAfter = rooms.clock().instant().plus(Interventions.LIFE);
        By by = by(visit);
        rooms.database().inTransaction(tx -> rooms.interventions().resend(tx, id, notAfter, by));
        return new View.Moved("/dev/webhooks/" + found.get().subscription().id() + "/deliveries/" + new DeliveryId(id));
    }

    private View recover(Visit visit) {
        Optional<Subscription> found = own.apply(visit);
        if (found.isEmpty()) {
            return HookPages.unknown();
        }
        Subscription subscription = found.get();
        Instant since = HookPages.moment(visit.required("since"));
        By by = by(visit);
        var done = new AtomicReference<Recovered>(new Recovered(0, 0, true, since));
        rooms.database()
                .inTransaction(tx -> rooms.interventions()
                        .once(tx, by, "recover", subscription.id() + " since " + since, () -> {
                            done.set(rooms.webhooks().deliveries().recover(tx, subscription, since));
                            return done.get().resent() + done.get().promised();
                        }));
        return View.page(
                Section.WEBHOOKS,
                "Webhook",
                "page/hook.jte",
                page(visit, subscription, Optional.empty(), Optional.of(words(done.get())), ""));
    }

    private static String words(Recovered recovered) {
        return recovered.resent() + " dead deliveries are owed again, " + recovered.promised()
                + " that were never promised are now"
                + (recovered.complete() ? "." : "; it reached " + recovered.until() + ", recover again from there.");
    }

    /** Who does it, and the key of the form, so that a form sent twice does it once. */
    private static By by(Visit visit) {
        Caller caller = Caller.of(visit.context());
        return new By(caller.keyId(), caller.tenant() + " " + visit.required("key"));
    }
}
