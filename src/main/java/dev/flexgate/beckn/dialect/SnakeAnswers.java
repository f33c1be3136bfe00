package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.util.Optional;

/** How the generations with a snake_case envelope answer synchronously; 1.1.1 began it, 2.0.0-rc1 kept it. */
public final class SnakeAnswers {

    private static final int MESSAGE_ID_LENGTH_MAX = 128;

    private SnakeAnswers() {}

    /** The message id of something that may not be a message at all. */
    public static Optional<String> messageId(JsonNode json) {
        JsonNode id = json.path("context").path("message_id");
        return id.isTextual() && !id.asText().isEmpty() && id.asText().length() <= MESSAGE_ID_LENGTH_MAX
                ? Optional.of(id.asText())
                : Optional.empty();
    }

    /** As their peers answered, beckn-onix among them; the envelope has no place for an id. */
    public static ObjectNode ack() {
        return answer("ACK");
    }

    /** The error stands beside the message, not in it. */
    public static ObjectNode nack(ObjectNode error) {
        ObjectNode json = answer("NACK");
        json.set("error", error);
        return json;
    }

    private static ObjectNode answer(String status) {
        ObjectNode json = Json.object();
        json.putObject("message").putObject("ack").put("status", status);
        return json;
    }
}
