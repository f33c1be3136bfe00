package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.BecknMessage.DiscoverResources;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.wire.Json;

/** What somebody looks for: words, a filter over the items, places where they stand. */
public final class DegSearches {

    private static final String SPATIAL = "$.message.spatial";

    private DegSearches() {}

    static DiscoverResources read(Context context, JsonNode message) {
        return new DiscoverResources(context, intent(message));
    }

    public static Intent intent(JsonNode message) {
        if (!message.path("media_search").isEmpty()) {
            throw LtsFields.notImplemented("$.message.media_search", "search by text or by a filter");
        }
        JsonNode filter = message.path("filters").path("expression");
        if (!filter.isMissingNode() && filter.asText().isBlank()) {
            throw LtsFields.blankFilter("$.message.filters.expression");
        }
        return new Intent(
                message.path("text_search").asText(), filter.asText(), Spatial.read(message.path("spatial"), SPATIAL));
    }

    static ObjectNode write(DiscoverResources request) {
        return write(request.intent());
    }

    public static ObjectNode write(Intent intent) {
        ObjectNode json = Json.object();
        DegFields.putUnlessEmpty(json, "text_search", intent.textSearch());
        if (!intent.filter().isEmpty()) {
            json.putObject("filters").put("type", "jsonpath").put("expression", intent.filter());
        }
        Spatial.writeLower(json, intent.spatial());
        return json;
    }
}
