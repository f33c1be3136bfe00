package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.util.Map;

/** What a peer answered synchronously. Every form in use is read: beckn-onix, NFH-008, the LTS OpenAPI and 1.1.1. */
public sealed interface Acknowledgement {

    /** It has taken the message. */
    record Accepted() implements Acknowledgement {}

    /** It has not. */
    record Rejected(BecknError error) implements Acknowledgement {}

    /** Its answer says neither. */
    record Unreadable() implements Acknowledgement {}

    static Acknowledgement read(byte[] body) {
        JsonNode json;
        try {
            json = StrictJson.parse(body);
        } catch (JsonRefusedException notJson) {
            return new Unreadable();
        }
        JsonNode message = json.path("message");
        for (JsonNode status : new JsonNode[] {
            message.path("status"), message.path("ack").path("status"), json.path("status"), json.path("ack_status")
        }) {
            switch (status.asText()) {
                case "ACK" -> {
                    return new Accepted();
                }
                case "NACK" -> {
                    return new Rejected(error(message.has("error") ? message.path("error") : json.path("error")));
                }
                default -> {}
            }
        }
        return new Unreadable();
    }

    /** Field names differ too: {@code code} in force, {@code errorCode} in the LTS OpenAPI. */
    private static BecknError error(JsonNode error) {
        String code = error.path("code").asText(error.path("errorCode").asText("UNKNOWN"));
        String text = error.path("message").asText(error.path("errorMessage").asText(""));
        return new BecknError(cut(code), cut(text), Map.of());
    }

    /** A peer's words are kept short: they are shown to operators and stored. */
    private static String cut(String text) {
        return text.length() > 500 ? text.substring(0, 500) : text;
    }
}
