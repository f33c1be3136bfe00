package dev.flexgate.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import io.fabric8.zjsonpatch.JsonDiff;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** From one plan to another as a JSON Patch (RFC 6902). */
final class PlanPatch {

    static final String MEDIA_TYPE = "application/json-patch+json";

    /**
     * Comparisons of one list: what they are looked for among is the product of both lengths, and above it the patch says
     * the whole list anew. A patch of a thousand changed lines is nothing that anybody reads line by line.
     */
    private static final long COMPARISONS_MAX = 4_000_000;

    private PlanPatch() {}

    /** Whether whoever asks names this form; anything else, or nothing, is answered in ours. */
    static boolean isWanted(@Nullable String accept) {
        return accept != null && accept.contains(MEDIA_TYPE);
    }

    /** What turns {@code from} into {@code to}. */
    static ArrayNode between(ObjectNode from, ObjectNode to) {
        ArrayNode patch = Json.array();
        Set<String> members = new TreeSet<>();
        from.fieldNames().forEachRemaining(members::add);
        to.fieldNames().forEachRemaining(members::add);
        members.forEach(member -> patch.addAll(between(member, from.get(member), to.get(member))));
        return patch;
    }

    private static ArrayNode between(String member, @Nullable JsonNode from, @Nullable JsonNode to) {
        if (Objects.equals(from, to)) {
            return Json.array();
        }
        if (from != null && to != null && isTooLong(from, to)) {
            ArrayNode patch = Json.array();
            patch.addObject().put("op", "replace").put("path", "/" + member).set("value", to);
            return patch;
        }
        return (ArrayNode) JsonDiff.asJson(alone(member, from), alone(member, to));
    }

    private static boolean isTooLong(JsonNode from, JsonNode to) {
        return from.isArray() && to.isArray() && (long) from.size() * to.size() > COMPARISONS_MAX;
    }

    private static ObjectNode alone(String member, @Nullable JsonNode value) {
        ObjectNode alone = Json.object();
        if (value != null) {
            alone.set(member, value);
        }
        return alone;
    }
}
