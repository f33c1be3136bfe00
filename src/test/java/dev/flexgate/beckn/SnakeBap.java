package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.beckn.HandBap.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/** A consumer of the snake_case generations, in the hands of {@link HandBap}: it knows the gateway by its answers only. */
final class SnakeBap {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final TestGateway gateway;
    private final String version;
    private final String domain;
    private final String transaction;

    SnakeBap(TestGateway gateway, String version, String domain, String transaction) {
        this.gateway = gateway;
        this.version = version;
        this.domain = domain;
        this.transaction = transaction;
    }

    ObjectNode message(String word) {
        ObjectNode json = MAPPER.createObjectNode();
        json.putObject("context")
                .put("version", version)
                .put("action", word)
                .put("domain", domain)
                .put("timestamp", gateway.clock.instant().toString())
                .put("message_id", UUID.randomUUID().toString())
                .put("transaction_id", transaction)
                .put("bap_id", HandBap.ID)
                .put("bap_uri", gateway.bap.url())
                .put("bpp_id", TestGateway.ID)
                .put("bpp_uri", gateway.url())
                .put("ttl", "PT30S");
        json.putObject("message");
        return json;
    }

    static ObjectNode body(ObjectNode message) {
        return (ObjectNode) message.path("message");
    }

    Answer send(String word, JsonNode message) {
        try {
            return gateway.bap.send(gateway.url() + "/" + word, MAPPER.writeValueAsBytes(message), gateway.nowSecond());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Sends, expects an acknowledgement and the callback that belongs to it. */
    JsonNode exchange(String word, String callbackWord, ObjectNode message) {
        Answer answer = send(word, message);
        assertEquals(200, answer.status(), () -> answer.json().toString());
        assertEquals(
                "{\"message\":{\"ack\":{\"status\":\"ACK\"}}}", answer.json().toString());
        return callback(callbackWord, message.at("/context/message_id").asText());
    }

    JsonNode exchange(String word, ObjectNode message) {
        return exchange(word, "on_" + word, message);
    }

    private JsonNode callback(String word, String messageId) {
        Await.until(
                "a callback " + word, () -> gateway.bap.heard().stream().anyMatch(each -> is(each.json(), messageId)));
        HandBap.HeardCallback callback = gateway.bap.heard().stream()
                .filter(each -> is(each.json(), messageId))
                .findFirst()
                .orElseThrow();
        assertEquals("/beckn/" + word, callback.path());
        assertEquals(word, callback.json().at("/context/action").asText());
        assertEquals(version, callback.json().at("/context/version").asText());
        assertEquals(transaction, callback.json().at("/context/transaction_id").asText());
        assertEquals(TestGateway.ID, callback.json().at("/context/bpp_id").asText());
        assertTrue(HandBap.verifies(callback.header("Authorization"), callback.body(), gateway.publicKey(), ""));
        return callback.json();
    }

    private static boolean is(JsonNode json, String messageId) {
        return json.at("/context/message_id").asText().equals(messageId);
    }
}
