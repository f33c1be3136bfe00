package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;

/** Finds the defects that need no mending, because no reader of ours stumbles over them. */
final class DegDefects {

    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /** Words and quoted names of a filter; only the former are groups. */
    private static final Pattern FILTER_NAMES = Pattern.compile("'[^']*'|\"[^\"]*\"|(beckn:\\w+)");

    private static final String OFFICIAL =
            "https://raw.githubusercontent.com/beckn/protocol-specifications-new/refs/heads/main/";

    private DegDefects() {}

    static boolean idIsNoUuid(JsonNode message) {
        return List.of("transaction_id", "message_id").stream()
                .map(name -> message.path("context").path(name))
                .anyMatch(id -> id.isTextual() && !UUID.matcher(id.textValue()).matches());
    }

    /** Attributes may be of any vocabulary: that of the domain. */
    static boolean namesAnotherVocabulary(JsonNode message) {
        if (message.path("@context").isTextual()
                && !message.path("@context").textValue().startsWith(OFFICIAL)) {
            return true;
        }
        return message.properties().stream()
                        .filter(member -> !member.getKey().endsWith("Attributes"))
                        .anyMatch(member -> namesAnotherVocabulary(member.getValue()))
                || (message.isArray() && message.valueStream().anyMatch(DegDefects::namesAnotherVocabulary));
    }

    static boolean isDemandResponse(JsonNode message) {
        return order(message)
                .path("beckn:fulfillment")
                .path("beckn:mode")
                .asText()
                .equals("DEMAND_RESPONSE");
    }

    static boolean hasBareStatus(JsonNode message) {
        return order(message).path("beckn:fulfillment").has("beckn:status")
                || order(message).path("beckn:payment").has("beckn:status");
    }

    static boolean filterHasBareColon(JsonNode message) {
        return FILTER_NAMES
                .matcher(message.at("/message/filters/expression").asText())
                .results()
                .anyMatch(match -> match.group(1) != null);
    }

    private static JsonNode order(JsonNode message) {
        return message.path("message").path("order");
    }
}
