package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.dialect.OfficialV1;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client of the first generation buys a compute window over real HTTP. */
class V1ConversationTest {

    private static final String DOMAIN = "energy:compute";

    private TestGateway gateway;
    private SnakeBap bap;

    @BeforeEach
    void open() {
        gateway = new TestGateway();
        bap = new SnakeBap(gateway, "1.1.1", DOMAIN, UUID.randomUUID().toString());
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private JsonNode exchange(String word, ObjectNode message) {
        assertEquals(List.of(), OfficialV1.read().errors(word, message), message::toString);
        JsonNode callback = bap.exchange(word, message);
        assertEquals(List.of(), OfficialV1.read().errors("on_" + word, callback), callback::toString);
        return callback;
    }

    private ObjectNode search() {
        ObjectNode json = bap.message("search");
        ObjectNode intent = SnakeBap.body(json).putObject("intent");
        intent.putObject("descriptor").put("name", "compute windows");
        intent.putObject("item").putObject("price").put("currency", "GBP").put("maximum_value", "0.5");
        ObjectNode stop = intent.putObject("fulfillment").putArray("stops").addObject();
        ObjectNode circle = stop.putObject("location").putObject("circle").put("gps", "52.2053, 0.1218");
        circle.putObject("radius").put("value", "20").put("unit", "km");
        ObjectNode group = intent.putArray("tags").addObject();
        group.putObject("descriptor").put("code", "grid");
        ObjectNode tag = group.putArray("list").addObject().put("value", "150");
        tag.putObject("descriptor").put("code", "carbonIntensityMax");
        return json;
    }

    private ObjectNode order(String word, JsonNode item, JsonNode offer, String kilowatts) {
        ObjectNode json = bap.message(word);
        ObjectNode order = SnakeBap.body(json).putObject("order");
        order.putObject("provider").put("id", "provider-flexgate-sample");
        ObjectNode wanted =
                order.putArray("items").addObject().put("id", item.path("id").asText());
        wanted.putObject("quantity")
                .putObject("selected")
                .putObject("measure")
                .put("unit", "kW")
                .put("value", kilowatts);
        ObjectNode under =
                order.putArray("offers").addObject().put("id", offer.path("id").asText());
        under.putArray("item_ids").add(item.path("id").asText());
        order.putObject("billing").put("name", "ComputeCloud");
        return json;
    }

    private ObjectNode naming(String word, String id) {
        ObjectNode json = bap.message(word);
        SnakeBap.body(json).put("order_id", id);
        return json;
    }

    @Test
    void a_window_is_found_priced_bought_and_looked_at() {
        JsonNode provider = exchange("search", search()).at("/message/catalog/providers/0");
        JsonNode item = provider.at("/items/0");
        JsonNode offer = provider.at("/offers/0");
        assertEquals("Cambridge", provider.at("/locations/0/city/name").asText());
        assertEquals("52.2,0.12", provider.at("/locations/0/gps").asText());
        assertEquals(item.path("id"), offer.at("/item_ids/0"));
        assertEquals("GBP", item.at("/price/currency").asText());

        JsonNode quoted = exchange("select", order("select", item, offer, "50")).at("/message/order");
        // 50 kW over 2 h at a PUE of 1.2 and 0.1 GBP/kWh is 12 GBP of energy; the fee is 0.012 on 100 kWh.
        assertEquals("13.2", quoted.at("/quote/price/value").asText());
        assertEquals("DRAFT", quoted.path("type").asText());
        assertTrue(quoted.path("status").isMissingNode());
        String id = quoted.path("id").asText();

        JsonNode initiated = exchange("init", order("init", item, offer, "50")).at("/message/order");
        assertEquals(id, initiated.path("id").asText());
        assertEquals("ComputeCloud", initiated.at("/billing/name").asText());

        ObjectNode confirm = order("confirm", item, offer, "50");
        ((ObjectNode) confirm.at("/message/order")).put("id", id).set("quote", initiated.path("quote"));
        JsonNode confirmed = exchange("confirm", confirm).at("/message/order");
        assertEquals("ACTIVE", confirmed.path("status").asText());
        assertEquals("NOT-PAID", confirmed.at("/payments/0/status").asText());

        JsonNode standing = exchange("status", naming("status", id)).at("/message/order");
        assertEquals(confirmed, standing);
        assertEquals(3, gateway.records("ORDER_DECIDED").size());
        afterwards(id);
    }

    /** What can be asked of a bought window, to the last action of the generation. */
    private void afterwards(String id) {
        JsonNode tracked = exchange("track", naming("track", id));
        assertTrue(tracked.at("/message/tracking/url").asText().startsWith("http"));

        ObjectNode update = bap.message("update");
        ObjectNode body = SnakeBap.body(update).put("update_target", "order.items.quantity");
        ObjectNode order = body.putObject("order").put("id", id);
        order.putArray("items")
                .addObject()
                .put("id", slotOf(id))
                .putObject("quantity")
                .putObject("selected")
                .putObject("measure")
                .put("unit", "kW")
                .put("value", "40");
        JsonNode updated = exchange("update", update).at("/message/order");
        assertEquals(
                "40", updated.at("/items/0/quantity/selected/measure/value").asText());

        ObjectNode rating = bap.message("rating");
        SnakeBap.body(rating)
                .putArray("ratings")
                .addObject()
                .put("rating_category", "Order")
                .put("id", id)
                .put("value", "5");
        assertTrue(
                exchange("rating", rating).at("/error/message").asText().startsWith("BIZ_INVALID_STATE_TRANSITION"),
                "nothing was delivered yet");

        ObjectNode support = bap.message("support");
        SnakeBap.body(support).putObject("support").put("ref_id", id);
        // the address of the sample's help desk is in a domain that the official validator does not believe in
        JsonNode helped = bap.exchange("support", support);
        assertTrue(helped.path("error").isMissingNode(), helped::toString);
        assertEquals(id, helped.at("/message/support/ref_id").asText(), helped::toString);

        ObjectNode cancel = naming("cancel", id);
        JsonNode cancelled = bap.exchange("cancel", cancel);
        assertTrue(cancelled.path("error").isMissingNode(), cancelled::toString);
        assertEquals("CANCELLED", cancelled.at("/message/order/status").asText(), cancelled::toString);
    }

    private String slotOf(String id) {
        return exchange("status", naming("status", id))
                .at("/message/order/items/0/id")
                .asText();
    }

    /** Multicast: the search comes through a gateway, and what is found goes back through it. */
    @Test
    void a_search_that_a_gateway_passed_on_is_answered_through_it() {
        ObjectNode search = search();
        byte[] body = ConversationTest.bytes(search);
        long now = gateway.nowSecond();
        HandBap.Answer answer = gateway.bap.post(
                gateway.url() + "/search",
                body,
                gateway.bap.authorization(HandBap.ID + "|" + HandBap.KEY_ID + "|ed25519", body, now, now + 60),
                "X-Gateway-Authorization",
                gateway.bap.authorization(
                        TestGateway.PASSING_ON + "|" + HandBap.KEY_ID + "|ed25519", body, now, now + 60));
        assertEquals(200, answer.status(), () -> answer.json().toString());
        Await.until("the answer", () -> !gateway.bap.heard().isEmpty());
        HandBap.HeardCallback callback = gateway.bap.heard().getFirst();
        assertEquals("/gateway/on_search", callback.path());
        assertEquals(List.of(), OfficialV1.read().errors("on_search", callback.json()));
        assertEquals(HandBap.ID, callback.json().at("/context/bap_id").asText());
        assertEquals(search.at("/context/message_id"), callback.json().at("/context/message_id"));
        assertTrue(HandBap.verifies(callback.header("Authorization"), callback.body(), gateway.publicKey(), ""));
        // What follows is between the two alone, whoever stands in between.
        JsonNode provider = callback.json().at("/message/catalog/providers/0");
        bap.exchange("select", order("select", provider.at("/items/0"), provider.at("/offers/0"), "50"));
    }

    @Test
    void what_can_be_chosen_from_is_listed() {
        JsonNode reasons = asked("cancellation_reasons").at("/message/cancellation_reasons");
        List<String> codes = reasons.findValuesAsText("id");
        assertTrue(codes.contains("WORKLOAD_ENDED"), reasons::toString);
        reasons.forEach(
                reason -> assertFalse(reason.at("/descriptor/name").asText().isEmpty()));

        // A window that was used cannot be given back.
        assertEquals(0, asked("return_reasons").at("/message/return_reasons").size());

        JsonNode rated = asked("rating_categories").path("message");
        assertEquals("[\"Order\",\"Provider\"]", rated.path("rating_categories").toString());
        assertEquals("[]", rated.path("return_reasons").toString());
        assertEquals(0, gateway.records("ORDER_RECEIVED").size());
    }

    private JsonNode asked(String list) {
        ObjectNode message = bap.message("get_" + list);
        message.remove("message");
        assertEquals(List.of(), OfficialV1.read().errors("get_" + list, message), message::toString);
        JsonNode callback = bap.exchange("get_" + list, list, message);
        assertEquals(List.of(), OfficialV1.read().errors(list, callback), callback::toString);
        return callback;
    }

    @Test
    void refusals_have_the_numbers_of_the_generation() {
        JsonNode provider = exchange("search", search()).at("/message/catalog/providers/0");
        ObjectNode wrong = order("select", provider.at("/items/0"), provider.at("/offers/0"), "100000");
        JsonNode refused = exchange("select", wrong);
        assertEquals("40002", refused.at("/error/code").asText());
        assertTrue(refused.at("/error/message").asText().startsWith("BIZ_QUANTITY_UNAVAILABLE: "));
        assertEquals(
                "30010",
                bap.exchange("status", naming("status", UUID.randomUUID().toString()))
                        .at("/error/code")
                        .asText());

        ObjectNode lame = naming("status", "x");
        SnakeBap.body(lame).remove("order_id");
        SnakeBap.body(lame).put("cancellation_reason_id", "none");
        HandBap.Answer answer = bap.send("status", lame);
        assertEquals(200, answer.status());
        assertEquals("NACK", answer.json().at("/message/ack/status").asText());
        assertEquals("30000", answer.json().at("/error/code").asText());
        assertEquals("$.message.order_id", answer.json().at("/error/paths").asText());
    }

    @Test
    void a_window_found_in_one_dialect_is_bought_in_another_and_looked_at_in_a_third() {
        JsonNode provider = exchange("search", search()).at("/message/catalog/providers/0");
        String slot = provider.at("/items/0/id").asText();
        var rc1 = new SnakeBap(gateway, "2.0.0", "beckn.one:DEG:compute-energy:1.0", "txn-words");
        ObjectNode select = rc1.message("select");
        ObjectNode order = SnakeBap.body(select).putObject("order").put("beckn:seller", "x");
        order.put("beckn:buyer", "buyer-1");
        ObjectNode line = order.putArray("beckn:orderItems").addObject().put("beckn:orderedItem", slot);
        line.putObject("beckn:quantity").put("unitCode", "KW").put("unitQuantity", 50);
        JsonNode answer = rc1.exchange("select", select);
        JsonNode quoted = answer.at("/message/order");
        assertEquals("13.2", quoted.at("/beckn:orderValue/value").asText(), answer::toString);
        JsonNode seen =
                exchange("status", naming("status", quoted.path("beckn:id").asText()));
        assertEquals("13.2", seen.at("/message/order/quote/price/value").asText());
        assertEquals(slot, seen.at("/message/order/items/0/id").asText());
    }
}
