package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Finds the defects of compute-energy messages that need no mending, because no reader of ours stumbles over them. */
public final class ComputeDefects {

    private static final Set<String> MODES = Set.of("DELIVERY", "PICKUP", "RESERVATION", "DIGITAL");

    private ComputeDefects() {}

    public static boolean isOfUnknownMode(JsonNode message) {
        JsonNode mode = message.at("/message/order/beckn:fulfillment/beckn:mode");
        return mode.isTextual() && !MODES.contains(mode.textValue());
    }

    public static boolean hasNoLines(JsonNode message) {
        JsonNode order = message.path("message").path("order");
        return order.has("beckn:orderStatus") && !order.has("beckn:orderItems");
    }

    public static boolean hasInvoice(JsonNode message) {
        return message.at("/message/order/beckn:invoice").isObject();
    }

    public static boolean hasPaymentWithoutStatus(JsonNode message) {
        JsonNode payment = message.at("/message/order/beckn:payment");
        return payment.isObject() && !payment.has("beckn:paymentStatus");
    }
}
