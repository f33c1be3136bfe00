package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.wire.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The LTS envelope. */
final class LtsContexts {

    private LtsContexts() {}

    static Context read(JsonNode json) {
        List<String> vocabularies = new ArrayList<>();
        json.path("schemaContext").forEach(each -> vocabularies.add(each.asText()));
        return new Context(
                new Endpoint(json.path("bapId").asText(), json.path("bapUri").asText()),
                new Endpoint(json.path("bppId").asText(), json.path("bppUri").asText()),
                json.path("transactionId").asText(),
                json.path("messageId").asText(),
                json.path("networkId").asText(),
                json.path("domain").asText(),
                LtsFields.instant(json.path("timestamp"), "$.context.timestamp"),
                json.has("ttl") ? ttl(json.path("ttl").asText()) : Context.TTL_MAX,
                vocabularies);
    }

    /** ISO 8601, whose form the schema has checked; a day or more is as good as {@link Context#TTL_MAX}. */
    static Duration ttl(String text) {
        int time = text.indexOf('T');
        String dated = time < 0 ? text : text.substring(0, time);
        if (dated.chars().anyMatch(c -> c >= '1' && c <= '9')) {
            return Context.TTL_MAX;
        }
        try {
            return time < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(time));
        } catch (DateTimeException unreadable) {
            throw RefusedException.of(ErrorCode.CTX_INVALID_FIELD, "$.context.ttl is no duration")
                    .at("$.context.ttl")
                    .fix("send an ISO 8601 duration, such as PT30S");
        }
    }

    /** Whether only a preview is asked for, or was given. */
    static boolean preview(JsonNode json) {
        return json.path("try").asBoolean();
    }

    static ObjectNode write(String word, Context context, boolean preview) {
        ObjectNode json = Json.object().put("version", "2.0.0").put("action", word);
        LtsFields.putUnlessEmpty(json, "bapId", context.bap().id());
        LtsFields.putUnlessEmpty(json, "bapUri", context.bap().uri());
        LtsFields.putUnlessEmpty(json, "bppId", context.bpp().id());
        LtsFields.putUnlessEmpty(json, "bppUri", context.bpp().uri());
        json.put("transactionId", context.transactionId()).put("messageId", context.messageId());
        LtsFields.putUnlessEmpty(json, "networkId", context.networkId());
        json.put("timestamp", context.timestamp().toString())
                .put("ttl", context.ttl().toString());
        if (preview) {
            json.put("try", true);
        }
        if (!context.schemaContext().isEmpty()) {
            ArrayNode vocabularies = json.putArray("schemaContext");
            context.schemaContext().forEach(vocabularies::add);
        }
        return json;
    }
}
