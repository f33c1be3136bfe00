package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A tag group: texts by their codes. Empty texts are left out. */
final class V1Tags {

    private final Map<String, String> values = new LinkedHashMap<>();

    V1Tags put(String code, String value) {
        if (!value.isEmpty()) {
            values.put(code, value);
        }
        return this;
    }

    V1Tags put(String code, Object value) {
        return put(code, value.toString());
    }

    void addTo(ObjectNode owner, String group) {
        if (values.isEmpty()) {
            return;
        }
        ArrayNode groups = owner.withArray("tags");
        ObjectNode json = groups.addObject();
        json.putObject("descriptor").put("code", group);
        json.put("display", false);
        ArrayNode list = json.putArray("list");
        values.forEach((code, value) -> {
            ObjectNode tag = list.addObject();
            tag.putObject("descriptor").put("code", code);
            tag.put("value", value);
        });
    }

    /** The group of this code; empty when there is none. */
    static V1Tags of(JsonNode owner, String group) {
        var tags = new V1Tags();
        for (JsonNode each : owner.path("tags")) {
            if (each.path("descriptor").path("code").asText().equals(group)) {
                each.path("list")
                        .forEach(tag -> tags.put(
                                tag.path("descriptor").path("code").asText(),
                                tag.path("value").asText()));
            }
        }
        return tags;
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    /** Empty when it is not there. */
    String get(String code) {
        return values.getOrDefault(code, "");
    }

    Optional<String> find(String code) {
        return Optional.ofNullable(values.get(code));
    }
}
