package dev.flexgate.console.trade;

import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.market.Order;
import dev.flexgate.market.OrderId;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code /orders}: where is each order, what is stuck, and what happened, message by message? */
public final class OrderPages {

    private static final int PER_PAGE = 50;

    /** Above every time-ordered id. */
    private static final UUID NEWEST = new UUID(-1, -1);

    private final ConsoleRooms rooms;
    private final OrderStory story;

    public OrderPages(ConsoleRooms rooms) {
        this.rooms = rooms;
        this.story = new OrderStory(rooms);
    }

    public void addTo(Router router, Pages pages) {
        router.get("/orders").handler(pages.show(this::orders));
        router.get("/orders/:orderId").handler(pages.show(this::order));
    }

    private View orders(Visit visit) {
        UUID before = visit.query("before").map(UUID::fromString).orElse(NEWEST);
        Caller caller = Caller.of(visit.context());
        List<Order> page = caller.isOperator()
                ? rooms.market().page(before, PER_PAGE)
                : rooms.market().page(Sandbox.buyers(caller), before, PER_PAGE);
        List<OrderLine> lines = page.stream()
                .map(order ->
                        new OrderLine(order, Sites.nameOf(rooms, order.quote().site())))
                .toList();
        Optional<String> next = page.size() == PER_PAGE
                ? Optional.of("/orders?before=" + page.getLast().id())
                : Optional.empty();
        return View.page(Section.ORDERS, "Orders", "page/orders.jte", new OrdersPage(lines, next));
    }

    private View order(Visit visit) {
        return rooms.market()
                .find(OrderId.parse(visit.path("orderId")))
                .filter(order -> mayRead(visit, order))
                .map(order -> View.page(
                        Section.ORDERS,
                        "Order",
                        "page/order.jte",
                        story.of(
                                order,
                                Sites.nameOf(rooms, order.quote().site()),
                                visit.query("bought").isPresent())))
                .orElseGet(() -> View.notFound("No order has this id."));
    }

    /** A tenant sees its own orders; only the operator sees everybody's. */
    private static boolean mayRead(Visit visit, Order order) {
        Caller caller = Caller.of(visit.context());
        return caller.isOperator()
                || Sandbox.buyers(caller).contains(order.conversation().participant());
    }
}
