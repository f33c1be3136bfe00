package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.util.UUID;

/**
 * What the courier must know about a question besides its bytes.
 *
 * @param word the word of the path
 */
record Address(UUID question, String partner, String word, String messageId) {

    ObjectNode write() {
        return Json.object()
                .put("question", question.toString())
                .put("partner", partner)
                .put("word", word)
                .put("messageId", messageId);
    }

    static Address read(ObjectNode json) {
        return new Address(
                UUID.fromString(json.path("question").asText()),
                json.path("partner").asText(),
                json.path("word").asText(),
                json.path("messageId").asText());
    }
}
