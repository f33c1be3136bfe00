package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was asked in a purchase and what its partner said unasked, in the order of time. */
final class Timeline {

    private Timeline() {}

    static ArrayNode of(JsonNode purchase) {
        List<ObjectNode> lines = new ArrayList<>();
        for (JsonNode asked : purchase.path("requests")) {
            ObjectNode line = Json.object()
                    .put("at", asked.path("sentAt").asText())
                    .put("who", "we")
                    .put("action", asked.path("action").asText())
                    .put("state", asked.path("state").asText())
                    .put("dialect", asked.path("dialect").asText());
            if (asked.has("error")) {
                line.put("why", asked.at("/error/code").asText());
            }
            lines.add(line);
        }
        for (JsonNode told : purchase.path("news")) {
            lines.add(Json.object()
                    .put("at", told.path("receivedAt").asText())
                    .put("who", "partner")
                    .put("action", "on_" + told.path("action").asText())
                    .put("state", told.at("/content/stage").asText("TOLD")));
        }
        lines.sort(Comparator.comparing(line -> line.path("at").asText()));
        ArrayNode all = Json.array();
        lines.forEach(all::add);
        return all;
    }
}
