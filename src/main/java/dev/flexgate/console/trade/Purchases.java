package dev.flexgate.console.trade;

import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.console.trade.SlotPage.Buying;
import dev.flexgate.console.trade.SlotPage.Refusal;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.Conversation;
import dev.flexgate.market.Order;
import dev.flexgate.market.OrderId;
import dev.flexgate.market.OrderStep;
import dev.flexgate.market.Quotation;
import dev.flexgate.market.QuoteRequest;
import dev.flexgate.market.Slot;
import dev.flexgate.market.SlotId;
import dev.flexgate.market.StatedPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Tx;
import io.vertx.ext.web.Router;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Buying by hand, as a sandbox participant: a quote, its terms, the purchase. Each step is the market's own, in a
 * transaction of its own, with its records; the buyer's name says what it is.
 */
final class Purchases {

    private final ConsoleRooms rooms;
    private final SlotPages slots;

    Purchases(ConsoleRooms rooms, SlotPages slots) {
        this.rooms = rooms;
        this.slots = slots;
    }

    void addTo(Router router, Pages pages) {
        router.post("/market/slots/:slotId/quote").handler(pages.show(this::quote));
        router.get("/market/quotes/:orderId").handler(pages.show(this::quoted));
        router.post("/market/quotes/:orderId/terms").handler(pages.show(this::terms));
        router.post("/market/quotes/:orderId/confirm").handler(pages.show(this::confirm));
    }

    private View quote(Visit visit) {
        Catalogue catalogue = rooms.market().catalogue();
        var id = new SlotId(visit.path("slotId"));
        Optional<Listing> found = catalogue.find(id);
        if (found.isEmpty()) {
            return View.notFound("No published slot is called " + id + " any more.");
        }
        if (!slots.isSandbox(catalogue)) {
            return new View.Refused(403, "Not for sale by hand", "This catalogue is real: buy over the Beckn network.");
        }
        Buying asked = asked(visit);
        var conversation = new Conversation(Sandbox.buyer(Caller.of(visit.context())), asked.transaction());
        var request =
                new QuoteRequest(conversation, id, new Interval(asked.start(), asked.end()), power(asked.power()));
        return switch (inTransaction(tx -> rooms.market().quote(tx, request, List.of()))) {
            case Quotation.Offered offered ->
                new View.Moved("/market/quotes/" + offered.order().id());
            case Quotation.CounterOffer counter ->
                refused(
                        visit,
                        catalogue,
                        found.get(),
                        asked,
                        new Refusal(
                                counter.reason().name(),
                                "Less than that is left of this slot.",
                                listings(catalogue, counter.alternatives())));
            case Quotation.Refused refused ->
                refused(
                        visit,
                        catalogue,
                        found.get(),
                        asked,
                        new Refusal(refused.reason().name(), refused.detail(), List.of()));
        };
    }

    private View refused(Visit visit, Catalogue catalogue, Listing listing, Buying asked, Refusal refusal) {
        var again = new Buying(true, rooms.ids().next(), asked.power(), asked.start(), asked.end());
        View page = slots.page(catalogue, listing, again, refusal, visit.now());
        return page instanceof View.Shown shown ? shown.withStatus(409) : page;
    }

    private static List<Listing> listings(Catalogue catalogue, List<Slot> alternatives) {
        return alternatives.stream()
                .flatMap(slot -> catalogue.find(slot.id()).stream())
                .toList();
    }

    private static Buying asked(Visit visit) {
        try {
            return new Buying(
                    true,
                    UUID.fromString(visit.required("transaction")),
                    visit.required("kw"),
                    Instant.parse(visit.required("start")),
                    Instant.parse(visit.required("end")));
        } catch (DateTimeException _) {
            throw new IllegalArgumentException("start and end are moments such as 2026-03-01T14:30:00Z");
        }
    }

    private static Power power(String kilowatts) {
        if (!kilowatts.matches("[0-9]{1,7}(\\.[0-9]{1,3})?")) {
            throw new IllegalArgumentException("kw is a number of kilowatts with at most three decimals");
        }
        return Power.ofKilowatts(new BigDecimal(kilowatts));
    }

    private View quoted(Visit visit) {
        return mine(visit).map(order -> page(order, "", 200)).orElseGet(Purchases::unknown);
    }

    private View page(Order order, String refusal, int status) {
        if (!(order instanceof Order.Quoted) && !(order instanceof Order.Initiated) && refusal.isEmpty()) {
            return new View.Moved("/orders/" + order.id());
        }
        var page = new QuotePage(order, Sites.nameOf(rooms, order.quote().site()), refusal);
        return new View.Shown(status, Section.MARKET, "Quote", "page/quote.jte", page);
    }

    private View terms(Visit visit) {
        return step(visit, order -> tx -> rooms.market().initiate(tx, order.conversation(), order.id(), List.of()));
    }

    private View confirm(Visit visit) {
        String total = visit.required("total");
        return step(
                visit,
                order -> tx -> rooms.market()
                        .confirm(
                                tx,
                                order.conversation(),
                                order.id(),
                                new StatedPrice.Stated(stated(total, order)),
                                List.of()));
    }

    private static Money stated(String total, Order order) {
        if (!total.matches("-?[0-9]{1,12}\\.[0-9]{4}")) {
            throw new IllegalArgumentException("total is the quote's total with four decimals");
        }
        return new Money(new BigDecimal(total), order.quote().total().currency());
    }

    private View step(Visit visit, Function<Order, Function<Tx, OrderStep>> step) {
        Optional<Order> found = mine(visit);
        if (found.isEmpty()) {
            return unknown();
        }
        Order order = found.get();
        return switch (inTransaction(step.apply(order))) {
            case OrderStep.Taken taken -> next(taken.order());
            case OrderStep.Repeated repeated -> next(repeated.order());
            case OrderStep.Previewed previewed -> next(previewed.order());
            case OrderStep.Refused refused ->
                page(rooms.market().find(order.id()).orElse(order), refused.detail(), 409);
        };
    }

    private static View next(Order order) {
        return order instanceof Order.Initiated
                ? new View.Moved("/market/quotes/" + order.id() + "#buy")
                : new View.Moved("/orders/" + order.id() + "?bought=1");
    }

    private Optional<Order> mine(Visit visit) {
        String buyer = Sandbox.buyer(Caller.of(visit.context()));
        return rooms.market()
                .find(OrderId.parse(visit.path("orderId")))
                .filter(order -> order.conversation().participant().equals(buyer));
    }

    private static View unknown() {
        return View.notFound("You have no quote of this id. Quotes of partners are under Orders.");
    }

    private <T> T inTransaction(Function<Tx, T> work) {
        return rooms.database().inTransaction(work);
    }
}
