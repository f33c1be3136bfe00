package dev.flexgate.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Await;
import dev.flexgate.GatewayHouse;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each parameter of {@code /api/v1/slots} lets through exactly the slots that it describes. */
class SlotParametersTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static GatewayHouse gateway;

    private static List<JsonNode> all = List.of();

    @BeforeAll
    static void a_market() {
        gateway = new GatewayHouse(folder, Map.of());
        Await.until("slots", () -> !slots("limit=200").isEmpty());
        all = slots("limit=200");
    }

    @AfterAll
    static void close() {
        gateway.close();
    }

    private static List<JsonNode> slots(String query) {
        List<JsonNode> slots = new ArrayList<>();
        gateway.send("GET", "/api/v1/slots?" + query, "").json().path("slots").forEach(slots::add);
        return slots;
    }

    private static void lets(String query, Predicate<JsonNode> through) {
        var expected = all.stream()
                .filter(through)
                .map(each -> each.path("slotId").asText())
                .toList();
        var found = slots("limit=200&" + query).stream()
                .map(each -> each.path("slotId").asText())
                .toList();
        assertEquals(new HashSet<>(expected), new HashSet<>(found), query);
        assertFalse(expected.isEmpty() || expected.size() == all.size(), query + " tells nothing apart");
    }

    private static JsonNode middle(String sort) {
        return slots("limit=200&sort=" + sort).get(all.size() / 2);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void a_place_a_time_and_a_power_are_bounds() {
        String site = all.getFirst().path("siteId").asText();
        lets("site=" + site, each -> each.path("siteId").asText().equals(site));
        String start = middle("id").path("windowStart").asText();
        lets("from=" + encoded(start), each -> each.path("windowStart").asText().compareTo(start) >= 0);
        lets("until=" + encoded(start), each -> each.path("windowEnd").asText().compareTo(start) <= 0);
        long watts = all.stream()
                .mapToLong(each -> each.path("leftW").asLong())
                .sorted()
                .toArray()[all.size() / 2];
        lets("minW=" + watts, each -> each.path("leftW").asLong() >= watts);
    }

    @Test
    void price_and_carbon_are_bounds_and_orders() {
        List<BigDecimal> prices = slots("limit=200&sort=price").stream()
                .map(SlotParametersTest::price)
                .toList();
        assertEquals(prices.stream().sorted().toList(), prices);
        long carbon = middle("carbon").path("carbonP50MgPerKwh").asLong();
        lets(
                "maxCarbonGramsPerKwh=" + BigDecimal.valueOf(carbon, 3).toPlainString(),
                each -> each.path("carbonP50MgPerKwh").asLong() <= carbon);
        BigDecimal price = price(middle("price"));
        lets("maxPricePerKwh=" + price.toPlainString(), each -> price(each).compareTo(price) <= 0);
    }

    private static BigDecimal price(JsonNode slot) {
        return new BigDecimal(slot.path("priceP50PerKwh").asText());
    }

    @Test
    void pages_follow_one_another_without_gap_or_repeat() {
        List<String> seen = new ArrayList<>();
        String after = "";
        do {
            JsonNode page = gateway.send("GET", "/api/v1/slots?limit=7&sort=price&after=" + encoded(after), "")
                    .json();
            page.path("slots").forEach(each -> seen.add(each.path("slotId").asText()));
            after = page.path("next").asText();
        } while (!after.isEmpty());
        assertEquals(all.size(), seen.size());
        assertEquals(all.size(), new HashSet<>(seen).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"limit=0", "limit=201", "from=yesterday", "maxPricePerKwh=x", "minW=-1x", "sort=beauty"})
    void nonsense_is_refused_by_name(String query) {
        GatewayHouse.Reply reply = gateway.send("GET", "/api/v1/slots?" + query, "");
        assertEquals(400, reply.status(), query);
        assertTrue(
                reply.json().path("detail").asText().contains(query.substring(0, query.indexOf('='))),
                reply.json()::toString);
    }
}
