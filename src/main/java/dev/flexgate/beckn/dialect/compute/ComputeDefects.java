package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Finds the defects of compute-energy messages that need no mending, because no reader of ours stumbles over them. */
public final class ComputeDefects {

    private static final Set<String> MODES = Set.of("DELIVERY", "PICKUP", "RESERVATION", "DIGITAL");

    /** Where a load may be said of the only line of an order. */
    private static final String DELIVERED_LOAD = "/message/order/beckn:fulfillment/beckn:deliveryAttributes/beckn:computeLoad";

    private ComputeDefects() {}

    public static boolean isOfUnknownMode(JsonNode message) {
        JsonNode mode = message.at("/message/order/beckn:fulfillment/beckn:mode");
        return mode.isTextual() && !MODES.contains(mode.textValue());
    }

    public static boolean hasNoLines(JsonNode message) {
        JsonNode order = message.path("message").path("order");
        return order.has("beckn:orderStatus") && !order.has("beckn:orderItems");
    }

    /** Only of a select: later messages may leave out what was said before. */
    public static boolean saysNoLoad(JsonNode message) {
        if (!message.at("/context/action").asText().equals("select")) {
            return false;
        }
        boolean delivered = message.at(DELIVERED_LOAD).isNumber();
        for (JsonNode line : message.at("/message/order/beckn:orderItems")) {
            JsonNode quantity = line.path("beckn:quantity");
            boolean counted = quantity.path("unitText").asText("slot").equals("slot") && !quantity.has("unitCode");
            JsonNode attributes = line.path("beckn:orderItemAttributes");
            boolean loaded = attributes.has("beckn:computeLoad")
                    || attributes.path("beckn:capacityParameters").has("reservedCapacity");
            if (counted && !loaded && !delivered) {
                return true;
            }
        }
        return false;
    }

    public static boolean hasInvoice(JsonNode message) {
        return message.at("/message/order/beckn:invoice").isObject();
    }

    public static boolean hasPaymentWithoutStatus(JsonNode message) {
        JsonNode payment = message.at("/message/order/beckn:payment");
        return payment.isObject() && !payment.has("beckn:paymentStatus");
    }
}
