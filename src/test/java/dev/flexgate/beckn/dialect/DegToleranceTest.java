package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.FlexSamples;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each defect that is tolerated is found, named and read as what it means. */
class DegToleranceTest {

    private static final Dialect DEG = new DegDialect();
    private static final String UUID = "5d9d7a1e-7a0c-4f7e-9f2e-5c1f6f0b7a10";

    /** A message without any defect, and the same with one. */
    private record Case(DegTolerance rule, Action action, Consumer<ObjectNode> spoil) {}

    private static final List<Case> CASES = List.of(
            new Case(
                    DegTolerance.ID_NOT_UUID,
                    Action.CONFIRM,
                    json -> context(json).put("message_id", "msg-confirm-001")),
            new Case(
                    DegTolerance.VOCABULARY_ELSEWHERE,
                    Action.CONFIRM,
                    json -> order(json).put("@context", DegFields.CORE)),
            new Case(DegTolerance.NAME_WITHOUT_PREFIX, Action.CONFIRM, DegToleranceTest::withoutPrefixes),
            new Case(
                    DegTolerance.ORDER_ID_BESIDE_ORDER,
                    Action.STATUS,
                    json -> ((ObjectNode) json.path("message"))
                            .put("order_id", "order-1")
                            .remove("order")),
            new Case(
                    DegTolerance.BUYER_AS_TEXT,
                    Action.CONFIRM,
                    json -> order(json).put("beckn:buyer", "gridpower-utility")),
            new Case(
                    DegTolerance.MODE_DEMAND_RESPONSE,
                    Action.CONFIRM,
                    json -> fulfilment(json).put("beckn:mode", "DEMAND_RESPONSE")),
            new Case(
                    DegTolerance.STATUS_WITHOUT_SUBJECT,
                    Action.CONFIRM,
                    json -> fulfilment(json).put("beckn:status", "PENDING")),
            new Case(
                    DegTolerance.LINE_WITHOUT_ID,
                    Action.CONFIRM,
                    json -> line(json).remove("beckn:lineId")),
            new Case(
                    DegTolerance.UNIT_WORD,
                    Action.CONFIRM,
                    json -> asked(json).put("beckn:requestedReductionUnit", "kilowatts")),
            new Case(
                    DegTolerance.NUMBER_AS_TEXT,
                    Action.CONFIRM,
                    json -> asked(json).put("beckn:requestedReduction", "800.0")),
            new Case(
                    DegTolerance.AREA_WITHOUT_OPERATOR,
                    Action.DISCOVER,
                    json -> ((ObjectNode) json.at("/message/spatial/0")).remove("op")),
            new Case(
                    DegTolerance.FILTER_NAME_UNQUOTED,
                    Action.DISCOVER,
                    json -> ((ObjectNode) json.at("/message/filters"))
                            .put("expression", "$[?(@.beckn:itemAttributes.beckn:consumerId == 'x')]")));

    /** The sample, made so that it has no defect: only what the official schema knows. */
    private static ObjectNode faultless(Action action) {
        BecknMessage.Request request = FlexSamples.all().stream()
                .filter(BecknMessage.FlexRequest.class::isInstance)
                .map(BecknMessage.FlexRequest.class::cast)
                .filter(each -> each.action() == action)
                .findFirst()
                .orElseThrow();
        ObjectNode json = DEG.write(request);
        context(json).put("transaction_id", UUID).put("message_id", UUID);
        json.findParents("@context").forEach(each -> ((ObjectNode) each).remove("@context"));
        switch (action) {
            case DISCOVER ->
                ((ObjectNode) json.at("/message/filters"))
                        .put("expression", "$[?(@['beckn:itemAttributes']['beckn:consumerId'] == 'x')]");
            case STATUS ->
                json.set("message", Json.object().set("order", Json.object().put("beckn:id", "order-1")));
            default -> {
                order(json).putObject("beckn:buyer").put("beckn:id", "gridpower-utility");
                fulfilment(json).put("beckn:mode", "DIGITAL").remove("beckn:status");
                line(json)
                        .put(
                                "beckn:lineId",
                                line(json).path("beckn:orderedItem").asText());
            }
        }
        return json;
    }

    static Stream<Arguments> cases() {
        return CASES.stream().map(each -> Arguments.of(each.rule(), each.action(), each.spoil()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void a_defect_is_named_and_read_as_what_it_means(DegTolerance rule, Action action, Consumer<ObjectNode> spoil) {
        ObjectNode right = faultless(action);
        assertEquals(List.of(), DEG.tolerated(action, right));
        ObjectNode wrong = right.deepCopy();
        spoil.accept(wrong);
        JsonNode asItCame = wrong.deepCopy();
        assertEquals(List.of(rule.name()), DEG.tolerated(action, wrong));
        BecknMessage.Request meant = DEG.readRequest(action, right);
        BecknMessage.Request read = DEG.readRequest(action, wrong);
        switch (rule) {
            case ID_NOT_UUID -> assertEquals("msg-confirm-001", read.context().messageId());
            case FILTER_NAME_UNQUOTED -> assertEquals(meant.context(), read.context());
            default -> assertEquals(meant, read);
        }
        assertEquals(asItCame, wrong, "what came is not touched");
    }

    @Test
    void every_rule_has_its_case() {
        for (DegTolerance rule : DegTolerance.in(DegProfile.FLEXIBILITY)) {
            assertTrue(CASES.stream().anyMatch(each -> each.rule() == rule), rule.name());
        }
    }

    @Test
    void defects_may_come_together() {
        ObjectNode json = faultless(Action.CONFIRM);
        Set<DegTolerance> spoiled = EnumSet.noneOf(DegTolerance.class);
        for (Case each : CASES) {
            if (each.action() == Action.CONFIRM && each.rule() != DegTolerance.NAME_WITHOUT_PREFIX) {
                each.spoil().accept(json);
                spoiled.add(each.rule());
            }
        }
        withoutPrefixes(json);
        spoiled.add(DegTolerance.NAME_WITHOUT_PREFIX);
        assertEquals(
                spoiled.stream().map(Enum::name).sorted().collect(Collectors.toList()),
                DEG.tolerated(Action.CONFIRM, json));
        DEG.readRequest(Action.CONFIRM, json);
    }

    private static void withoutPrefixes(JsonNode json) {
        if (json instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> each : new ArrayList<>(object.properties())) {
                if (each.getKey().startsWith("beckn:")) {
                    object.remove(each.getKey());
                    object.set(each.getKey().substring("beckn:".length()), each.getValue());
                }
            }
        }
        json.forEach(DegToleranceTest::withoutPrefixes);
    }

    private static ObjectNode context(ObjectNode json) {
        return (ObjectNode) json.path("context");
    }

    private static ObjectNode order(ObjectNode json) {
        return (ObjectNode) json.path("message").path("order");
    }

    private static ObjectNode fulfilment(ObjectNode json) {
        return (ObjectNode) order(json).path("beckn:fulfillment");
    }

    private static ObjectNode line(ObjectNode json) {
        return (ObjectNode) order(json).path("beckn:orderItems").path(0);
    }

    private static ObjectNode asked(ObjectNode json) {
        return (ObjectNode) line(json).path("beckn:orderItemAttributes");
    }
}
