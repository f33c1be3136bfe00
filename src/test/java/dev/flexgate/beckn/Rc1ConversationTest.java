package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.OfficialRc1;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client of the DEG world of 2025 buys a compute window, writing as it was recorded, over real HTTP. */
class Rc1ConversationTest {

    private static final String DOMAIN = "beckn.one:DEG:compute-energy:1.0";

    private TestGateway gateway;
    private SnakeBap bap;

    @BeforeEach
    void open() {
        gateway = new TestGateway();
        bap = new SnakeBap(gateway, "2.0.0", DOMAIN, UUID.randomUUID().toString());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    /** Sends; what comes back is a message that the official schema admits. */
    private JsonNode exchange(String word, ObjectNode message) {
        JsonNode callback = bap.exchange(word, message);
        assertEquals(List.of(), OfficialRc1.read().errors("on_" + word, callback), callback::toString);
        return callback;
    }

    private ObjectNode discover(String filter) {
        ObjectNode json = bap.message("discover");
        ObjectNode body = SnakeBap.body(json).put("text_search", "Grid flexibility windows");
        body.putObject("filters").put("type", "jsonpath").put("expression", filter);
        ObjectNode near = body.putArray("spatial").addObject().put("targets", "$['beckn:availableAt'][*]['geo']");
        near.putObject("geometry")
                .put("type", "Point")
                .putArray("coordinates")
                .add(0.1218)
                .add(52.2053);
        return json;
    }

    /** As it was recorded: a status of no list, a buyer that is a text, a quantity that is a number. */
    private ObjectNode order(String word, String status, JsonNode item, JsonNode offer) {
        ObjectNode json = bap.message(word);
        ObjectNode order = SnakeBap.body(json).putObject("order");
        order.put("@context", "https://example.com/draft/context.jsonld")
                .put("@type", "beckn:Order")
                .put("beckn:id", "order-ce-cambridge-001")
                .put("beckn:orderStatus", status)
                .put("beckn:seller", "provider-gridflex-001")
                .put("beckn:buyer", "buyer-compflex-001");
        ObjectNode line = order.putArray("beckn:orderItems").addObject();
        line.put("@type", "beckn:OrderItem")
                .put("beckn:lineId", "line-1")
                .put("beckn:orderedItem", item.path("beckn:id").asText())
                .put("beckn:quantity", 1);
        ObjectNode accepted = line.putObject("beckn:acceptedOffer").put("@type", "beckn:Offer");
        accepted.put("beckn:id", offer.path("beckn:id").asText());
        accepted.putArray("beckn:items").add(item.path("beckn:id").asText());
        accepted.putObject("beckn:price").put("currency", "GBP").put("price", 0.1);
        return json;
    }

    private static void load(ObjectNode json, String megawatts, String start, String end) {
        ObjectNode fulfilment = ((ObjectNode) json.at("/message/order")).putObject("beckn:fulfillment");
        ObjectNode delivery = fulfilment
                .put("beckn:mode", "GRID-BASED")
                .put("beckn:status", "PENDING")
                .putObject("beckn:deliveryAttributes");
        delivery.put("@type", "beckn:ComputeEnergyFulfillment")
                .put("beckn:computeLoad", new BigDecimal(megawatts))
                .put("beckn:computeLoadUnit", "MW")
                .putObject("beckn:timeWindow")
                .put("start", start)
                .put("end", end);
    }

    private record Found(JsonNode item, JsonNode offer) {}

    private Found find() {
        JsonNode catalog = exchange(
                        "discover",
                        discover("$[?(@.beckn:itemAttributes.beckn:gridParameters.gridArea in ['_A', '_B']"
                                + " && @.beckn:itemAttributes.beckn:gridParameters.carbonIntensity <= 150)]"))
                .at("/message/catalogs/0");
        return new Found(catalog.at("/beckn:items/0"), catalog.at("/beckn:offers/0"));
    }

    @Test
    void a_window_is_found_priced_without_a_load_bought_with_one_and_looked_at() {
        Found found = find();
        assertEquals(
                120,
                found.item()
                        .at("/beckn:itemAttributes/beckn:gridParameters/carbonIntensity")
                        .asInt());
        assertEquals(found.item().path("beckn:id"), found.offer().at("/beckn:items/0"));

        JsonNode quoted = exchange("select", order("select", "QUOTE_REQUESTED", found.item(), found.offer()))
                .at("/message/order");
        assertEquals("order-ce-cambridge-001", quoted.path("beckn:id").asText(), "its own name");
        assertEquals("CREATED", quoted.path("beckn:orderStatus").asText());
        assertEquals("line-1", quoted.at("/beckn:orderItems/0/beckn:lineId").asText());
        JsonNode line = quoted.at("/beckn:orderItems/0/beckn:orderItemAttributes");
        // 10 kW, the least that is sold: 0.1 GBP/kWh at a PUE of 1.2, and a fee of 0.012
        assertEquals("0.132", line.at("/beckn:pricingParameters/spotPrice").asText());
        assertEquals(
                "0.01", line.at("/beckn:capacityParameters/reservedCapacity").asText());
        assertTrue(quoted.at("/beckn:orderAttributes/beckn:assumed").toString().contains("LOAD_UNSAID"));
        assertTrue(quoted.at("/beckn:orderAttributes/beckn:assumed").toString().contains("PRICE_NAMED_PRICE"));

        String start = line.at("/beckn:timeWindow/start").asText();
        String end = line.at("/beckn:timeWindow/end").asText();
        ObjectNode init = order("init", "INITIALIZED", found.item(), found.offer());
        load(init, "0.05", start.substring(11), end.substring(11));
        JsonNode initiated = exchange("init", init).at("/message/order");
        assertEquals("order-ce-cambridge-001", initiated.path("beckn:id").asText());
        assertNotEquals(quoted.path("beckn:orderNumber"), initiated.path("beckn:orderNumber"), "quoted anew");
        // 50 kW over 2 h
        assertEquals("13.2", initiated.at("/beckn:orderValue/value").asText());
        assertEquals(
                "13.2",
                initiated
                        .at("/beckn:orderItems/0/beckn:orderItemAttributes/beckn:pricingParameters/estimatedCost")
                        .asText());
        assertTrue(
                initiated.at("/beckn:orderAttributes/beckn:assumed").toString().contains("TIME_WITHOUT_DATE"));

        ObjectNode confirm = order("confirm", "CONFIRMED", found.item(), found.offer());
        load(confirm, "0.05", start, end);
        JsonNode confirmed = exchange("confirm", confirm).at("/message/order");
        assertEquals("CONFIRMED", confirmed.path("beckn:orderStatus").asText());
        assertEquals(
                "PENDING", confirmed.at("/beckn:payment/beckn:paymentStatus").asText());

        ObjectNode status = bap.message("status");
        SnakeBap.body(status).putObject("order").put("beckn:id", "order-ce-cambridge-001");
        JsonNode standing = exchange("status", status).at("/message/order");
        assertEquals(confirmed, standing);
        afterwards();
        assertTrue(gateway.records("ORDER_RECEIVED")
                .getFirst()
                .path("tolerated")
                .toString()
                .contains("BUYER_AS_TEXT"));
    }

    /** What can be asked of a bought window, to the last action of the generation. */
    private void afterwards() {
        ObjectNode track = bap.message("track");
        SnakeBap.body(track).putObject("order").put("beckn:id", "order-ce-cambridge-001");
        JsonNode tracked = exchange("track", track);
        assertTrue(tracked.at("/message/order/beckn:fulfillment/trackingAction/url")
                .asText()
                .startsWith("http"));

        ObjectNode update = bap.message("update");
        ObjectNode order = SnakeBap.body(update).putObject("order").put("beckn:id", "order-ce-cambridge-001");
        order.put("beckn:orderStatus", "IN_PROGRESS").put("beckn:buyer", "buyer-compflex-001");
        ObjectNode delivery = order.putObject("beckn:fulfillment").putObject("beckn:deliveryAttributes");
        delivery.put("@type", "beckn:ComputeEnergyFulfillment");
        ObjectNode action = delivery.putObject("beckn:flexibilityAction").put("actionType", "workload_shift");
        action.putObject("shiftDetails")
                .put("shiftedLoad", 0.02)
                .put("shiftedLoadUnit", "MW")
                .put("targetLocation", "Manchester");
        JsonNode shifted = exchange("update", update).at("/message/order");
        assertEquals(
                "0.03",
                shifted.at("/beckn:orderItems/0/beckn:orderItemAttributes/beckn:capacityParameters/reservedCapacity")
                        .asText());
        assertEquals(
                "Manchester",
                shifted.at("/beckn:fulfillment/beckn:deliveryAttributes/beckn:shiftDetails/targetLocation")
                        .asText());

        ObjectNode rating = bap.message("rating");
        SnakeBap.body(rating)
                .put("id", "order-ce-cambridge-001")
                .put("value", 5)
                .put("best", 5)
                .put("worst", 1)
                .put("category", "grid_service");
        JsonNode early = bap.exchange("rating", rating);
        assertEquals("BIZ_INVALID_STATE_TRANSITION", early.at("/error/code").asText(), "nothing was delivered yet");

        ObjectNode support = bap.message("support");
        SnakeBap.body(support).put("ref_id", "order-ce-cambridge-001").put("ref_type", "order");
        JsonNode helped = bap.exchange("support", support);
        assertTrue(helped.path("error").isMissingNode(), helped::toString);

        ObjectNode cancel = bap.message("cancel");
        SnakeBap.body(cancel).putObject("order").put("beckn:id", "order-ce-cambridge-001");
        ((ObjectNode) cancel.path("context")).put("try", true);
        JsonNode preview = bap.exchange("cancel", cancel);
        assertTrue(preview.path("error").isMissingNode(), preview::toString);
        ObjectNode status = bap.message("status");
        SnakeBap.body(status).putObject("order").put("beckn:id", "order-ce-cambridge-001");
        assertEquals(
                "CONFIRMED",
                exchange("status", status)
                        .at("/message/order/beckn:orderStatus")
                        .asText(),
                "a preview changes nothing");
    }

    @Test
    void words_for_ids_are_as_good_as_any_and_the_domain_may_be_the_wrong_one() {
        bap = new SnakeBap(gateway, "2.0.0", "beckn.one:DEG:demand-flexibility:1.0", "txn-ce-order1-001");
        ObjectNode search = bap.message("discover");
        ((ObjectNode) search.path("context")).put("domain", DOMAIN);
        SnakeBap.body(search).put("text_search", "windows");
        JsonNode catalog = bap.exchange("discover", search).at("/message/catalogs/0");
        JsonNode item = catalog.at("/beckn:items/0");
        JsonNode offer = catalog.at("/beckn:offers/0");
        bap.exchange("select", order("select", "QUOTE_REQUESTED", item, offer));
        ObjectNode init = order("init", "INITIALIZED", item, offer);
        JsonNode window = item.at("/beckn:itemAttributes/beckn:timeWindow");
        load(init, "0.02", window.path("start").asText(), window.path("end").asText());
        bap.exchange("init", init);
        ObjectNode confirm = order("confirm", "CONFIRMED", item, offer);
        load(confirm, "0.02", window.path("start").asText(), window.path("end").asText());
        assertEquals(
                "CONFIRMED",
                bap.exchange("confirm", confirm)
                        .at("/message/order/beckn:orderStatus")
                        .asText());
        ObjectNode status = bap.message("status");
        SnakeBap.body(status).putObject("order").put("beckn:id", "order-ce-cambridge-001");
        assertEquals(
                "CONFIRMED",
                bap.exchange("status", status)
                        .at("/message/order/beckn:orderStatus")
                        .asText());
    }

    @Test
    void an_order_that_nobody_knows_is_refused_by_callback() {
        ObjectNode status = bap.message("status");
        SnakeBap.body(status).putObject("order").put("beckn:id", "order-of-nobody");
        JsonNode refused = bap.exchange("status", status);
        assertEquals("BIZ_ORDER_NOT_FOUND", refused.at("/error/code").asText());
    }

    @Test
    void a_load_that_disagrees_with_the_quantity_is_refused() {
        Found found = find();
        ObjectNode select = order("select", "QUOTE_REQUESTED", found.item(), found.offer());
        ((ObjectNode) select.at("/message/order/beckn:orderItems/0"))
                .putObject("beckn:quantity")
                .put("unitCode", "KW")
                .put("unitQuantity", 40);
        JsonNode window = found.item().at("/beckn:itemAttributes/beckn:timeWindow");
        load(select, "0.05", window.path("start").asText(), window.path("end").asText());
        HandBap.Answer answer = bap.send("select", select);
        assertEquals(400, answer.status());
        assertEquals("BIZ_UPDATE_INCONSISTENT", answer.json().at("/error/code").asText());
        assertEquals("NACK", answer.json().at("/message/ack/status").asText());
        assertEquals(0, gateway.count("market_order"));
    }
}
