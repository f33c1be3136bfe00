package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Mends the defects of compute-energy messages that a reader would stumble over, in place. */
public final class ComputeMending {

    /** As people write prices; longer or finer numbers are no price of anything. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,15}(\\.\\d{1,10})?");

    private static final Set<String> PRICES = Set.of("beckn:price", "beckn:orderValue", "beckn:amount");

    private static final Map<String, String> STATUS = Map.of(
            "QUOTE_REQUESTED", "CREATED",
            "QUOTED", "CREATED",
            "INITIALIZED", "PENDING",
            "INITIATED", "PENDING",
            "IN_PROGRESS", "INPROGRESS",
            "ACTIVE", "INPROGRESS",
            "COMPLETE", "COMPLETED");

    private static final int NEAR_METRES = 50_000;

    private ComputeMending() {}

    private static JsonNode order(JsonNode message) {
        return message.path("message").path("order");
    }

    public static boolean orderStatus(ObjectNode message) {
        String official = STATUS.get(order(message).path("beckn:orderStatus").asText());
        if (official != null && order(message) instanceof ObjectNode order) {
            order.put("beckn:orderStatus", official);
            return true;
        }
        return false;
    }

    public static boolean quantities(ObjectNode message) {
        boolean mended = false;
        for (JsonNode each : order(message).path("beckn:orderItems")) {
            if (each instanceof ObjectNode line && line.path("beckn:quantity").isNumber()) {
                line.set(
                        "beckn:quantity",
                        Json.object().put("unitText", "slot").set("unitQuantity", line.path("beckn:quantity")));
                mended = true;
            }
        }
        return mended;
    }

    public static boolean priceNames(ObjectNode message) {
        boolean mended = false;
        for (ObjectNode price : prices(message)) {
            if (price.has("price") && !price.has("value")) {
                price.set("value", price.remove("price"));
                mended = true;
            }
        }
        return mended;
    }

    public static boolean priceTexts(ObjectNode message) {
        boolean mended = false;
        for (ObjectNode price : prices(message)) {
            for (String name : List.of("value", "price")) {
                JsonNode value = price.path(name);
                if (value.isTextual() && NUMBER.matcher(value.textValue()).matches()) {
                    price.set(name, DecimalNode.valueOf(new BigDecimal(value.textValue())));
                    mended = true;
                }
            }
        }
        return mended;
    }

    private static List<ObjectNode> prices(JsonNode message) {
        var prices = new ArrayList<ObjectNode>();
        for (String name : PRICES) {
            for (JsonNode each : message.findValues(name)) {
                if (each instanceof ObjectNode price) {
                    prices.add(price);
                }
            }
        }
        return prices;
    }

    /** In a catalogue a time is dated here, in an order where the slot is known. */
    public static boolean dates(ObjectNode message) {
        boolean dateless = false;
        Instant sent = ComputeTimes.instant(message.path("context").path("timestamp"), Instant.EPOCH);
        for (JsonNode catalog : message.path("message").path("catalogs")) {
            Instant anchor = ComputeTimes.instant(catalog.path("beckn:validity").path("schema:startDate"), sent);
            for (JsonNode window : catalog.findValues("beckn:timeWindow")) {
                if (window instanceof ObjectNode times && ComputeTimes.isDateless(times)) {
                    ComputeTimes.date(times, anchor);
                    dateless = true;
                }
            }
        }
        return dateless
                || order(message).findValues("beckn:timeWindow").stream().anyMatch(ComputeTimes::isDateless);
    }

    public static boolean places(ObjectNode message) {
        boolean mended = false;
        for (JsonNode catalog : message.path("message").path("catalogs")) {
            for (JsonNode each : catalog.path("beckn:items")) {
                if (each instanceof ObjectNode item
                        && item.path("beckn:availableAt").isObject()) {
                    item.set("beckn:availableAt", Json.array().add(item.path("beckn:availableAt")));
                    mended = true;
                }
            }
        }
        return mended;
    }

    public static boolean providers(ObjectNode message) {
        boolean mended = false;
        for (JsonNode catalog : message.path("message").path("catalogs")) {
            for (JsonNode each : catalog.path("beckn:items")) {
                if (each instanceof ObjectNode item
                        && !item.has("beckn:provider")
                        && catalog.path("beckn:provider").isObject()) {
                    item.set("beckn:provider", catalog.path("beckn:provider"));
                    mended = true;
                }
            }
        }
        return mended;
    }

    public static boolean addresses(ObjectNode message) {
        boolean mended = false;
        JsonNode context = message.path("context");
        for (JsonNode each : message.path("message").path("catalogs")) {
            if (each instanceof ObjectNode catalog && !(catalog.has("beckn:bppId") && catalog.has("beckn:bppUri"))) {
                catalog.put("beckn:bppId", context.path("bpp_id").asText())
                        .put("beckn:bppUri", context.path("bpp_uri").asText());
                mended = true;
            }
        }
        return mended;
    }

    /** {@code {id, value, best, worst, category, feedback}} is one rating. */
    public static boolean rating(ObjectNode message) {
        if (!(message.path("message") instanceof ObjectNode body) || !body.has("value") || body.has("ratings")) {
            return false;
        }
        ObjectNode rating = Json.object();
        rename(body, "id", rating, "id");
        rename(body, "value", rating, "ratingValue");
        rename(body, "best", rating, "bestRating");
        rename(body, "worst", rating, "worstRating");
        rename(body, "category", rating, "category");
        rename(body, "feedback", rating, "feedback");
        body.putArray("ratings").add(rating);
        return true;
    }

    public static boolean support(ObjectNode message) {
        if (!(message.path("message") instanceof ObjectNode body) || !body.has("ref_id")) {
            return false;
        }
        rename(body, "ref_id", body, "refId");
        body.put("refType", body.path("ref_type").asText("other").toUpperCase(Locale.ROOT));
        body.remove("ref_type");
        return true;
    }

    /** A window is where its site is, and nobody who names a town means a spot in it. */
    public static boolean points(ObjectNode message) {
        boolean mended = false;
        for (JsonNode each : message.path("message").path("spatial")) {
            if (each instanceof ObjectNode near
                    && !near.has("op")
                    && near.path("geometry").path("type").asText().equals("Point")) {
                near.put("op", "s_dwithin");
                if (!near.has("distanceMeters")) {
                    near.put("distanceMeters", NEAR_METRES);
                }
                mended = true;
            }
        }
        return mended;
    }

    private static void rename(ObjectNode from, String name, ObjectNode to, String newName) {
        if (from.has(name)) {
            to.set(newName, from.remove(name));
        }
    }
}
