package dev.flexgate.beckn.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Paths over any JSON, not only over catalogues. */
final class Queries {

    private Queries() {}

    static JsonNode json(String text) {
        return StrictJson.parse(text.getBytes(UTF_8));
    }

    /** What a path finds, as JSON texts in order. */
    static List<String> found(JsonNode document, String path) {
        var found = new ArrayList<String>();
        var root = Spot.nowhere(document);
        var budget = new Budget(1_000_000, Duration.ofMinutes(1));
        var walk = FilterWalk.everywhere(DocumentStock.EMPTY, root, budget);
        walk.follow(FilterParser.parse(path).steps(), root, spot -> found.add(Json.text(FilterWalk.json(spot))));
        return found;
    }
}
