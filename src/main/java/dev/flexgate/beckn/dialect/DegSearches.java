package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Area;
import dev.flexgate.beckn.message.Area.Corner;
import dev.flexgate.beckn.message.BecknMessage.DiscoverResources;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What an operator looks for: words, a filter over the items, areas in which they stand. */
final class DegSearches {

    private static final String SPATIAL = "$.message.spatial";

    /** A site is a point, so whatever touches or holds it is the same as standing within. */
    private static final Set<String> OPERATORS = Set.of("S_WITHIN", "S_INTERSECTS");

    private static final Set<String> PLACES = Set.of(
            "$['beckn:availableAt'][*]['geo']",
            "$[\"beckn:availableAt\"][*][\"geo\"]",
            "$.beckn:availableAt[*].geo",
            "$['beckn:availableAt']['geo']");

    private DegSearches() {}

    static DiscoverResources read(Context context, JsonNode message) {
        if (!message.path("media_search").isEmpty()) {
            throw LtsFields.notImplemented("$.message.media_search", "search by text or by a filter");
        }
        JsonNode filter = message.path("filters").path("expression");
        if (!filter.isMissingNode() && filter.asText().isBlank()) {
            throw LtsFields.blankFilter("$.message.filters.expression");
        }
        List<Area> areas = new ArrayList<>();
        for (JsonNode each : message.path("spatial")) {
            areas.add(area(each, SPATIAL + "[" + areas.size() + "]"));
        }
        return new DiscoverResources(
                context, new Intent(message.path("text_search").asText(), filter.asText()), areas);
    }

    private static Area area(JsonNode json, String path) {
        if (!OPERATORS.contains(json.path("op").asText().toUpperCase(Locale.ROOT))) {
            throw LtsFields.notImplemented(path + ".op", "send s_within with a polygon");
        }
        JsonNode targets = json.path("targets");
        boolean known = targets.isArray()
                ? !targets.isEmpty() && PLACES.contains(targets.path(0).asText()) && targets.size() == 1
                : PLACES.contains(targets.asText());
        if (!known) {
            throw LtsFields.notImplemented(path + ".targets", "send $['beckn:availableAt'][*]['geo']");
        }
        if (json.path("quantifier").asText("ANY").equalsIgnoreCase("NONE")) {
            throw LtsFields.notImplemented(path + ".quantifier", "leave it out");
        }
        return ring(json.path("geometry"), path + ".geometry");
    }

    private static Area ring(JsonNode geometry, String path) {
        JsonNode rings = geometry.path("coordinates");
        if (!geometry.path("type").asText().equals("Polygon") || rings.size() != 1) {
            throw LtsFields.notImplemented(path, "send a polygon of one ring");
        }
        var corners = new ArrayList<Corner>();
        for (JsonNode position : rings.path(0)) {
            if (!isDegrees(position.path(0), 180) || !isDegrees(position.path(1), 90)) {
                throw wrong(path);
            }
            corners.add(
                    new Corner(position.path(0).decimalValue(), position.path(1).decimalValue()));
        }
        if (corners.size() < 4 || !corners.getFirst().equals(corners.getLast())) {
            throw wrong(path);
        }
        corners.removeLast();
        return new Area(corners);
    }

    private static boolean isDegrees(JsonNode json, int most) {
        return json.isNumber()
                && json.decimalValue().scale() <= 15
                && json.decimalValue().abs().compareTo(BigDecimal.valueOf(most)) <= 0;
    }

    private static RefusedException wrong(String path) {
        return RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " is no closed ring of positions")
                .at(path)
                .fix("send [longitude, latitude] in degrees, the last position equal to the first");
    }

    static ObjectNode write(DiscoverResources request) {
        ObjectNode json = Json.object();
        DegFields.putUnlessEmpty(json, "text_search", request.intent().textSearch());
        if (!request.intent().filter().isEmpty()) {
            json.putObject("filters")
                    .put("type", "jsonpath")
                    .put("expression", request.intent().filter());
        }
        if (!request.areas().isEmpty()) {
            ArrayNode spatial = json.putArray("spatial");
            request.areas().forEach(area -> spatial.add(write(area)));
        }
        return json;
    }

    private static ObjectNode write(Area area) {
        ObjectNode json = Json.object().put("op", "s_within").put("targets", "$['beckn:availableAt'][*]['geo']");
        ArrayNode ring = json.putObject("geometry")
                .put("type", "Polygon")
                .putArray("coordinates")
                .addArray();
        area.ring().forEach(corner -> ring.addArray().add(corner.longitude()).add(corner.latitude()));
        Corner first = area.ring().getFirst();
        ring.addArray().add(first.longitude()).add(first.latitude());
        return json;
    }
}
