package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Mends the defects that a reader would stumble over, in place; each says whether there was one. */
final class DegMending {

    private static final String UNIT = "Unit";

    /** As people write power; longer or finer numbers are no power of anything on a grid. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,15}(\\.\\d{1,9})?");

    private static final Map<String, String> UNITS = Map.ofEntries(
            Map.entry("KW", DegFields.KILOWATT),
            Map.entry("Kw", DegFields.KILOWATT),
            Map.entry("kw", DegFields.KILOWATT),
            Map.entry("kilowatt", DegFields.KILOWATT),
            Map.entry("kilowatts", DegFields.KILOWATT),
            Map.entry("Mw", DegFields.MEGAWATT),
            Map.entry("mw", DegFields.MEGAWATT),
            Map.entry("megawatt", DegFields.MEGAWATT),
            Map.entry("megawatts", DegFields.MEGAWATT),
            Map.entry("watt", "W"),
            Map.entry("watts", "W"));

    /** What the official schema itself writes without a prefix. */
    private static final Set<String> BARE = Set.of("trackingAction");

    /** Parts of an order that are Beckn objects, each found in the ones before it once their names are mended. */
    private static final List<String> PARTS =
            List.of("beckn:buyer", "beckn:fulfillment", "beckn:orderAttributes", "beckn:payment");

    private DegMending() {}

    static boolean prefix(ObjectNode message) {
        if (!(message.path("message").path("order") instanceof ObjectNode order)) {
            return false;
        }
        boolean mended = prefixMembers(order);
        for (String part : PARTS) {
            mended |= prefixMembers(order.path(part));
        }
        mended |= prefixMembers(order.path("beckn:fulfillment").path("beckn:deliveryAttributes"));
        for (JsonNode line : order.path("beckn:orderItems")) {
            mended |= prefixMembers(line);
            mended |= prefixMembers(line.path("beckn:orderItemAttributes"));
        }
        return mended;
    }

    /** A name that stands there with and without prefix has two readings, and is left for the schema to refuse. */
    private static boolean prefixMembers(JsonNode json) {
        if (!(json instanceof ObjectNode object)) {
            return false;
        }
        List<String> bare = object.properties().stream()
                .map(Map.Entry::getKey)
                .filter(name -> name.indexOf(':') < 0 && !name.startsWith("@") && !object.has("beckn:" + name))
                .filter(name -> !BARE.contains(name))
                .toList();
        bare.forEach(name -> object.set("beckn:" + name, object.remove(name)));
        return !bare.isEmpty();
    }

    static boolean orderId(ObjectNode message) {
        if (message.path("message") instanceof ObjectNode body
                && body.path("order_id").isTextual()
                && !body.has("order")) {
            body.set("order", Json.object().set("beckn:id", body.remove("order_id")));
            return true;
        }
        return false;
    }

    static boolean buyer(ObjectNode message) {
        if (message.path("message").path("order") instanceof ObjectNode order
                && order.path("beckn:buyer").isTextual()) {
            order.set("beckn:buyer", DegFields.typed("Buyer").set("beckn:id", order.path("beckn:buyer")));
            return true;
        }
        return false;
    }

    static boolean lineIds(ObjectNode message) {
        boolean mended = false;
        for (JsonNode each : message.path("message").path("order").path("beckn:orderItems")) {
            if (each instanceof ObjectNode line && !line.has("beckn:lineId") && line.has("beckn:orderedItem")) {
                line.set("beckn:lineId", line.path("beckn:orderedItem"));
                mended = true;
            }
        }
        return mended;
    }

    static boolean units(ObjectNode message) {
        return units(message.path("message").path("order"));
    }

    private static boolean units(JsonNode json) {
        boolean mended = false;
        if (json instanceof ObjectNode object) {
            for (String name : names(object)) {
                String unit = UNITS.get(object.path(name).asText());
                if (name.endsWith(UNIT) && unit != null) {
                    object.put(name, unit);
                    mended = true;
                }
            }
        }
        for (JsonNode child : json) {
            mended |= units(child);
        }
        return mended;
    }

    static boolean numbers(ObjectNode message) {
        return numbers(message.path("message").path("order"));
    }

    private static boolean numbers(JsonNode json) {
        boolean mended = false;
        if (json instanceof ObjectNode object) {
            for (String name : names(object)) {
                JsonNode value = object.path(name);
                if (object.has(name + UNIT)
                        && value.isTextual()
                        && NUMBER.matcher(value.textValue()).matches()) {
                    object.set(name, DecimalNode.valueOf(new BigDecimal(value.textValue())));
                    mended = true;
                }
            }
        }
        for (JsonNode child : json) {
            mended |= numbers(child);
        }
        return mended;
    }

    static boolean operators(ObjectNode message) {
        boolean mended = false;
        for (JsonNode each : message.path("message").path("spatial")) {
            if (each instanceof ObjectNode area
                    && !area.has("op")
                    && area.path("geometry").path("type").asText().equals("Polygon")) {
                area.put("op", "s_within");
                mended = true;
            }
        }
        return mended;
    }

    private static List<String> names(ObjectNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }
}
