package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Action;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a partner was asked, and what came of it.
 *
 * @param messageId under which it was asked last
 * @param untried dialects to try when the partner does not read this one
 * @param preview whether it asks only what would be
 * @param body the bytes sent
 * @param signatures headers under which they were sent
 * @param trust how the acknowledgement was signed; empty before there was one
 * @param errorCode why not; empty when there is nothing wrong
 * @param dueAt until when an answer is waited for
 * @param answer in our words
 * @param callbackSha of the callback's bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are never compared
record Question(
        UUID id,
        UUID purchase,
        String partner,
        String messageId,
        Action action,
        String dialect,
        List<String> untried,
        boolean preview,
        byte[] body,
        List<String> signatures,
        State state,
        String trust,
        String errorCode,
        String errorMessage,
        Instant sentAt,
        Instant dueAt,
        Optional<Instant> settledAt,
        Optional<JsonNode> answer,
        Optional<Buffer> callbackSha) {

    enum State {
        SENT,
        ACKNOWLEDGED,
        ANSWERED,
        /** The callback says that it cannot be granted. */
        FAILED,
        /** It was refused at once. */
        REFUSED,
        UNDELIVERED;

        boolean isOpen() {
            return this == SENT || this == ACKNOWLEDGED;
        }
    }

    /** @param now after {@link #dueAt} nobody waits any more: a partner that is silent then is said to be so */
    ObjectNode json(Instant now) {
        boolean silent = state.isOpen() && now.isAfter(dueAt);
        ObjectNode json = AnswerJson.object()
                .put("requestId", id.toString())
                .put("purchaseId", purchase.toString())
                .put("partner", partner)
                .put("action", action.label())
                .put("dialect", dialect)
                .put("messageId", messageId)
                .put("state", silent ? "SILENT" : state.name())
                .put("sentAt", sentAt.toString())
                .put("dueAt", dueAt.toString());
        if (preview) {
            json.put("preview", true);
        }
        if (!trust.isEmpty()) {
            json.put("acknowledgement", trust);
        }
        settledAt.ifPresent(at -> json.put("settledAt", at.toString()));
        if (!errorCode.isEmpty()) {
            json.putObject("error").put("code", errorCode).put("message", errorMessage);
        }
        answer.ifPresent(each -> json.set("answer", each));
        return json;
    }
}
