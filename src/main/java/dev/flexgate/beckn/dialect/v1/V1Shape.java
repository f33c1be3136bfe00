package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * Tells 1.1.1 from 2.0.0-rc1, which has the same envelope: by what is in the message, and only where that says
 * nothing by the version.
 */
final class V1Shape {

    /** Members of the message, or of its order, that only one of the two generations has. */
    private static final Set<String> FIRST = Set.of(
            "intent",
            "catalog",
            "update_target",
            "cancellation_reason_id",
            "tracking",
            "items",
            "provider",
            "fulfillments",
            "payments",
            "billing",
            "quote",
            "rating_category");

    private static final Set<String> SECOND = Set.of(
            "text_search",
            "filters",
            "spatial",
            "media_search",
            "catalogs",
            "orderItems",
            "orderAttributes",
            "fulfillment",
            "refId",
            "ref_type",
            "ratingValue",
            "best",
            "received");

    private V1Shape() {}

    static boolean isSnake(JsonNode json) {
        JsonNode context = json.path("context");
        return context.has("bap_id") || context.has("transaction_id") || context.has("message_id");
    }

    static boolean is(JsonNode json) {
        if (!isSnake(json)) {
            return false;
        }
        JsonNode message = json.path("message");
        boolean first = has(message, FIRST);
        boolean second = has(message, SECOND)
                || isPrefixed(message)
                || json.path("context").has("schema_context");
        if (first != second) {
            return first;
        }
        return json.path("context").path("version").asText().startsWith("1.");
    }

    private static boolean has(JsonNode message, Set<String> names) {
        JsonNode rating = message.path("ratings").path(0);
        return names.stream()
                .anyMatch(name -> message.has(name) || message.path("order").has(name) || rating.has(name));
    }

    private static boolean isPrefixed(JsonNode message) {
        return message.properties().stream().anyMatch(member -> isSecond(member.getKey()))
                || message.path("order").properties().stream().anyMatch(member -> isSecond(member.getKey()));
    }

    private static boolean isSecond(String name) {
        return name.startsWith("beckn:") || name.startsWith("@");
    }
}
