package dev.flexgate.console.hook;

import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.console.hook.HooksPage.Form;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.news.EventGlob;
import dev.flexgate.news.EventTable;
import dev.flexgate.outbox.DeadLetter;
import dev.flexgate.store.Tx;
import dev.flexgate.webhook.Subscription;
import dev.flexgate.webhook.SubscriptionId;
import dev.flexgate.webhook.SubscriptionRefusedException;
import dev.flexgate.webhook.SubscriptionRequest;
import dev.flexgate.webhook.SubscriptionRequest.Wanted;
import dev.flexgate.webhook.Subscriptions;
import dev.flexgate.webhook.Webhooks;
import io.vertx.ext.web.Router;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/** {@code /dev/webhooks}: whom do we tell, did they hear, and what can be done about it? */
public final class HookPages {

    private static final int PER_PAGE = 50;
    private static final SubscriptionId FIRST = new SubscriptionId(new UUID(0, 0));
    private static final String PLACE = "/dev/webhooks";

    private final HookRooms rooms;
    private final HookDeliveries deliveries;

    public HookPages(HookRooms rooms) {
        this.rooms = rooms;
        this.deliveries = new HookDeliveries(rooms, this::find);
    }

    /** Adds the pages to the console's router. */
    public void addTo(Router router, Pages pages) {
        router.get(PLACE).handler(pages.show(visit -> list(visit, Form.BLANK, "", 200)));
        router.post(PLACE).handler(pages.show(this::create));
        router.get(PLACE + "/:hookId").handler(pages.show(this::show));
        step(router, pages, "pause", subscriptions()::pause);
        step(router, pages, "enable", subscriptions()::enable);
        router.post(PLACE + "/:hookId/rotate").handler(pages.show(this::rotate));
        router.post(PLACE + "/:hookId/example").handler(pages.show(this::example));
        router.post(PLACE + "/:hookId/delete").handler(pages.show(this::delete));
        deliveries.addTo(router, pages);
    }

    private Subscriptions subscriptions() {
        return rooms.webhooks().subscriptions();
    }

    private View list(Visit visit, Form form, String refusal, int status) {
        Caller caller = Caller.of(visit.context());
        SubscriptionId after = visit.query("after").map(SubscriptionId::parse).orElse(FIRST);
        List<Subscription> found = subscriptions().page(caller.isOperator() ? null : caller.tenant(), after, PER_PAGE);
        Optional<String> next = found.size() == PER_PAGE
                ? Optional.of(PLACE + "?after=" + found.getLast().id())
                : Optional.empty();
        List<DeadLetter> dead = caller.isOperator() ? deliveries.dead() : List.of();
        var page = new HooksPage(found, dead, next, EventTable.types(), form, refusal);
        return new View.Shown(status, Section.WEBHOOKS, "Webhooks", "page/hooks.jte", page);
    }

    private View create(Visit visit) {
        Caller caller = Caller.of(visit.context());
        var form = new Form(
                visit.field("url").orElse(""),
                visit.field("eventTypes").orElse(""),
                visit.field("description").orElse(""),
                visit.field("signing").orElse("v1a"));
        try {
            var request = new SubscriptionRequest(
                    caller.tenant(),
                    form.url(),
                    globs(form.eventTypes()),
                    form.description(),
                    form.signing().equals("v1") ? new Wanted.Ours() : new Wanted.None());
            Subscriptions.Made made =
                    rooms.database().inTransaction(tx -> subscriptions().create(tx, request, caller.keyId()));
            return shown(visit, made);
        } catch (SubscriptionRefusedException | IllegalArgumentException refused) {
            return list(visit, form, String.valueOf(refused.getMessage()), 422);
        }
    }

    private static List<EventGlob> globs(String text) {
        return Stream.of(text.split("[\\s,]+"))
                .filter(each -> !each.isEmpty())
                .distinct()
                .map(EventGlob::new)
                .toList();
    }

    /** A secret is in no address and on no page that can be loaded again. */
    private View shown(Visit visit, Subscriptions.Made made) {
        return made.secret().isEmpty()
                ? new View.Moved(PLACE + "/" + made.subscription().id())
                : page(visit, made.subscription(), made.secret().map(secret -> secret.text()), "", 200);
    }

    private View show(Visit visit) {
        return find(visit)
                .map(found -> page(visit, found, Optional.empty(), "", 200))
                .orElseGet(HookPages::unknown);
    }

    private View page(Visit visit, Subscription found, Optional<String> secret, String refusal, int status) {
        return new View.Shown(
                status,
                Section.WEBHOOKS,
                "Webhook",
                "page/hook.jte",
                deliveries.page(visit, found, secret, Optional.empty(), refusal));
    }

    /** What belongs to another tenant looks the same as what does not exist. */
    private Optional<Subscription> find(Visit visit) {
        return subscriptions()
                .find(SubscriptionId.parse(visit.path("hookId")))
                .filter(each -> Caller.of(visit.context()).sees(each.tenant()));
    }

    static View unknown() {
        return View.notFound("There is no webhook subscription of this id.");
    }

    /** A step that needs nothing but a name. */
    private interface Step {
        Optional<Subscription> take(Tx tx, SubscriptionId id, String by);
    }

    private void step(Router router, Pages pages, String verb, Step step) {
        router.post(PLACE + "/:hookId/" + verb)
                .handler(pages.show(visit -> changing(
                        visit,
                        found -> rooms.database()
                                .inTransaction(tx -> step.take(
                                        tx,
                                        found.id(),
                                        Caller.of(visit.context()).keyId()))
                                .<View>map(each -> new View.Moved(PLACE + "/" + each.id()))
                                .orElseGet(HookPages::unknown))));
    }

    private View changing(Visit visit, Function<Subscription, View> change) {
        Optional<Subscription> found = find(visit);
        if (found.isEmpty()) {
            return unknown();
        }
        try {
            return change.apply(found.get());
        } catch (SubscriptionRefusedException refused) {
            return page(visit, found.get(), Optional.empty(), String.valueOf(refused.getMessage()), 409);
        }
    }

    private View rotate(Visit visit) {
        return changing(
                visit,
                found -> rooms.database()
                        .inTransaction(tx -> subscriptions()
                                .rotate(
                                        tx,
                                        found.id(),
                                        Caller.of(visit.context()).keyId()))
                        .map(made -> shown(visit, made))
                        .orElseGet(HookPages::unknown));
    }

    private View example(Visit visit) {
        return changing(visit, found -> {
            var type = EventTable.types().stream()
                    .filter(each -> found.eventTypes().stream().anyMatch(glob -> glob.matches(each)))
                    .findFirst()
                    .orElse(EventTable.types().getFirst());
            var id = rooms.database()
                    .inTransaction(tx -> rooms.webhooks().deliveries().example(tx, found, type));
            return new View.Moved(PLACE + "/" + found.id() + "/deliveries/" + id);
        });
    }

    private View delete(Visit visit) {
        visit.required("sure");
        return changing(visit, found -> {
            rooms.database()
                    .inTransaction(tx -> subscriptions()
                            .delete(tx, found.id(), Caller.of(visit.context()).keyId()));
            return new View.Moved(PLACE);
        });
    }

    /** A moment of a form without seconds, in UTC. */
    static Instant moment(String text) {
        try {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException fault) {
            throw new IllegalArgumentException("'" + text + "' is no moment such as 2026-03-02T09:00", fault);
        }
    }

    /** Whether a dead letter is a delivery to a subscription. */
    static boolean isDelivery(DeadLetter letter) {
        return letter.courier().equals(Webhooks.COURIER);
    }
}
