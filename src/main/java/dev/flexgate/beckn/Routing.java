package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What the courier must know about a callback besides its bytes.
 *
 * @param subscriber who is called
 * @param word the word of the path
 * @param messageId of the request, and so of the callback
 * @param authorization the header of the request that is answered, word for word; empty when none is
 * @param causes records of what led to the callback; empty when it concerns no order
 */
record Routing(String subscriber, String word, String messageId, String authorization, List<RecordId> causes) {

    Routing {
        causes = List.copyOf(causes);
    }

    static ObjectNode write(Arrival arrival, String word, List<RecordId> causes) {
        return new Routing(arrival.answeredTo(), word, arrival.messageId(), arrival.authorization(), causes).write();
    }

    ObjectNode write() {
        ObjectNode json = Json.object()
                .put("subscriber", subscriber)
                .put("word", word)
                .put("messageId", messageId)
                .put("authorization", authorization);
        ArrayNode records = json.putArray("causes");
        causes.forEach(cause -> records.add(cause.toString()));
        return json;
    }

    /** Whether it answers no request: nobody asked. */
    boolean isUnsolicited() {
        return authorization.isEmpty();
    }

    static Routing read(ObjectNode json) {
        List<RecordId> causes = new ArrayList<>();
        json.path("causes").forEach(cause -> causes.add(RecordId.parse(cause.asText())));
        return new Routing(
                json.path("subscriber").asText(),
                json.path("word").asText(),
                json.path("messageId").asText(),
                json.path("authorization").asText(),
                causes);
    }

    /** The raw signature of the request: the fourth line of a signature that answers it. */
    String requestSignature() {
        return SignatureHeader.parse(authorization).signature();
    }
}
