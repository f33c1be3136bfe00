package dev.flexgate.console.grid;

import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.Times;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.flexibility.Asked;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.Need;
import dev.flexgate.flexibility.NeedId;
import dev.flexgate.flexibility.NeedRequest;
import dev.flexgate.flexibility.Offer;
import dev.flexgate.flexibility.OrderRequest;
import dev.flexgate.flexibility.Ordered;
import dev.flexgate.flexibility.Reason;
import dev.flexgate.flexibility.Stepped;
import dev.flexgate.flexibility.Taken;
import dev.flexgate.planning.PlanConflictException;
import dev.flexgate.store.Tx;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** {@code /flex}: who needs what, can we help, at what price? */
final class FlexPages {

    private static final int PER_PAGE = 30;
    private static final int TRIES = 5;

    /** Whoever waits longer sees a page that says so. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final UUID NEWEST = new UUID(-1, -1);

    private final ConsoleRooms rooms;
    private final Grid grid;
    private final OfferDrawing drawing;

    FlexPages(ConsoleRooms rooms, Grid grid, Times times) {
        this.rooms = rooms;
        this.grid = grid;
        this.drawing = new OfferDrawing(times);
    }

    void addTo(Router router, Pages pages) {
        router.get("/flex").handler(pages.show(this::needs));
        router.post("/flex/needs").handler(pages.show(this::ask));
        router.get("/flex/needs/:needId").handler(pages.show(this::need));
        router.post("/flex/needs/:needId/order").handler(pages.show(this::order));
        router.post("/flex/needs/:needId/decline").handler(pages.show(this::decline));
    }

    private View needs(Visit visit) {
        UUID before = visit.query("before").map(UUID::fromString).orElse(NEWEST);
        List<Need> all = grid.flexibility().needs(before, PER_PAGE);
        List<Need> needs = all.stream()
                .filter(need -> Asker.mayRead(visit, need.request().requester()))
                .toList();
        List<FlexOrder> orders = grid.flexibility().page(NEWEST, PER_PAGE).stream()
                .filter(order -> Asker.mayRead(visit, order.request().requester()))
                .toList();
        Optional<String> next = all.size() == PER_PAGE
                ? Optional.of("/flex?before=" + all.getLast().id())
                : Optional.empty();
        AskForm form = AskForm.blank(rooms.ids().next(), rooms.sites().all(), visit.now());
        return View.page(
                Section.FLEX, "Flex requests", "page/flex.jte", new NeedsPage(needs, orders, next, form, isSandbox()));
    }

    /** By hand one asks only where nothing is real. */
    private boolean isSandbox() {
        return rooms.market().catalogue().provider().sample() || rooms.testClock();
    }

    private View ask(Visit visit) {
        if (!isSandbox()) {
            return notByHand();
        }
        NeedRequest request = AskForm.read(visit);
        return switch (rooms.database().inTransaction(tx -> grid.flexibility().take(tx, request, List.of()))) {
            case Taken.In(Need need) -> {
                var _ = grid.flexibility().awaitAnswer(need.id(), PATIENCE);
                yield new View.Moved("/flex/needs/" + need.id());
            }
            case Taken.Known(Need need) -> new View.Moved("/flex/needs/" + need.id());
            case Taken.Refused(Asked.Refused refused) ->
                new View.Moved("/flex/needs/" + refused.need().id());
            case Taken.Busy _ ->
                new View.Refused(503, "Busy", "Too many requests wait for their answer. Ask again in a moment.");
        };
    }

    private static View notByHand() {
        return new View.Refused(
                403, "Not by hand", "Sites here are real: grid operators ask over REST or the Beckn network.");
    }

    private View need(Visit visit) {
        return find(visit).map(need -> page(visit, need, "", 200)).orElseGet(FlexPages::unknown);
    }

    private Optional<Need> find(Visit visit) {
        return grid.flexibility()
                .need(new NeedId(UUID.fromString(visit.path("needId"))))
                .filter(need -> Asker.mayRead(visit, need.request().requester()));
    }

    private static View unknown() {
        return View.notFound("No request has this id.");
    }

    private View page(Visit visit, Need need, String refusal, int status) {
        Optional<Offer> offer = grid.flexibility().offerFor(need.id());
        Optional<FlexOrder> order = grid.flexibility()
                .find(need.request().requester(), need.request().requestId());
        var page = new NeedPage(
                need,
                offer,
                drawing.why(need, offer),
                offer.map(drawing::curve).orElse(List.of()),
                offer.map(each -> drawing.rebound(need, each)),
                order,
                need.request().requester().equals(Asker.of(visit)),
                refusal);
        return new View.Shown(status, Section.FLEX, "Flex request", "page/need.jte", page);
    }

    private View order(Visit visit) {
        Optional<Need> need = find(visit);
        Optional<Offer> offer = need.flatMap(each -> grid.flexibility().offerFor(each.id()));
        if (need.isEmpty() || offer.isEmpty()) {
            return unknown();
        }
        if (!isSandbox()) {
            return notByHand();
        }
        String option = visit.required("option");
        if (!option.matches("[1-9][0-9]{0,3}")) {
            throw new IllegalArgumentException("option is the number of one of the offered options");
        }
        var request = new OrderRequest(
                Asker.of(visit), offer.get().id(), Integer.parseInt(option), BigDecimal.ONE, Optional.empty());
        return switch (inTransaction(tx -> grid.flexibility().order(tx, request, List.of()))) {
            case Ordered.Accepted accepted ->
                new View.Moved("/flex/orders/" + accepted.order().id());
            case Ordered.Repeated repeated ->
                new View.Moved("/flex/orders/" + repeated.order().id());
            case Ordered.Rejected rejected ->
                page(visit, need.get(), rejected.reason().detail(), 409);
        };
    }

    private View decline(Visit visit) {
        Optional<Need> need = find(visit);
        Optional<Offer> offer = need.flatMap(each -> grid.flexibility().offerFor(each.id()));
        if (need.isEmpty() || offer.isEmpty()) {
            return unknown();
        }
        Stepped<Offer> stepped = inTransaction(tx ->
                grid.flexibility().decline(tx, Asker.of(visit), offer.get().id(), List.of()));
        return stepped instanceof Stepped.Refused<Offer>(Reason reason, var _)
                ? page(visit, need.get(), reason.detail(), 409)
                : new View.Moved("/flex/needs/" + need.get().id());
    }

    /** The plan may move under an answer; then it is worked out anew. */
    private <T> T inTransaction(Function<Tx, T> work) {
        for (int left = TRIES; ; left--) {
            try {
                return rooms.database().inTransaction(work);
            } catch (PlanConflictException moved) {
                if (left == 1) {
                    throw moved;
                }
            }
        }
    }
}
