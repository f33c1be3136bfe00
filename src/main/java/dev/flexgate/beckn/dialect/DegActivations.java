package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Activation;
import dev.flexgate.beckn.message.GridEvent;
import dev.flexgate.beckn.message.GridEvent.Conditions;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code DemandFlexibilityActivation}: an order that calls for less load. */
final class DegActivations {

    static final String TYPE = "DemandFlexibilityActivation";
    static final String EVENT = "DemandFlexibilityEvent";
    static final String ORDER = "DemandFlexibilityOrder";

    private static final String PATH = "$.message.order";
    private static final String DELIVERY = PATH + ".beckn:fulfillment.beckn:deliveryAttributes";

    private DegActivations() {}

    static Activation read(JsonNode order) {
        JsonNode fulfilment = order.path("beckn:fulfillment");
        JsonNode attributes = order.path("beckn:orderAttributes");
        List<Activation.Line> lines = new ArrayList<>();
        for (JsonNode line : order.path("beckn:orderItems")) {
            lines.add(line(line, PATH + ".beckn:orderItems[" + lines.size() + "]"));
        }
        return new Activation(
                order.path("beckn:seller").asText(),
                order.path("beckn:buyer").path("beckn:id").asText(),
                lines,
                event(fulfilment.path("beckn:deliveryAttributes"), lineEvent(order)),
                fulfilment.path("beckn:id").asText(),
                attributes.path("beckn:orderType").asText(),
                attributes.path("beckn:priority").asText());
    }

    private static Activation.Line line(JsonNode json, String path) {
        JsonNode asked = json.path("beckn:orderItemAttributes");
        String inside = path + ".beckn:orderItemAttributes";
        Instant start = LtsFields.instant(asked.path("beckn:activationTime"), inside + ".beckn:activationTime");
        Instant end = start.plus(DegFields.duration(asked.path("beckn:duration"), inside + ".beckn:duration"));
        return new Activation.Line(
                json.path("beckn:lineId").asText(),
                json.path("beckn:orderedItem").asText(),
                asked.path("beckn:consumerId").asText(),
                DegFields.powerOf(asked, "beckn:requestedReduction", inside),
                DegFields.window(start, end, inside),
                DegIncentives.read(asked, inside));
    }

    private static JsonNode lineEvent(JsonNode order) {
        return order.path("beckn:orderItems")
                .path(0)
                .path("beckn:orderItemAttributes")
                .path("beckn:eventDetails");
    }

    /** What the delivery does not say of the event, the first line may. */
    private static GridEvent event(JsonNode delivery, JsonNode line) {
        return new GridEvent(
                delivery.path("beckn:eventId").asText(line.path("eventId").asText()),
                delivery.path("beckn:eventType").asText(line.path("eventType").asText()),
                delivery.path("beckn:eventSeverity")
                        .asText(line.path("severity").asText()),
                window(delivery),
                DegFields.maybePower(delivery, "beckn:totalRequestedReduction", DELIVERY),
                conditions(delivery.path("beckn:gridConditions"), line),
                DegFields.maybeInstant(delivery, "beckn:notificationTimestamp", DELIVERY),
                DegFields.maybeInstant(delivery, "beckn:responseDeadline", DELIVERY));
    }

    static Optional<Interval> window(JsonNode delivery) {
        Optional<Instant> start = DegFields.maybeInstant(delivery, "beckn:eventStartTime", DELIVERY);
        Optional<Instant> end = DegFields.maybeInstant(delivery, "beckn:eventEndTime", DELIVERY);
        return start.flatMap(from -> end.map(until -> DegFields.window(from, until, DELIVERY)));
    }

    private static Conditions conditions(JsonNode json, JsonNode line) {
        String path = DELIVERY + ".beckn:gridConditions";
        Optional<BigDecimal> frequency = decimal(json.path("frequency"));
        return new Conditions(
                frequency.or(() -> decimal(line.path("gridFrequency"))),
                DegFields.maybePower(json, "loadForecast", path),
                DegFields.maybePower(json, "availableGeneration", path),
                DegFields.maybePower(json, "deficit", path));
    }

    private static Optional<BigDecimal> decimal(JsonNode json) {
        return json.isNumber() ? Optional.of(LtsFields.plain(json.decimalValue())) : Optional.empty();
    }

    static ObjectNode write(Activation activation) {
        ObjectNode order = DegFields.core("Order").put("beckn:orderStatus", "PENDING");
        order.put("beckn:seller", activation.seller()).put("beckn:buyer", activation.buyer());
        ArrayNode lines = order.putArray("beckn:orderItems");
        activation.lines().forEach(line -> lines.add(write(line, activation.event())));
        ObjectNode fulfilment = DegFields.core("Fulfillment");
        DegFields.putUnlessEmpty(fulfilment, "beckn:id", activation.fulfilmentId());
        fulfilment.put("beckn:mode", "DEMAND_RESPONSE").put("beckn:status", "PENDING");
        fulfilment.set("beckn:deliveryAttributes", write(activation.event()));
        order.set("beckn:fulfillment", fulfilment);
        ObjectNode attributes = DegFields.attributes(ORDER);
        DegFields.putUnlessEmpty(attributes, "beckn:orderType", activation.orderType());
        DegFields.putUnlessEmpty(attributes, "beckn:priority", activation.priority());
        order.set("beckn:orderAttributes", attributes);
        return order;
    }

    private static ObjectNode write(Activation.Line line, GridEvent event) {
        ObjectNode json =
                DegFields.typed("OrderItem").put("beckn:lineId", line.id()).put("beckn:orderedItem", line.resourceId());
        ObjectNode asked = DegFields.attributes(TYPE);
        DegFields.putUnlessEmpty(asked, "beckn:consumerId", line.consumerId());
        DegFields.kilowatts(asked, "beckn:requestedReduction", line.requested());
        asked.put("beckn:activationTime", line.window().start().toString())
                .put("beckn:duration", line.window().length().toString());
        line.incentive().ifPresent(terms -> asked.set(DegIncentives.NAME, DegIncentives.write(terms)));
        ObjectNode details = asked.putObject("beckn:eventDetails").put("eventId", event.id());
        DegFields.putUnlessEmpty(details, "eventType", event.type());
        DegFields.putUnlessEmpty(details, "severity", event.severity());
        frequency(details, "gridFrequency", event.conditions());
        json.set("beckn:orderItemAttributes", asked);
        return json;
    }

    private static ObjectNode write(GridEvent event) {
        ObjectNode json = DegFields.attributes(EVENT).put("beckn:eventId", event.id());
        DegFields.putUnlessEmpty(json, "beckn:eventType", event.type());
        DegFields.putUnlessEmpty(json, "beckn:eventSeverity", event.severity());
        window(json, event);
        event.totalRequested().ifPresent(total -> DegFields.megawatts(json, "beckn:totalRequestedReduction", total));
        if (!event.conditions().equals(Conditions.UNSAID)) {
            json.set("beckn:gridConditions", write(event.conditions()));
        }
        event.notifiedAt().ifPresent(at -> json.put("beckn:notificationTimestamp", at.toString()));
        event.responseDeadline().ifPresent(at -> json.put("beckn:responseDeadline", at.toString()));
        return json;
    }

    static void window(ObjectNode json, GridEvent event) {
        event.window()
                .ifPresent(window -> json.put(
                                "beckn:eventStartTime", window.start().toString())
                        .put("beckn:eventEndTime", window.end().toString()));
    }

    private static ObjectNode write(Conditions conditions) {
        ObjectNode json = Json.object();
        frequency(json, "frequency", conditions);
        put(json, "loadForecast", conditions.loadForecast());
        put(json, "availableGeneration", conditions.availableGeneration());
        put(json, "deficit", conditions.deficit());
        return json;
    }

    private static void frequency(ObjectNode json, String name, Conditions conditions) {
        conditions.frequency().ifPresent(hertz -> json.put(name, hertz).put(name + "Unit", "Hz"));
    }

    private static void put(ObjectNode json, String name, Optional<Power> power) {
        power.ifPresent(value -> DegFields.megawatts(json, name, value));
    }
}
