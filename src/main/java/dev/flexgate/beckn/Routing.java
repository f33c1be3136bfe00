package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.wire.Json;

/**
 * What the courier must know about a callback besides its bytes.
 *
 * @param subscriber who is called
 * @param word the word of the path
 * @param messageId of the request, and so of the callback
 * @param authorization the header of the request that is answered, word for word
 */
record Routing(String subscriber, String word, String messageId, String authorization) {

    static ObjectNode write(Arrival arrival, String word) {
        return Json.object()
                .put("subscriber", arrival.subscriber())
                .put("word", word)
                .put("messageId", arrival.messageId())
                .put("authorization", arrival.authorization());
    }

    static Routing read(ObjectNode json) {
        return new Routing(
                json.path("subscriber").asText(),
                json.path("word").asText(),
                json.path("messageId").asText(),
                json.path("authorization").asText());
    }

    /** The raw signature of the request: the fourth line of a signature that answers it. */
    String requestSignature() {
        return SignatureHeader.parse(authorization).signature();
    }
}
