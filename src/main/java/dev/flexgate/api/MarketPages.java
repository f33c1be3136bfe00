package dev.flexgate.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.Market;
import dev.flexgate.market.Order;
import dev.flexgate.market.OrderId;
import dev.flexgate.market.PublicationList;
import dev.flexgate.market.QuoteJson;
import dev.flexgate.market.SlotId;
import dev.flexgate.market.SlotJson;
import dev.flexgate.wire.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.UUID;

/** What is for sale, and what was bought: {@code /slots} and {@code /orders}. */
final class MarketPages {

    /** Above every time-ordered id. */
    private static final UUID NEWEST = new UUID(-1, -1);

    private final Market market;
    private final PublicationList publications;

    MarketPages(Market market, PublicationList publications) {
        this.market = market;
        this.publications = publications;
    }

    void addTo(Router router, Answers answers) {
        router.get("/slots").handler(answers.to(this::slots));
        router.get("/slots/:slotId").handler(answers.to(this::slot));
        router.get("/publications").handler(answers.to(this::publications));
        router.get("/orders").handler(answers.to(this::orders));
        router.get("/orders/:orderId").handler(answers.to(this::order));
    }

    private Answer slots(RoutingContext context) {
        Catalogue catalogue = market.catalogue();
        SlotSearch search = SlotSearch.of(context, catalogue);
        Catalogue.Part found = catalogue.page(
                search.query(), search.order(), search.after(), Page.of(context).limit());
        ObjectNode body = Json.object();
        body.put("provider", catalogue.provider().name());
        body.put("sample", catalogue.provider().sample());
        body.put("takenAt", catalogue.takenAt().toString());
        ArrayNode slots = body.putArray("slots");
        found.listings().forEach(listing -> slots.add(json(listing)));
        found.next().ifPresent(mark -> body.put("next", search.cursor(mark)));
        return new Answer.Found(body);
    }

    private Answer slot(RoutingContext context) {
        return market.catalogue()
                .find(new SlotId(Page.path(context, "slotId")))
                .<Answer>map(listing -> new Answer.Found(json(listing)))
                .orElseGet(() -> Answer.notFound("no published slot has this id"));
    }

    private static ObjectNode json(Listing listing) {
        return SlotJson.write(listing.slot()).put("leftW", listing.left().watts());
    }

    private Answer publications(RoutingContext context) {
        Page page = Page.of(context);
        List<ObjectNode> parts = publications.page(page.after(), page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("publications");
        parts.forEach(list::add);
        if (parts.size() == page.limit()) {
            body.put("next", parts.getLast().path("catalogId").asText());
        }
        return new Answer.Found(body);
    }

    private Answer orders(RoutingContext context) {
        Page page = Page.of(context);
        UUID before = page.after().isEmpty() ? NEWEST : UUID.fromString(page.after());
        Caller caller = Caller.of(context);
        List<Order> orders = caller.isOperator()
                ? market.page(before, page.limit())
                : market.page(caller.parties(), before, page.limit());
        ObjectNode body = Json.object();
        ArrayNode list = body.putArray("orders");
        orders.forEach(order -> list.add(json(order)));
        if (orders.size() == page.limit()) {
            body.put("next", orders.getLast().id().toString());
        }
        return new Answer.Found(body);
    }

    private Answer order(RoutingContext context) {
        Caller caller = Caller.of(context);
        return market.find(OrderId.parse(Page.path(context, "orderId")))
                .filter(order -> caller.isParty(order.conversation().participant()))
                .<Answer>map(order -> new Answer.Found(json(order)))
                .orElseGet(() -> Answer.notFound("no order has this id"));
    }

    private static ObjectNode json(Order order) {
        ObjectNode json = Json.object();
        json.put("orderId", order.id().toString());
        json.put("state", order.state());
        json.put("version", order.version());
        json.put("since", order.since().toString());
        json.put("participant", order.conversation().participant());
        json.put("transactionId", order.conversation().transactionId().toString());
        json.set("quote", QuoteJson.write(order.quote()));
        return json;
    }
}
