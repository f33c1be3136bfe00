package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.Shared;
import dev.flexgate.audit.RecordId;
import dev.flexgate.beckn.HandBap.Answer;
import dev.flexgate.beckn.HandBap.HeardCallback;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.FlexOrderState;
import dev.flexgate.flexibility.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A grid operator of another make, who writes as the DEG world wrote in 2025, activates the gateway over real HTTP. */
class OperatorTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String RECORDED = "reference/beckn/deg-demand-flexibility/df-new-flow/";
    private static final Instant NOW = Instant.parse("2025-11-17T14:45:00Z");
    private static final String MALL = "consumer-resource-mall-001";
    private static final String FACTORY = "consumer-resource-factory-002";

    private TestGateway gateway;

    @BeforeEach
    void open() {
        open("consumer-aggregator.example.com", NOW);
        gateway.flex.site(MALL, "Cambridge Shopping Centre", 1_200, 750, "0.95", "6");
        gateway.flex.site(FACTORY, "Manchester Manufacturing Plant", 2_000, 1_500, "0.98", "8");
    }

    private void open(String id, Instant now) {
        gateway = new TestGateway(id, now);
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    /** An activation in the words of the operator: two sites from six to eight. */
    private ObjectNode activation() {
        try {
            return addressed((ObjectNode) MAPPER.readTree("""
                    {"context": {"version": "2.0.0", "action": "confirm",
                      "domain": "beckn.one:DEG:demand-flexibility:1.0", "timestamp": "2025-11-17T14:45:00Z",
                      "message_id": "msg-001", "transaction_id": "txn-001",
                      "bap_id": "gridpower-utility.example.com", "bap_uri": "",
                      "bpp_id": "consumer-aggregator.example.com", "bpp_uri": "", "ttl": "PT30S"},
                     "message": {"order": {"@type": "beckn:Order", "beckn:seller": "provider-001",
                      "beckn:buyer": "gridpower-utility",
                      "beckn:orderItems": [
                       {"beckn:lineId": "one", "beckn:orderedItem": "consumer-resource-mall-001",
                        "beckn:orderItemAttributes": {"@type": "beckn:DemandFlexibilityActivation",
                         "beckn:requestedReduction": 700, "beckn:requestedReductionUnit": "kW",
                         "beckn:activationTime": "2025-11-17T18:00:00Z", "beckn:duration": "PT2H"}},
                       {"beckn:lineId": "two", "beckn:orderedItem": "consumer-resource-factory-002",
                        "beckn:orderItemAttributes": {"@type": "beckn:DemandFlexibilityActivation",
                         "beckn:requestedReduction": 1.4, "beckn:requestedReductionUnit": "MW",
                         "beckn:activationTime": "2025-11-17T18:00:00Z", "beckn:duration": "PT2H"}}],
                      "beckn:fulfillment": {"beckn:mode": "DEMAND_RESPONSE",
                       "beckn:deliveryAttributes": {"@type": "beckn:DemandFlexibilityEvent",
                        "beckn:eventId": "event-001", "beckn:eventStartTime": "2025-11-17T18:00:00Z",
                        "beckn:eventEndTime": "2025-11-17T20:00:00Z",
                        "beckn:totalRequestedReduction": 2.1, "beckn:totalRequestedReductionUnit": "MW",
                        "beckn:responseDeadline": "2025-11-17T17:30:00Z"}}}}}
                    """));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A message as it was recorded; only where it is sent is changed, which in the record are example addresses. */
    private ObjectNode recorded(String file) {
        return addressed((ObjectNode) Shared.json(RECORDED + file));
    }

    private ObjectNode addressed(ObjectNode json) {
        ObjectNode context = (ObjectNode) json.path("context");
        context.put("bap_uri", gateway.bap.url());
        if (context.has("bpp_uri")) {
            context.put("bpp_uri", gateway.url());
        }
        return json;
    }

    private static ObjectNode context(ObjectNode json) {
        return (ObjectNode) json.path("context");
    }

    private static ObjectNode order(ObjectNode json) {
        return (ObjectNode) json.path("message").path("order");
    }

    private static ObjectNode asked(ObjectNode json, int line) {
        return (ObjectNode) order(json).path("beckn:orderItems").path(line).path("beckn:orderItemAttributes");
    }

    private static ObjectNode event(ObjectNode json) {
        return (ObjectNode) order(json).path("beckn:fulfillment").path("beckn:deliveryAttributes");
    }

    private Answer send(ObjectNode json) {
        byte[] body = ConversationTest.bytes(json);
        long now = gateway.nowSecond();
        String sender = json.at("/context/bap_id").asText() + "|" + HandBap.KEY_ID + "|ed25519";
        return gateway.bap.post(
                gateway.url() + "/" + json.at("/context/action").asText(),
                body,
                gateway.bap.authorization(sender, body, now, now + 60));
    }

    /** Sends, expects an acknowledgement of the time and the callback that belongs to it. */
    private JsonNode exchange(ObjectNode json) {
        int before = gateway.bap.heard().size();
        Answer answer = send(json);
        assertEquals("{\"message\":{\"ack\":{\"status\":\"ACK\"}}}", new String(answer.body(), UTF_8));
        assertTrue(HandBap.verifies(
                answer.header("signature"),
                answer.body(),
                gateway.publicKey(),
                HandBap.parameter(answer.authorization(), "signature")));
        Await.until("a callback", () -> gateway.bap.heard().size() > before, gateway::story);
        HeardCallback callback = gateway.bap.heard().getLast();
        assertTrue(HandBap.verifies(callback.header("authorization"), callback.body(), gateway.publicKey(), ""));
        assertEquals(
                "on_" + json.at("/context/action").asText(),
                callback.json().at("/context/action").asText());
        for (String name : List.of("message_id", "transaction_id", "bap_id", "domain")) {
            assertEquals(
                    json.path("context").path(name),
                    callback.json().path("context").path(name),
                    name);
        }
        return callback.json();
    }

    private ObjectNode status(String orderId) {
        ObjectNode json = activation();
        context(json)
                .put("action", "status")
                .put("message_id", "msg-" + UUID.randomUUID())
                .put("timestamp", gateway.clock.instant().toString());
        json.putObject("message").put("order_id", orderId);
        return json;
    }

    private static JsonNode line(JsonNode callback, int number) {
        return callback.at("/message/order/beckn:orderItems/" + number + "/beckn:orderItemAttributes");
    }

    private static JsonNode delivery(JsonNode callback) {
        return callback.at("/message/order/beckn:fulfillment/beckn:deliveryAttributes");
    }

    @Test
    void the_recorded_activation_is_answered_with_what_can_be_given() {
        JsonNode answer = exchange(recorded("2.activation/confirm-activation-flexigrid.json"));
        assertEquals("CONFIRMED", answer.at("/message/order/beckn:orderStatus").asText());
        assertEquals(
                "gridpower-utility", answer.at("/message/order/beckn:buyer").asText());
        JsonNode mall = line(answer, 0);
        assertEquals("beckn:DemandFlexibilityParticipation", mall.path("@type").asText());
        assertEquals(
                "partially_confirmed", mall.path("beckn:participationStatus").asText());
        assertTrue(mall.path("beckn:participationReason").asText().contains("750 kW"));
        assertEquals(750, mall.path("beckn:committedReduction").asInt());
        assertEquals("kW", mall.path("beckn:committedReductionUnit").asText());
        assertEquals(1_200, mall.path("beckn:baselineLoad").asInt());
        assertEquals(450, mall.path("beckn:targetLoad").asInt());
        assertEquals(0.95, mall.path("beckn:confidenceLevel").asDouble());
        assertEquals(9_000, mall.path("beckn:estimatedIncentive").asInt());
        assertEquals(
                "consumer-mall-cambridge-001", mall.path("beckn:consumerId").asText());
        JsonNode factory = line(answer, 1);
        assertEquals("confirmed", factory.path("beckn:participationStatus").asText());
        assertEquals(1_500, factory.path("beckn:committedReduction").asInt());
        assertEquals(
                2.25, delivery(answer).path("beckn:totalCommittedReduction").asDouble());
        assertEquals(
                "MW", delivery(answer).path("beckn:totalCommittedReductionUnit").asText());
        assertEquals(
                1,
                delivery(answer)
                        .at("/beckn:participationSummary/partiallyConfirmedResources")
                        .asInt());
        assertEquals(
                0.965,
                delivery(answer)
                        .at("/beckn:participationSummary/aggregatedConfidenceLevel")
                        .asDouble());
        assertEquals(2, gateway.count("beckn_activation_line"));
        assertEquals(1, gateway.records("ORDER_RECEIVED").size());
        assertEquals(
                "[\"BUYER_AS_TEXT\",\"ID_NOT_UUID\",\"MODE_DEMAND_RESPONSE\",\"STATUS_WITHOUT_SUBJECT\","
                        + "\"VOCABULARY_ELSEWHERE\"]",
                gateway.records("ORDER_RECEIVED").getFirst().path("tolerated").toString());
    }

    @Test
    void the_recorded_activation_of_a_data_centre_is_answered() {
        gateway.close();
        open("smartenergy-aggregator.example.com", Instant.parse("2025-11-17T15:00:10Z"));
        gateway.flex.site("consumer-resource-datacenter-004", "Bristol Data Center", 2_500, 1_900, "0.97", "4");
        JsonNode answer = exchange(recorded("2.activation/confirm-activation-smartenergy.json"));
        assertEquals(1_900, line(answer, 0).path("beckn:committedReduction").asInt());
        assertEquals(600, line(answer, 0).path("beckn:targetLoad").asInt());
        assertEquals(15_200, line(answer, 0).path("beckn:estimatedIncentive").asInt());
        assertEquals(
                15_200,
                answer.at("/message/order/beckn:payment/beckn:paymentAttributes/beckn:totalEstimatedIncentive")
                        .asInt());
        assertEquals(
                "2025-12-05",
                answer.at("/message/order/beckn:payment/beckn:paymentAttributes/beckn:expectedSettlementDate")
                        .asText());
    }

    @Test
    void the_recorded_discovery_finds_the_sites() {
        gateway.clock.set(Instant.parse("2025-11-17T14:30:00Z"));
        JsonNode answer = exchange(recorded("1.discover/discover-request.json"));
        JsonNode items = answer.at("/message/catalogs/0/beckn:items");
        assertEquals(2, items.size());
        JsonNode mall = items.path(1);
        assertEquals(MALL, mall.path("beckn:id").asText());
        assertEquals(0.1218, mall.at("/beckn:availableAt/0/geo/coordinates/0").asDouble());
        JsonNode attributes = mall.path("beckn:itemAttributes");
        assertEquals("beckn:DemandFlexibilityResource", attributes.path("@type").asText());
        assertEquals(
                750,
                attributes.at("/beckn:participantCapabilities/loadCapacity/min").asInt());
        assertEquals(
                "kW",
                attributes
                        .at("/beckn:participantCapabilities/loadCapacity/unit")
                        .asText());
        assertEquals(1_200, attributes.at("/beckn:baselineData/typicalLoad").asInt());
        assertTrue(attributes
                .at("/beckn:availabilityParameters/currentAvailability")
                .asBoolean());
    }

    @Test
    void what_is_too_small_or_elsewhere_is_not_found() {
        gateway.clock.set(Instant.parse("2025-11-17T14:30:00Z"));
        ObjectNode json = recorded("1.discover/discover-request.json");
        ObjectNode filters = (ObjectNode) json.at("/message/filters");
        filters.put("expression", filters.path("expression").asText().replace("min >= 200", "min >= 1000"));
        JsonNode items = exchange(json).at("/message/catalogs/0/beckn:items");
        assertEquals(1, items.size());
        ObjectNode elsewhere = recorded("1.discover/discover-request.json");
        context(elsewhere).put("message_id", "msg-elsewhere");
        ((ObjectNode) elsewhere.at("/message/spatial/0/geometry"))
                .set(
                        "coordinates",
                        MAPPER.valueToTree(
                                List.of(List.of(List.of(10, 51), List.of(12, 51), List.of(12, 54), List.of(10, 51)))));
        assertEquals(0, exchange(elsewhere).at("/message/catalogs").size());
    }

    @Test
    void the_recorded_status_of_an_order_that_is_not_ours_is_refused() {
        gateway.clock.set(Instant.parse("2025-11-17T18:30:00Z"));
        JsonNode answer = exchange(recorded("3.monitoring/status-request.json"));
        assertEquals("BIZ_ORDER_NOT_FOUND", answer.at("/error/code").asText());
        assertEquals("df-event-order-001", answer.at("/message/order/beckn:id").asText());
        assertEquals(1, gateway.records("MESSAGE_REFUSED").size());
    }

    @Test
    void a_delivery_is_followed_to_the_last_penny() {
        String id = exchange(activation()).at("/message/order/beckn:id").asText();
        JsonNode before = exchange(status(id));
        assertEquals("CONFIRMED", before.at("/message/order/beckn:orderStatus").asText());

        gateway.clock.set(Instant.parse("2025-11-17T18:30:05Z"));
        gateway.flex.enter(MALL, new FlexOrderState.Active());
        gateway.flex.enter(FACTORY, new FlexOrderState.Active());
        JsonNode unread = exchange(status(id));
        assertEquals(
                "IN_PROGRESS", unread.at("/message/order/beckn:orderStatus").asText());
        assertTrue(delivery(unread).path("beckn:totalActualReduction").isMissingNode(), "unknown is not zero");

        gateway.flex.reads(MALL, Instant.parse("2025-11-17T18:00:00Z"), 420, 420);
        JsonNode progress = exchange(status(id));
        JsonNode mall = line(progress, 0);
        assertEquals("beckn:DemandFlexibilityPerformance", mall.path("@type").asText());
        assertEquals(780, mall.path("beckn:actualReduction").asInt());
        assertEquals(111.4, mall.path("beckn:performancePercentage").asDouble());
        assertEquals(0.39, mall.path("beckn:accumulatedReduction").asDouble());
        assertEquals("MWh", mall.path("beckn:accumulatedReductionUnit").asText());
        assertEquals(
                "2025-11-17T18:30:00Z",
                mall.at("/beckn:meteringData/meterReadingTimestamp").asText());
        assertEquals(420, mall.at("/beckn:meteringData/intervalData/1/load").asInt());
        assertEquals("PT30M", delivery(progress).path("beckn:elapsedTime").asText());

        gateway.clock.set(Instant.parse("2025-11-17T20:15:00Z"));
        gateway.flex.enter(MALL, new FlexOrderState.DeliveryComplete());
        gateway.flex.enter(FACTORY, new FlexOrderState.DeliveryComplete());
        gateway.flex.settle(MALL, 415, "471");
        gateway.flex.settle(FACTORY, 655, "0");
        JsonNode done = exchange(status(id));
        assertEquals("COMPLETED", done.at("/message/order/beckn:orderStatus").asText());
        JsonNode settled = line(done, 0);
        assertEquals("beckn:DemandFlexibilitySettlement", settled.path("@type").asText());
        assertEquals(
                785, settled.at("/beckn:performanceMetrics/actualReduction").asInt());
        assertEquals(
                1.57, settled.at("/beckn:performanceMetrics/totalEnergyReduced").asDouble());
        assertEquals(6, settled.at("/beckn:settlementDetails/incentiveRate").asInt());
        assertEquals(
                9_420, settled.at("/beckn:settlementDetails/totalIncentive").asInt());
        assertEquals(471, settled.at("/beckn:settlementDetails/bonusIncentive").asInt());
        assertEquals(9_891, settled.at("/beckn:settlementDetails/totalPayable").asInt());
        assertEquals(
                31_411,
                done.at("/message/order/beckn:payment/beckn:paymentAttributes/beckn:totalPayable")
                        .asInt());
        assertEquals(
                4.26,
                delivery(done)
                        .at("/beckn:aggregatedPerformance/totalEnergyReduced")
                        .asDouble());
    }

    private void tell(FlexOrder order) {
        gateway.database.doInTransaction(tx -> gateway.beckn().flexNews().changed(tx, order, record()));
    }

    /** Some record that led to it. */
    private RecordId record() {
        return RecordId.parse(
                gateway.records("ORDER_RECEIVED").getFirst().path("recordId").asText());
    }

    @Test
    void the_end_of_all_lines_and_the_settlement_are_told_unasked() {
        String id = exchange(activation()).at("/message/order/beckn:id").asText();
        gateway.clock.set(Instant.parse("2025-11-17T20:00:01Z"));
        tell(gateway.flex.enter(MALL, new FlexOrderState.Active()));
        tell(gateway.flex.enter(FACTORY, new FlexOrderState.Active()));
        tell(gateway.flex.enter(MALL, new FlexOrderState.DeliveryComplete()));
        assertEquals(1, gateway.count("outbox_message"), "the factory still delivers");
        tell(gateway.flex.enter(FACTORY, new FlexOrderState.DeliveryComplete()));
        JsonNode told = heard(2);
        assertEquals("on_status", told.at("/context/action").asText());
        assertEquals("txn-001", told.at("/context/transaction_id").asText());
        assertTrue(!told.at("/context/message_id").asText().equals("msg-001"), "a message id of its own");
        assertEquals(id, told.at("/message/order/beckn:id").asText());
        assertEquals("completed", delivery(told).path("beckn:eventStatus").asText());
        assertTrue(delivery(told).path("beckn:aggregatedPerformance").isMissingNode(), "unknown is not zero");

        var mall = gateway.flex.settle(MALL, 415, "471");
        gateway.database.doInTransaction(tx -> gateway.beckn().settlementNews().settled(tx, mall, List.of(record())));
        assertEquals(2, gateway.count("outbox_message"), "the factory is not settled yet");
        var factory = gateway.flex.settle(FACTORY, 655, "0");
        gateway.database.doInTransaction(
                tx -> gateway.beckn().settlementNews().settled(tx, factory, List.of(record())));
        JsonNode settled = heard(3);
        assertEquals("COMPLETED", settled.at("/message/order/beckn:orderStatus").asText());
        assertEquals(
                9_891,
                line(settled, 0).at("/beckn:settlementDetails/totalPayable").asInt());
    }

    private JsonNode heard(int count) {
        Await.until("a callback unasked", () -> gateway.bap.heard().size() == count);
        HeardCallback callback = gateway.bap.heard().getLast();
        assertTrue(HandBap.verifies(callback.header("authorization"), callback.body(), gateway.publicKey(), ""));
        return callback.json();
    }

    @Test
    void a_call_off_is_told_at_once() {
        exchange(activation());
        tell(gateway.flex.enter(MALL, new FlexOrderState.Cancelled(new Reason(Reason.Code.EMERGENCY, "stopped"))));
        assertEquals("on_status", heard(2).at("/context/action").asText());
    }

    @Test
    void a_site_that_gives_up_is_told_at_once_with_its_reason() {
        exchange(activation());
        FlexOrder failed = gateway.flex.giveUp(MALL, "cooling lost");
        tell(failed);
        JsonNode told = heard(2);
        JsonNode mall = line(told, 0);
        assertEquals("failed", mall.path("beckn:participationStatus").asText());
        assertEquals("cooling lost", mall.path("beckn:participationReason").asText());
        assertEquals(0, mall.path("beckn:confidenceLevel").asInt());
        assertEquals(700, mall.path("beckn:committedReduction").asInt());
        assertEquals(
                "confirmed", line(told, 1).path("beckn:participationStatus").asText());
    }

    @Test
    void what_nobody_can_give_is_declined_with_the_reason() {
        gateway.flex.site(MALL, "Cambridge Shopping Centre", 1_200, 0, "0.95", "6");
        JsonNode answer = exchange(activation());
        assertEquals("CONFIRMED", answer.at("/message/order/beckn:orderStatus").asText());
        assertEquals(
                "declined", line(answer, 0).path("beckn:participationStatus").asText());
        assertEquals(0, line(answer, 0).path("beckn:committedReduction").asInt());
        assertTrue(line(answer, 0).path("beckn:participationReason").asText().startsWith("NO_FLEXIBLE_LOAD"));
        assertEquals(
                "REJECTED",
                answer.at("/message/order/beckn:orderItems/0/beckn:orderItemStatus")
                        .asText());
        assertEquals(1.4, delivery(answer).path("beckn:totalCommittedReduction").asDouble());
    }

    @Test
    void when_nothing_can_be_given_the_order_is_rejected() {
        gateway.flex.site(MALL, "Cambridge Shopping Centre", 1_200, 0, "0.95", "6");
        gateway.flex.site(FACTORY, "Manchester Manufacturing Plant", 2_000, 0, "0.98", "8");
        JsonNode answer = exchange(activation());
        assertEquals("REJECTED", answer.at("/message/order/beckn:orderStatus").asText());
        assertTrue(answer.at("/message/order/beckn:payment").isMissingNode());
    }

    @Test
    void twenty_repeats_under_new_ids_are_one_order_and_one_answer() {
        JsonNode first = exchange(activation()).path("message");
        for (int k = 0; k < 20; k++) {
            ObjectNode again = activation();
            context(again).put("message_id", "msg-again-" + k);
            gateway.flex.enter(MALL, new FlexOrderState.Scheduled(k));
            assertEquals(first, exchange(again).path("message"));
        }
        assertEquals(2, gateway.flex.asked.get());
        assertEquals(1, gateway.count("beckn_activation"));
    }

    @Test
    void twenty_repeats_of_the_same_bytes_are_acknowledged_and_answered_once() {
        exchange(activation());
        for (int k = 0; k < 20; k++) {
            assertEquals(200, send(activation()).status());
        }
        assertEquals(1, gateway.count("beckn_inbox"));
        assertEquals(1, gateway.bap.heard().size());
        assertEquals(2, gateway.flex.asked.get());
        assertEquals(1, gateway.flex.foreseen.get(), "jobs negotiate before the transaction that answers");
    }

    private static Arguments wrong(String name, Consumer<ObjectNode> spoil, String code, String reason) {
        return Arguments.of(name, spoil, code, reason);
    }

    static Stream<Arguments> senseless() {
        return Stream.of(
                wrong(
                        "too late to answer",
                        json -> event(json).put("beckn:responseDeadline", "2025-11-17T14:44:59Z"),
                        "BIZ_QUOTE_EXPIRED_OR_CHANGED",
                        "RESPONSE_DEADLINE_PAST"),
                wrong(
                        "it has begun",
                        json -> {
                            event(json).remove("beckn:eventStartTime");
                            asked(json, 1).put("beckn:activationTime", "2025-11-17T14:30:00Z");
                        },
                        "BIZ_FULFILLMENT_UNAVAILABLE",
                        "ACTIVATION_PAST"),
                wrong(
                        "between the half-hours",
                        json -> asked(json, 0)
                                .put("beckn:activationTime", "2025-11-17T18:10:00Z")
                                .put("beckn:duration", "PT1H"),
                        "BIZ_FULFILLMENT_UNAVAILABLE",
                        "NOT_HALF_HOURS"),
                wrong(
                        "somebody else's site",
                        json -> ((ObjectNode) order(json).at("/beckn:orderItems/1"))
                                .put("beckn:orderedItem", "consumer-resource-hotel-008"),
                        "BIZ_ITEM_NOT_FOUND",
                        ""),
                wrong(
                        "nothing",
                        json -> asked(json, 0).put("beckn:requestedReduction", 0),
                        "BIZ_GENERIC_ERROR",
                        "NOT_POSITIVE"),
                wrong(
                        "less than nothing",
                        json -> asked(json, 1).put("beckn:requestedReduction", -100),
                        "BIZ_GENERIC_ERROR",
                        "NOT_POSITIVE"),
                wrong(
                        "more than the site can draw",
                        json -> asked(json, 1).put("beckn:requestedReduction", 900_000),
                        "BIZ_QUANTITY_UNAVAILABLE",
                        "BEYOND_SITE"),
                wrong(
                        "two lines of one name",
                        json -> ((ObjectNode) order(json).at("/beckn:orderItems/1")).put("beckn:lineId", "one"),
                        "BIZ_UPDATE_INCONSISTENT",
                        "LINE_TWICE"),
                wrong(
                        "lines that are not the total",
                        json -> event(json).put("beckn:totalRequestedReduction", 3),
                        "BIZ_UPDATE_INCONSISTENT",
                        "TOTAL_DISAGREES"),
                wrong(
                        "longer than the event",
                        json -> asked(json, 0).put("beckn:duration", "PT3H"),
                        "BIZ_UPDATE_INCONSISTENT",
                        "WINDOW_OUTSIDE_EVENT"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("senseless")
    void what_cannot_be_meant_is_refused_whole(String name, Consumer<ObjectNode> spoil, String code, String reason) {
        ObjectNode json = activation();
        spoil.accept(json);
        JsonNode answer = exchange(json);
        assertEquals(code, answer.at("/error/code").asText(), answer::toString);
        assertEquals(reason, answer.at("/error/details/reason").asText());
        assertTrue(!answer.at("/error/details/fix").asText().isEmpty());
        assertEquals(1, gateway.records("MESSAGE_REFUSED").size());
        assertEquals(0, gateway.flex.asked.get());
        assertEquals(0, gateway.count("beckn_activation"));
    }

    @Test
    void a_transaction_activates_once() {
        exchange(activation());
        ObjectNode other = activation();
        context(other).put("message_id", "msg-002");
        asked(other, 0).put("beckn:requestedReduction", 600);
        event(other).put("beckn:totalRequestedReduction", 2.0);
        assertEquals("BIZ_ALREADY_CONFIRMED", exchange(other).at("/error/code").asText());
        assertEquals(1, gateway.count("beckn_activation"));
    }

    @Test
    void another_operator_does_not_see_it() {
        String id = exchange(activation()).at("/message/order/beckn:id").asText();
        ObjectNode curious = status(id);
        context(curious).put("bap_id", "other-utility.example.com");
        assertEquals("BIZ_ORDER_NOT_FOUND", exchange(curious).at("/error/code").asText());
    }

    static Stream<Arguments> atTheEdge() {
        return Stream.of(
                wrong(
                        "milliwatts",
                        json -> asked(json, 0).put("beckn:requestedReductionUnit", "mW"),
                        "SCH_INVALID_ENUM",
                        ""),
                wrong(
                        "no unit",
                        json -> asked(json, 0).remove("beckn:requestedReductionUnit"),
                        "SCH_REQUIRED_FIELD_MISSING",
                        ""),
                wrong(
                        "for another provider",
                        json -> context(json).put("bpp_id", "x.example.com"),
                        "CTX_INVALID_FIELD",
                        "NOT_ADDRESSED_TO_US"),
                wrong(
                        "at another address",
                        json -> context(json).put("bpp_uri", "https://x.example.com"),
                        "CTX_INVALID_BPP_URI",
                        "NOT_ADDRESSED_TO_US"),
                wrong(
                        "an address of another",
                        json -> context(json).put("bap_uri", "https://x.example.com"),
                        "CTX_INVALID_FIELD",
                        ""),
                wrong(
                        "out of time",
                        json -> context(json).put("timestamp", "2025-11-17T14:44:00Z"),
                        "CTX_TTL_EXPIRED",
                        ""),
                wrong(
                        "ahead of time",
                        json -> context(json).put("timestamp", "2025-11-17T14:46:00Z"),
                        "CTX_INVALID_FIELD",
                        "TIMESTAMP_IN_FUTURE"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("atTheEdge")
    void what_is_wrong_on_its_face_is_refused_at_once(
            String name, Consumer<ObjectNode> spoil, String code, String reason) {
        ObjectNode json = activation();
        spoil.accept(json);
        Answer answer = send(json);
        assertEquals(400, answer.status());
        assertEquals("NACK", answer.json().at("/message/ack/status").asText());
        assertEquals(
                code,
                answer.json().at("/error/code").asText(),
                () -> answer.json().toString());
        assertEquals(reason, answer.json().at("/error/details/reason").asText());
        Await.until("one record", () -> gateway.records("MESSAGE_REFUSED").size() == 1);
        assertEquals(0, gateway.count("beckn_inbox"));
        assertEquals(0, gateway.flex.asked.get());
    }

    @Test
    void the_same_id_around_other_words_is_refused() {
        exchange(activation());
        ObjectNode other = activation();
        asked(other, 0).put("beckn:requestedReduction", 701);
        Answer answer = send(other);
        assertEquals("CTX_MESSAGE_ID_DUPLICATE", answer.json().at("/error/code").asText());
        assertEquals(
                "$.context.message_id", answer.json().at("/error/details/path").asText());
    }

    @Test
    void nobody_signs_for_the_operator() {
        ObjectNode json = activation();
        context(json).put("bap_id", "other-utility.example.com");
        byte[] body = ConversationTest.bytes(json);
        long now = gateway.nowSecond();
        Answer answer = gateway.bap.post(
                gateway.url() + "/confirm",
                body,
                gateway.bap.authorization(
                        TestGateway.OPERATOR + "|" + HandBap.KEY_ID + "|ed25519", body, now, now + 60));
        assertEquals(401, answer.status());
        assertEquals("AUT_UNAUTHORIZED_ACTION", answer.json().at("/error/code").asText());
        assertEquals("$.context.bap_id", answer.json().at("/error/details/path").asText());
    }
}
