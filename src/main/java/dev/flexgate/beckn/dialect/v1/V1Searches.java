package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Item;
import dev.flexgate.beckn.message.Offer;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.SpatialConstraint;
import dev.flexgate.beckn.message.SpatialConstraint.Operator;
import dev.flexgate.beckn.message.SpatialConstraint.Quantifier;
import dev.flexgate.beckn.message.Window.Site;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a search of 1.1.1 looks for. The generation has objects where the later ones have a filter: they become
 * conditions of a filter over {@link #document}. A filter itself may stand among the tags.
 */
final class V1Searches {

    private static final String INTENT = "$.message.intent";
    private static final String GEO = "$.location.geo";
    private static final Pattern PLAIN = Pattern.compile("[^'\"\\\\\\x00-\\x1f]{1,255}");
    private static final Pattern CONDITION = Pattern.compile("\\$\\[\\?\\((.*)\\)]", Pattern.DOTALL);

    /** A window is where its site is, and nobody who names a town means a spot in it. */
    private static final BigDecimal NEAR_METRES = BigDecimal.valueOf(50_000);

    private V1Searches() {}

    static Intent read(JsonNode intent) {
        String text = Stream.of("", "/item", "/category", "/provider", "/offer")
                .map(owner -> intent.at(owner + "/descriptor/name").asText())
                .filter(name -> !name.isBlank())
                .collect(Collectors.joining(" "));
        List<String> conditions = conditions(intent);
        String stated = V1Tags.of(intent, "filter").get("expression");
        return new Intent(text, filter(stated, conditions), spatial(intent));
    }

    private static String filter(String stated, List<String> conditions) {
        if (conditions.isEmpty()) {
            return stated;
        }
        String all = String.join(" && ", conditions);
        if (stated.isEmpty()) {
            return "$[?(" + all + ")]";
        }
        var inner = CONDITION.matcher(stated);
        if (!inner.matches()) {
            throw RefusedException.of(
                            ErrorCode.SCH_INVALID_JSONPATH, "this filter cannot be joined with the rest of the intent")
                    .at(INTENT + ".tags")
                    .fix("send a filter $[?(...)], or nothing beside it");
        }
        return "$[?((" + inner.group(1) + ") && " + all + ")]";
    }

    private static List<String> conditions(JsonNode intent) {
        var conditions = new ArrayList<String>();
        JsonNode item = intent.path("item");
        equal("@.id", item.path("id").asText(), INTENT + ".item.id", conditions);
        JsonNode price = item.path("price");
        number("@.price.value <= ", price.path("maximum_value"), INTENT + ".item.price.maximum_value", conditions);
        number("@.price.value >= ", price.path("minimum_value"), INTENT + ".item.price.minimum_value", conditions);
        for (String kind : List.of("minimum", "selected")) {
            JsonNode measure = item.path("quantity").path(kind).path("measure");
            if (measure.has("value")) {
                conditions.add("@.quantity.available.measure.value >= " + kilowatts(measure, kind));
            }
        }
        time(intent)
                .ifPresent(window -> conditions.add(
                        "@.time.range.start < '" + window.end() + "' && @.time.range.end > '" + window.start() + "'"));
        V1Tags grid = V1Tags.of(intent, "grid");
        equal("@.gridArea", grid.get("gridArea"), INTENT + ".tags", conditions);
        equal("@.gridZone", grid.get("gridZone"), INTENT + ".tags", conditions);
        grid.find("carbonIntensityMax")
                .ifPresent(most -> conditions.add(
                        "@.carbonIntensity <= " + V1Fields.text(V1Fields.decimal(most, INTENT + ".tags"))));
        return conditions;
    }

    private static void equal(String member, String text, String path, List<String> conditions) {
        if (text.isEmpty()) {
            return;
        }
        if (!PLAIN.matcher(text).matches()) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + " holds signs that no id has")
                    .at(path)
                    .fix("send the id as it was found");
        }
        conditions.add(member + " == '" + text + "'");
    }

    private static void number(String test, JsonNode value, String path, List<String> conditions) {
        if (value.isTextual()) {
            conditions.add(test + V1Fields.text(V1Fields.decimal(value.textValue(), path)));
        }
    }

    private static String kilowatts(JsonNode measure, String kind) {
        String path = INTENT + ".item.quantity." + kind + ".measure";
        BigDecimal value = V1Fields.decimal(measure.path("value").asText(), path + ".value");
        return V1Fields.text(
                measure.path("unit").asText().toUpperCase(Locale.ROOT).equals("MW") ? value.movePointRight(3) : value);
    }

    private static Optional<Interval> time(JsonNode intent) {
        JsonNode item = intent.path("item").path("time");
        if (item.has("range")) {
            return Optional.of(V1Fields.window(item, INTENT + ".item.time"));
        }
        JsonNode stops = intent.path("fulfillment").path("stops");
        for (JsonNode stop : stops) {
            if (stop.path("time").has("range")) {
                return Optional.of(V1Fields.window(stop.path("time"), INTENT + ".fulfillment.stops.time"));
            }
        }
        return Optional.empty();
    }

    private static List<SpatialConstraint> spatial(JsonNode intent) {
        var constraints = new ArrayList<SpatialConstraint>();
        for (JsonNode stop : intent.path("fulfillment").path("stops")) {
            JsonNode location = stop.path("location");
            JsonNode circle = location.path("circle");
            String gps = circle.path("gps").asText(location.path("gps").asText());
            if (!gps.isEmpty()) {
                constraints.add(near(gps, circle.path("radius")));
            }
        }
        return constraints;
    }

    private static SpatialConstraint near(String gps, JsonNode radius) {
        String path = INTENT + ".fulfillment.stops.location";
        String[] degrees = gps.split("\\s*,\\s*", -1);
        if (degrees.length != 2) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, path + ".gps is no place")
                    .at(path + ".gps")
                    .fix("send latitude and longitude, such as \"52.2053,0.1218\"");
        }
        ObjectNode point = Json.object().put("type", "Point");
        point.putArray("coordinates")
                .add(V1Fields.decimal(degrees[1], path + ".gps"))
                .add(V1Fields.decimal(degrees[0], path + ".gps"));
        return new SpatialConstraint(
                Operator.S_DWITHIN, List.of(GEO), point, Optional.of(metres(radius, path)), Quantifier.ANY);
    }

    private static BigDecimal metres(JsonNode radius, String path) {
        if (!radius.has("value")) {
            return NEAR_METRES;
        }
        BigDecimal value = V1Fields.decimal(radius.path("value").asText(), path + ".circle.radius.value");
        return switch (radius.path("unit").asText("m").toLowerCase(Locale.ROOT)) {
            case "km", "kilometer", "kilometers", "kilometre" -> value.movePointRight(3);
            case "m", "meter", "meters", "metre" -> value;
            default ->
                throw RefusedException.of(ErrorCode.SCH_INVALID_ENUM, path + ".circle.radius.unit is no unit of length")
                        .at(path + ".circle.radius.unit")
                        .fix("send km or m");
        };
    }

    static ObjectNode write(Intent intent) {
        ObjectNode message = Json.object();
        ObjectNode json = message.putObject("intent");
        if (!intent.textSearch().isEmpty()) {
            json.putObject("descriptor").put("name", intent.textSearch());
        }
        new V1Tags().put("expression", intent.filter()).addTo(json, "filter");
        if (!intent.spatial().isEmpty()) {
            ArrayNode stops = json.putObject("fulfillment").putArray("stops");
            intent.spatial().forEach(constraint -> stops.add(stop(constraint)));
        }
        return message;
    }

    private static ObjectNode stop(SpatialConstraint constraint) {
        JsonNode point = constraint.geometry().path("coordinates");
        if (constraint.operator() != Operator.S_DWITHIN || !point.path(0).isNumber()) {
            throw new IllegalArgumentException("1.1.1 has only circles");
        }
        ObjectNode stop = Json.object();
        ObjectNode circle = stop.putObject("location").putObject("circle");
        circle.put("gps", point.path(1).asText() + "," + point.path(0).asText());
        constraint
                .distanceMeters()
                .ifPresent(metres -> circle.putObject("radius")
                        .put("value", V1Fields.text(metres))
                        .put("unit", "m"));
        return stop;
    }

    /** The document over which filters are written: the items of this generation, their numbers as numbers. */
    static ObjectNode document(List<Catalog> catalogs) {
        ObjectNode document = Json.object();
        ArrayNode array = document.putArray("catalogs");
        for (Catalog catalog : catalogs) {
            ObjectNode json = array.addObject().put("id", catalog.id());
            json.set("descriptor", V1Fields.descriptor(catalog.name(), ""));
            json.set("provider", V1Catalogs.provider(catalog.seller()));
            ArrayNode resources = json.putArray("resources");
            catalog.items().forEach(item -> resources.add(resource(item)));
            ArrayNode offers = json.putArray("offers");
            catalog.offers().forEach(offer -> offers.add(offer(offer)));
        }
        return document;
    }

    private static ObjectNode resource(Item item) {
        ObjectNode json = Json.object().put("id", item.id());
        json.set("descriptor", V1Fields.descriptor(item.name(), item.description()));
        item.window()
                .pricing()
                .ifPresent(pricing -> json.putObject("price")
                        .put("value", pricing.price().p50().perKilowattHour())
                        .put("currency", pricing.floor().currency().getCurrencyCode()));
        item.window()
                .available()
                .ifPresent(available -> json.putObject("quantity")
                        .putObject("available")
                        .putObject("measure")
                        .put("unit", V1Fields.KILOWATT)
                        .put("value", available.kilowatts()));
        json.set("time", V1Fields.range(item.window().interval()));
        Site site = item.window().site();
        item.window()
                .carbon()
                .ifPresent(carbon -> json.put("carbonIntensity", carbon.p50().gramsPerKwh()));
        json.put("gridArea", site.gridArea()).put("gridZone", site.carbonZone());
        ObjectNode location = json.putObject("location").put("id", site.id()).put("city", site.locality());
        if (!site.latitude().isEmpty()) {
            location.putObject("geo")
                    .put("type", "Point")
                    .putArray("coordinates")
                    .add(new BigDecimal(site.longitude()))
                    .add(new BigDecimal(site.latitude()));
        }
        return json;
    }

    private static ObjectNode offer(Offer offer) {
        ObjectNode json = Json.object().put("id", offer.id());
        json.set("descriptor", V1Fields.descriptor(offer.name(), offer.description()));
        LtsFields.putUnlessEmpty(json, "providerId", offer.seller().id());
        ArrayNode covered = json.putArray("resourceIds");
        offer.resourceIds().forEach(covered::add);
        return json;
    }
}
