package dev.flexgate.beckn.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Shared;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.wire.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The requests of the reference discovery service over its own data, with the answers its tests assert. Its requests
 * name no sender, which ours must; so a context is put round them.
 */
class DiscovrTest {

    private static final String FOLDER = "reference/beckn/discovr/";
    private static final LtsDialect LTS = new LtsDialect();

    /** Refused here with a closer code than the reference's {@code SCH_SCHEMA_VALIDATION_FAILED}. */
    private static final Map<String, ErrorCode> CLOSER = Map.of(
            "invalid_missing_context", ErrorCode.CTX_MISSING_FIELD,
            "invalid_missing_transaction_id", ErrorCode.CTX_MISSING_FIELD,
            "invalid_invalid_uuid", ErrorCode.CTX_INVALID_FIELD,
            "invalid_empty_body", ErrorCode.CTX_MISSING_FIELD,
            "invalid_missing_message_spatial", ErrorCode.CTX_INVALID_FIELD,
            "empty_filters", ErrorCode.SCH_REQUIRED_FIELD_MISSING,
            "invalid_relative_filter_expression", ErrorCode.SCH_INVALID_JSONPATH);

    @Test
    void every_valid_request_finds_what_the_reference_finds() {
        for (JsonNode each : Shared.json(FOLDER + "expected.json").path("valid")) {
            String name = each.path("request").asText();
            JsonNode found = found(Shared.json(FOLDER + name));
            if (each.has("catalogs")) {
                assertEquals(each.path("catalogs").asInt(), found.size(), name);
            }
            if (each.has("resources")) {
                assertEquals(texts(each.path("resources")), ids(found, "resources"), name);
            }
            if (each.has("offers")) {
                assertEquals(texts(each.path("offers")), ids(found, "offers"), name);
            }
            if (each.has("offers_count")) {
                assertEquals(
                        each.path("offers_count").asInt(), ids(found, "offers").size(), name);
            }
        }
    }

    /** Requests of the set whose answers it does not state: by its data set they follow. */
    @ParameterizedTest
    @CsvSource({
        "fixtures/requests/ev_charging_jsonpath_offer_by_id.json, ccs2-001, 60kw",
        "fixtures/requests/ev_charging_jsonpath_offer_by_price.json, ccs2-001 type2-001, 60kw 22kw",
        "fixtures/requests/ev_charging_complex_query.json, ccs2-001 ccs2-002 type2-001, 60kw 120kw 22kw",
        "fixtures/requests/ev_charging_jsonpath_catalog_only.json, ccs2-001 ccs2-002 type2-001, 60kw 120kw 22kw",
        "fixtures/requests/discover_expression_evseid.json, ccs2-001, 60kw",
        "fixtures/requests/discover_expression_no_schema_context.json, ccs2-001, 60kw",
        "fixtures/requests/discover_geo_s_dwithin.json, ccs2-001 ccs2-002 type2-001, 60kw 120kw 22kw",
        "fixtures/requests/discover_mixed_spatial_filter.json, '', ''",
        "query-combinations/case-1-jsonpath-only.json, ccs2-001 ccs2-002, 60kw 120kw",
        "query-combinations/case-2-geo-only.json, ccs2-001 ccs2-002 type2-001, 60kw 120kw 22kw",
        "query-combinations/case-3-text-only.json, '', ''",
        "query-combinations/case-4-jsonpath-geo.json, ccs2-001 ccs2-002, 60kw 120kw",
        "query-combinations/case-5-geo-text.json, ccs2-001 ccs2-002 type2-001, 60kw 120kw 22kw",
        "query-combinations/case-6-jsonpath-text.json, ccs2-001 ccs2-002, 60kw 120kw",
        "query-combinations/case-7-jsonpath-geo-text.json, ccs2-001 ccs2-002, 60kw 120kw",
    })
    void the_other_requests_find_what_follows_from_the_data(String name, String resources, String offers) {
        JsonNode found = found(Shared.json(FOLDER + name));
        assertEquals(names("ev-charger-", resources, ""), ids(found, "resources"));
        assertEquals(names("offer-", offers, "-kwh"), shortened(ids(found, "offers")));
    }

    @Test
    void every_invalid_request_is_refused_as_there_or_more_closely() {
        for (JsonNode each : Shared.json(FOLDER + "expected.json").path("invalid")) {
            String file = each.path("request").asText();
            if (file.startsWith("fixtures/")) {
                String name = file.substring(file.lastIndexOf('/') + 1).replace(".json", "");
                JsonNode request = Shared.json(FOLDER + file);
                RefusedException refused =
                        assertThrows(RefusedException.class, () -> found(request), () -> name + " was understood");
                ErrorCode expected = CLOSER.getOrDefault(
                        name, ErrorCode.valueOf(each.path("code").asText()));
                assertEquals(expected, refused.code(), () -> name + ": " + refused.getMessage());
            }
        }
    }

    private static JsonNode found(JsonNode request) {
        ObjectNode json = request.deepCopy();
        if (json.path("context") instanceof ObjectNode context) {
            context.put("bapId", "bap.example.com").put("bapUri", "https://bap.example.com/beckn");
            context.put("networkId", "bap.net/ev-charging");
        }
        var discover = (Discover) LTS.readRequest(Action.DISCOVER, json);
        var viewer = new Viewer("bap.example.com", Set.of("bap.net/ev-charging"), "BAP");
        JsonNode document = document();
        ArrayNode catalogs = Json.object().putArray("catalogs");
        for (Selection.Part part : Discovery.find(
                new DocumentStock(document), new Search(discover.intent(), viewer), DiscoveryLimits.DEFAULT)) {
            JsonNode catalog = document.path("catalogs").path(part.catalog());
            ObjectNode found = catalogs.addObject();
            ArrayNode resources = found.putArray("resources");
            part.resources()
                    .forEach(k -> resources.add(catalog.path("resources").path(k)));
            ArrayNode offers = found.putArray("offers");
            part.offers().forEach(k -> offers.add(catalog.path("offers").path(k)));
        }
        return catalogs;
    }

    /** Its data are a row an item; here they are the one catalogue that they are parts of. */
    private static JsonNode document() {
        ObjectNode document = Json.object();
        ArrayNode catalogs = document.putArray("catalogs");
        for (JsonNode row : Shared.json(FOLDER + "fixtures/catalog_db/item.json")) {
            JsonNode part = row.at("/payload/catalogs/0");
            if (catalogs.isEmpty()) {
                catalogs.add(part.deepCopy());
            } else {
                part.path("resources").forEach(((ArrayNode) catalogs.at("/0/resources"))::add);
                part.path("offers").forEach(((ArrayNode) catalogs.at("/0/offers"))::add);
            }
        }
        return document;
    }

    private static Set<String> ids(JsonNode catalogs, String kind) {
        var ids = new TreeSet<String>();
        catalogs.forEach(catalog ->
                catalog.path(kind).forEach(each -> ids.add(each.path("id").asText())));
        return ids;
    }

    private static Set<String> texts(JsonNode array) {
        var texts = new TreeSet<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Set<String> names(String prefix, String middles, String suffix) {
        var names = new TreeSet<String>();
        List.of(middles.split(" ")).stream()
                .filter(each -> !each.isEmpty())
                .forEach(each -> names.add(prefix + each + suffix));
        return names;
    }

    /** {@code offer-ccs2-60kw-kwh} without its plug. */
    private static Set<String> shortened(Set<String> offers) {
        var names = new TreeSet<String>();
        offers.forEach(each -> names.add(each.replaceFirst("ccs2-|type2-", "")));
        return names;
    }
}
