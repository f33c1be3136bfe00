package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The envelope of 2.0.0-rc1: as in 1.1.1, snake_case, with the vocabularies in use. */
public final class DegContexts {

    private DegContexts() {}

    public static Context read(JsonNode json) {
        List<String> vocabularies = new ArrayList<>();
        json.path("schema_context").forEach(each -> vocabularies.add(each.asText()));
        return new Context(
                new Endpoint(json.path("bap_id").asText(), json.path("bap_uri").asText()),
                new Endpoint(json.path("bpp_id").asText(), json.path("bpp_uri").asText()),
                json.path("transaction_id").asText(),
                json.path("message_id").asText(),
                network(json.path("network_id")),
                json.path("domain").asText(),
                LtsFields.instant(json.path("timestamp"), "$.context.timestamp"),
                json.has("ttl") ? LtsContexts.ttl(json.path("ttl").asText()) : Context.TTL_MAX,
                vocabularies);
    }

    /** The official schema has a list of networks there, the messages one or none. */
    private static String network(JsonNode network) {
        return network.isArray() ? network.path(0).asText() : network.asText();
    }

    public static ObjectNode write(String word, Context context) {
        ObjectNode json = Json.object().put("version", "2.0.0").put("action", word);
        DegFields.putUnlessEmpty(json, "domain", context.domain());
        json.put("timestamp", context.timestamp().toString())
                .put("message_id", context.messageId())
                .put("transaction_id", context.transactionId())
                .put("bap_id", context.bap().id())
                .put("bap_uri", context.bap().uri());
        DegFields.putUnlessEmpty(json, "bpp_id", context.bpp().id());
        DegFields.putUnlessEmpty(json, "bpp_uri", context.bpp().uri());
        json.put("ttl", context.ttl().toString());
        if (!context.networkId().isEmpty()) {
            json.putArray("network_id").add(context.networkId());
        }
        if (!context.schemaContext().isEmpty()) {
            ArrayNode vocabularies = json.putArray("schema_context");
            context.schemaContext().forEach(vocabularies::add);
        }
        return json;
    }

    /** {@code bapId} as it is written here: {@code bap_id}. */
    public static String name(String lowerCamel) {
        return lowerCamel.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
