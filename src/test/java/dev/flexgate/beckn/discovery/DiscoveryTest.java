package dev.flexgate.beckn.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.wire.StrictJson;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {

    /** Two catalogues: GB with a morning, a night and an unpriced slot, and a hotel that sells nothing of ours. */
    private static final JsonNode DOCUMENT = StrictJson.parse("""
            {"catalogs": [
              {"id": "gb", "descriptor": {"name": "Grid flexibility windows"},
               "provider": {"id": "p1", "descriptor": {"name": "FlexGate"}},
               "resources": [
                 {"id": "morning", "descriptor": {"name": "Cambridge morning"},
                  "resourceAttributes": {"@context": "https://words.example/grid", "@type": "ComputeEnergyWindow",
                    "beckn:area": "Cambridge-East", "carbon": 120, "capacity": 5.0, "firm": true, "notes": ["green", "cheap"],
                    "timeWindow": {"start": "2026-06-15T09:00:00Z", "end": "2026-06-15T13:00:00Z"}}},
                 {"id": "night", "descriptor": {"name": "London night"},
                  "resourceAttributes": {"beckn:area": "London", "carbon": 210, "capacity": 2, "firm": false, "was": null,
                    "timeWindow": {"start": "2026-06-16T01:00:00+01:00", "end": "2026-06-16T05:00:00+01:00"}}},
                 {"id": "unpriced", "descriptor": {"name": "Leeds"}, "resourceAttributes": {"beckn:area": "Leeds", "carbon": "120"}}],
               "offers": [
                 {"id": "o-morning", "resourceIds": ["morning"], "price": {"value": 0.102}},
                 {"id": "o-both", "resourceIds": ["morning", "night"], "price": {"value": 0.2}}]},
              {"id": "hotel", "descriptor": {"name": "Rooms"}, "provider": {"id": "p2", "descriptor": {"name": "Inn"}},
               "resources": [{"id": "room", "descriptor": {"name": "Single"}}], "offers": []}]}
            """.getBytes(UTF_8));

    private static final Viewer ANYBODY = new Viewer("bap.example.com", Set.of("test"), "BAP");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                // SQL/JSON path: what is selected decides what comes along
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.carbon <= 150) # gb:morning|o-morning,o-both",
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.carbon == 120.0) # gb:morning|o-morning,o-both",
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.carbon == \"120\") # gb:unpriced|",
                "$.catalogs[*].offers[*] ? (@.price.value < 0.15) # gb:morning|o-morning",
                "$.catalogs[*].offers[*] ? (@.price.value >= 0.15) # gb:morning,night|o-both",
                "$.catalogs[*] ? (@.id == 'hotel') # hotel:room|",
                "$.catalogs[*] ? (exists(@.offers[*] ? (@.price.value < 0.15))) # gb:morning,night,unpriced|o-morning,o-both",
                "$.catalogs[*] ? (@.provider.id == 'p1' && @.resources[*].resourceAttributes.timeWindow.start >= '2026-06-15T00:00:00Z') # gb:morning,night,unpriced|o-morning,o-both",
                "$.catalogs ? (@.provider.id == 'p1').resources ? (@.id == 'night') # gb:night|o-both",
                "$.catalogs[*].resources[0] # gb:morning|o-morning,o-both;hotel:room|",
                "$.catalogs[1].resources[-1] # hotel:room|",
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.firm == true) # gb:morning|o-morning,o-both",
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.notes[*] == \"cheap\") # gb:morning|o-morning,o-both",
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.notes == \"cheap\") # gb:morning|o-morning,o-both",
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.\"beckn:area\" == \"London\") # gb:night|o-both",
                "$.catalogs[*].resources[*] ? (!(@.resourceAttributes.carbon <= 150)) # gb:night|o-both;hotel:room|",
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.\"@type\" == \"ComputeEnergyWindow\") # gb:morning|o-morning,o-both",
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.@type == \"ComputeEnergyWindow\") # gb:morning|o-morning,o-both",
                "$.catalogs[*].resources[*] ? (@.nothing == 1) # ~~",
                "$.catalogs[*].resources[*] ? (@.id like_regex \"^NIGHT\" flag \"i\") # gb:night|o-both",
                "$.catalogs[*].resources[*] ? (@.id starts with \"un\") # gb:unpriced|",
                "$.catalogs[*].resources[*] ? ((@.resourceAttributes.carbon > 1) is unknown) # gb:unpriced|",
                "$.catalogs[*] ? (@.resources.size() == 3) # gb:morning,night,unpriced|o-morning,o-both",
                "$.catalogs[*].resources[last] # gb:unpriced|;hotel:room|",
                "$.catalogs[0].resources[1 to last] # gb:night,unpriced|o-both",
                "$.catalogs.** ? (@.id == \"night\") # gb:night|o-both",
                // RFC 9535 and what clients make of it
                "$..resources[?(@.id == 'night')] # gb:night|o-both",
                "$.catalogs[*].resources[0:2] # gb:morning,night|o-morning,o-both;hotel:room|",
                "$.catalogs[*]['resources'][0,2] # gb:morning,unpriced|o-morning,o-both;hotel:room|",
                "$[?length(@.id) == 5] # gb:night|o-both",
                "$[?count(@.resourceAttributes.notes[*]) == 2] # gb:morning|o-morning,o-both",
                "$[?match(@.id, 'm.*') || search(@.id, 'pric')] # gb:morning,unpriced|o-morning,o-both",
                "$[?(@.resourceAttributes.notes size 2)] # gb:morning|o-morning,o-both",
                "$[?(@.id nin ['night', 'room', 'unpriced'])] # gb:morning|o-morning,o-both",
                "$[?(@.resourceAttributes.notes anyof ['cheap', 'x'])] # gb:morning|o-morning,o-both",
                "$[?(@.resourceAttributes.notes noneof ['cheap'] && @.resourceAttributes.firm == false)] # gb:night|o-both",
                "$[?(@.resourceAttributes.notes subsetof ['cheap', 'green', 'x'])] # gb:morning|o-morning,o-both",
                "$[?(@.resourceAttributes.notes contains 'green')] # gb:morning|o-morning,o-both",
                "$[?(@.descriptor.name contains 'night')] # gb:night|o-both",
                "$[?(@.resourceAttributes.notes empty false)] # gb:morning|o-morning,o-both",
                "$[?(@.resourceAttributes.carbon >= 200)] # gb:night|o-both",
                "$[?@.resourceAttributes['beckn:area'] == 'Leeds'] # gb:unpriced|",
                "$[?(@.resourceAttributes.beckn:area in ['Cambridge-East', 'Leeds'] && @.resourceAttributes.carbon == 120)] # gb:morning|o-morning,o-both",
                "$.catalogs[*].resources[?(@.id == 'room' || @.id == 'night')] # gb:night|o-both;hotel:room|",
                "$.catalogs[?@.id == 'hotel'].resources[*] # hotel:room|",
                "$[?(@.resourceAttributes.was)] # gb:night|o-both",
                "$[?(@.resourceAttributes.was == null)] # gb:night|o-both",
                "$[?(@.resourceAttributes.beckn:area =~ /london|leeds/i)] # gb:night,unpriced|o-both",
                "$[?(@.resourceAttributes.notes =~ /ch.*p/)] # gb:morning|o-morning,o-both",
                "$[?(@.resourceAttributes.beckn:area =~ /Lon/)] # ~~",
                "$[?(@.id =~ /(a+)+b/)] # ~~",
                "$[?(@.resourceAttributes.@context =~ /https:\\/\\/words.*/)] # gb:morning|o-morning,o-both",
                "$.catalogs[*].beckn:items[*] ? (@.id == 'night') # gb:night|o-both",
                // time windows: moments, whatever their offset
                "$[?(@.resourceAttributes.timeWindow.start >= '2026-06-16T00:00:00Z')] # gb:night|o-both",
                "$[?(@.resourceAttributes.timeWindow.start >= '2026-06-15T10:00:00+01:00' && @.resourceAttributes.timeWindow.end <= '2026-06-15T13:00:00.000Z')] # gb:morning|o-morning,o-both",
                // an absent member: RFC 9535 says it is unlike any value, SQL/JSON that nothing can be said of it
                "$[?(@.resourceAttributes.firm != true)] # gb:night,unpriced|o-both;hotel:room|",
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.firm != true) # gb:night|o-both",
                "$.catalogs[*].resources[*] ? (@.resourceAttributes.firm <> true) # gb:night|o-both",
                "$[?(@.x == @.y && @.id == 'room')] # hotel:room|",
                "$.catalogs[*].resources[*] ? (@.x == @.y) # ~~",
                // kinds do not mix
                "$[?(@.resourceAttributes.carbon < 'z')] # gb:unpriced|",
                "$[?(@.resourceAttributes.firm > false)] # ~~",
                "$[?('a\\u0062c' == \"abc\" && @.id == 'room')] # hotel:room|",
            })
    void a_filter_finds_what_its_author_meant(String filter, String expected) {
        assertEquals(expected, found("", filter));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "~~ # 0",
                "catalogs # 0",
                "$ # 0",
                "$.items[*] # 2",
                "$.catalogs[*].items[*] ? (@.x == 1) # 14",
                "$ ? (@.id == 1) # 1",
                "$[?(@.id == )] # 12",
                "$[?(@.id = 'x')] # 9",
                "$[?(@.id == 'x') # 16",
                "$[?(@.id == 'x')] extra # 18",
                "$[?(@.id == x)] # 12",
                "$[?(@.id == 'x] # 12",
                "$[?(@.id == 'x\\q')] # 15",
                "$[?(id == 'x')] # 4",
                "$[?('x')] # 7",
                "$[?(@.id == 1.2.3)] # 12",
                "$[?(@.id == 1e999999999)] # 12",
                "$[1.5] # 2",
                "$[?(@.a & @.b)] # 8",
                "$.catalogs[*].resources[*] ? (@.id resembles \"x\") # 35",
                "$.catalogs.resources[1 till 2] # 23",
                "strict $.catalogs # 0",
                "$[?(@.id like_regex 'x' flag 'z')] # 20",
                "$[?(size(@.id) == 1)] # 4",
                "$.catalogs[*].keyvalue() # 14",
                "$[?((@.id == 1) is known)] # 19",
            })
    void a_filter_that_is_not_understood_says_where(String filter, String position) {
        RefusedException refused = assertThrows(RefusedException.class, () -> Filter.parse(filter));
        assertEquals(ErrorCode.SCH_INVALID_JSONPATH, refused.code());
        assertTrue(
                refused.error().message().contains("at character " + position + ":"),
                () -> filter + " gave " + refused.error().message());
    }

    @Test
    void deep_long_and_costly_filters_are_refused() {
        assertRefused("$[?(" + "(".repeat(40) + "@.id" + ")".repeat(40) + ")]");
        assertRefused("$[?(" + "!".repeat(600) + "@.id)]");
        assertRefused("$[?(@.id == 'x'" + " || @.id == 'x'".repeat(200) + ")]");
        String nested = "$.catalogs[*] ? (" + "exists($.catalogs[*].resources[*] ? (".repeat(7)
                + "@.id == $.catalogs[*].id" + "))".repeat(7) + ")";
        assertRefused(nested);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {"@.id =~ 'x'", "'x' =~ /x/", "@.id =~ /(/", "@.id =~ /x", "@.id =~ /a{9}/", "@.id == /x/"})
    void a_pattern_that_is_none_is_refused(String test) {
        assertRefused("$[?(" + test + ")]");
    }

    private static void assertRefused(String filter) {
        RefusedException refused = assertThrows(RefusedException.class, () -> found("", filter));
        assertEquals(ErrorCode.SCH_INVALID_JSONPATH, refused.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '~',
            value = {
                "Grid flexibility windows # gb:morning,night,unpriced|o-morning,o-both",
                "LONDON # gb:night|o-both",
                "nights in london # ~~",
                "windows cambridge # gb:morning|o-morning,o-both",
                "words.example # ~~",
                "!! # gb:morning,night,unpriced|o-morning,o-both;hotel:room|",
            })
    void text_finds_what_holds_every_word(String text, String expected) {
        assertEquals(expected, found(text, ""));
    }

    @Test
    void text_and_filter_must_both_hold() {
        assertEquals("gb:night|o-both", found("london", "$[?(@.resourceAttributes.carbon > 100)]"));
        assertEquals("", found("london", "$[?(@.resourceAttributes.carbon < 150)]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "bap.example.com # test # BAP # free,ours,theirs",
                "other.example.com # test # BAP # free,ours",
                "other.example.com # elsewhere # BAP # free",
                "other.example.com # elsewhere # AUDITOR # free,audited",
            })
    void what_is_for_others_is_not_found(String participant, String network, String role, String expected) {
        JsonNode document = Queries.json("""
                {"catalogs": [{"id": "c", "resources": [{"id": "free"}, {"id": "ours"}, {"id": "theirs"}, {"id": "audited"}],
                  "offers": [
                    {"id": "o1", "resourceIds": ["free"]},
                    {"id": "o2", "resourceIds": ["ours"], "availableTo": [{"type": "NETWORK", "id": "test"}]},
                    {"id": "o3", "resourceIds": ["theirs"], "availableTo": [{"type": "PARTICIPANT", "id": "bap.example.com"}]},
                    {"id": "o4", "resourceIds": ["audited"], "availableTo": [{"type": "ROLE", "id": "Auditor"}]}]}]}""");
        for (String filter : List.of("", "$.catalogs[*]", "$.catalogs[*].offers[*]", "$[?(@.id)]")) {
            var viewer = new Viewer(participant, Set.of(network), role);
            Selection.Part part = Discovery.find(
                            new DocumentStock(document),
                            new Search(new Intent("", filter), viewer),
                            new DiscoveryLimits(1_000, PATIENCE, 10))
                    .getFirst();
            assertEquals(expected, ids(document.at("/catalogs/0/resources"), part.resources()), filter);
            assertEquals(part.resources(), part.offers(), filter);
        }
    }

    @Test
    void no_more_resources_are_answered_than_fit() {
        var limits = new DiscoveryLimits(1_000, PATIENCE, 2);
        assertEquals("gb:morning,night|o-morning,o-both", text(find("", "", limits)));
    }

    private static String found(String text, String filter) {
        return text(find(text, filter, new DiscoveryLimits(20_000, PATIENCE, 100)));
    }

    private static List<Selection.Part> find(String text, String filter, DiscoveryLimits limits) {
        return Discovery.find(new DocumentStock(DOCUMENT), new Search(new Intent(text, filter), ANYBODY), limits);
    }

    private static String text(List<Selection.Part> parts) {
        return parts.stream()
                .map(part -> {
                    JsonNode catalog = DOCUMENT.get("catalogs").get(part.catalog());
                    return catalog.get("id").asText() + ":" + ids(catalog.get("resources"), part.resources()) + "|"
                            + ids(catalog.get("offers"), part.offers());
                })
                .collect(Collectors.joining(";"));
    }

    private static String ids(JsonNode array, List<Integer> indexes) {
        return indexes.stream().map(k -> array.get(k).get("id").asText()).collect(Collectors.joining(","));
    }
}
