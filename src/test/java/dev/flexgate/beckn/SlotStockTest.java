package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.discovery.Discovery;
import dev.flexgate.beckn.discovery.DiscoveryLimits;
import dev.flexgate.beckn.discovery.DocumentStock;
import dev.flexgate.beckn.discovery.Search;
import dev.flexgate.beckn.discovery.Selection;
import dev.flexgate.beckn.discovery.Stock;
import dev.flexgate.beckn.discovery.Stock.Kind;
import dev.flexgate.beckn.discovery.Viewer;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.SpatialConstraint;
import dev.flexgate.beckn.message.SpatialConstraint.Quantifier;
import dev.flexgate.market.Catalogue;
import dev.flexgate.market.TestCatalogues;
import dev.flexgate.wire.StrictJson;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlotStockTest {

    private static final LtsDialect LTS = new LtsDialect();
    private static final Viewer ANYBODY = new Viewer("bap.example.com", Set.of(), "BAP");
    private static final DiscoveryLimits LIMITS = new DiscoveryLimits(50_000_000, Duration.ofMinutes(5), 60);
    private static final Catalogue SNAPSHOT =
            new TestCatalogues(11, 30, Instant.parse("2026-03-02T08:00:00Z"), new Random(7)).plan(1);
    private static final SlotWords WORDS = new SlotWords(LTS, SNAPSHOT);

    @Test
    void what_is_known_of_a_slot_is_where_the_dialect_writes_it() {
        for (String path : List.of(
                "resourceAttributes.slotId",
                "resourceAttributes.timeWindow.start",
                "resourceAttributes.timeWindow.end",
                "resourceAttributes.gridParameters.carbonIntensity",
                "resourceAttributes.gridParameters.gridZone",
                "resourceAttributes.gridParameters.gridArea",
                "resourceAttributes.pricingParameters.spotPrice",
                "resourceAttributes.pricingParameters.floorPrice",
                "resourceAttributes.capacityParameters.availableCapacity",
                "resourceAttributes.location.siteId",
                "resourceAttributes.location.locality")) {
            assertTrue(WORDS.number(Kind.RESOURCE, List.of(path.split("\\."))).isPresent(), path);
        }
        assertTrue(WORDS.number(Kind.OFFER, List.of("offerAttributes", "price")).isPresent());
        assertTrue(WORDS.number(Kind.RESOURCE, List.of("resourceAttributes", "@type"))
                .isEmpty());
    }

    /** What the columns and facts let pass is what a walk through the whole document finds. */
    @Test
    void a_search_by_columns_finds_what_a_search_of_the_document_finds() {
        var whole = new DocumentStock(document());
        var random = new Random(11);
        int found = 0;
        for (int k = 0; k < 300; k++) {
            Intent intent = intent(random);
            List<Selection.Part> expected = Discovery.find(whole, new Search(intent, ANYBODY), LIMITS);
            assertEquals(expected, find(intent), intent::toString);
            found += expected.isEmpty() ? 0 : 1;
        }
        assertTrue(found > 100, "too many searches found nothing: " + found);
    }

    private static List<Selection.Part> find(Intent intent) {
        return Discovery.find(new SlotStock(SNAPSHOT, WORDS), new Search(intent, ANYBODY), LIMITS);
    }

    private static JsonNode document() {
        return LTS.document(List.of(Offering.catalog(
                SNAPSHOT,
                SNAPSHOT.listings().stream()
                        .map(listing -> Offering.item(listing, SNAPSHOT.sites()))
                        .toList(),
                SNAPSHOT.listings().stream()
                        .map(listing -> Offering.offer(listing.slot(), SNAPSHOT))
                        .toList())));
    }

    private static Intent intent(Random random) {
        String test = test(random, 2);
        String filter = switch (random.nextInt(5)) {
            case 0, 1 -> "$[?(" + test + ")]";
            case 2, 3 -> "$.catalogs[*].resources[*] ? (" + test + ")";
            default -> "$.catalogs[*] ? (exists(@.resources[*] ? (" + test + ")))";
        };
        return new Intent("", random.nextInt(10) == 0 ? "" : filter, spatial(random));
    }

    private static String test(Random random, int depth) {
        return switch (depth == 0 ? random.nextInt(9) : random.nextInt(13)) {
            case 0 -> "@.resourceAttributes.gridParameters.carbonIntensity" + sign(random) + (50 + random.nextInt(250));
            case 1 ->
                "@.resourceAttributes.pricingParameters.spotPrice" + sign(random) + "0." + (1 + random.nextInt(4));
            case 2 ->
                "@.resourceAttributes.timeWindow.start" + sign(random) + "'2026-03-0" + (2 + random.nextInt(4)) + "T"
                        + (10 + random.nextInt(12)) + ":00:00+01:00'";
            case 3 -> "@.resourceAttributes.gridParameters.gridZone == 'GB-" + (1 + random.nextInt(14)) + "'";
            case 4 -> "@.resourceAttributes.location.siteId == 'site-" + random.nextInt(12) + "'";
            case 5 -> "@.resourceAttributes.capacityParameters.availableCapacity >= 0." + random.nextInt(3);
            case 6 -> "@.descriptor.name like_regex 'Town[1-3],'";
            case 7 -> "@.resourceAttributes.provenance.quality == 'simulated'";
            case 8 -> "@.resourceAttributes.location.locality like_regex '[" + random.nextInt(5) + "-9]$'";
            case 9, 10 -> "(" + test(random, depth - 1) + ") && (" + test(random, depth - 1) + ")";
            case 11 -> "(" + test(random, depth - 1) + ") || (" + test(random, depth - 1) + ")";
            default -> "!(" + test(random, depth - 1) + ")";
        };
    }

    private static String sign(Random random) {
        return List.of(" == ", " != ", " < ", " <= ", " > ", " >= ").get(random.nextInt(6));
    }

    private static List<SpatialConstraint> spatial(Random random) {
        if (random.nextInt(3) > 0) {
            return List.of();
        }
        String target = random.nextInt(8) == 0
                ? "$.catalogs[*].resources[*].nowhere.geo"
                : "$.catalogs[*].resources[*].availableAt[*].geo";
        return List.of(new SpatialConstraint(
                SpatialConstraint.Operator.S_DWITHIN,
                List.of(target),
                StrictJson.parse("{\"type\": \"Point\", \"coordinates\": [-1.5, 53]}".getBytes(UTF_8)),
                Optional.of(BigDecimal.valueOf(100_000 + random.nextInt(200_000))),
                List.of(Quantifier.ANY, Quantifier.ALL, Quantifier.NONE).get(random.nextInt(3))));
    }

    @Test
    void words_are_those_of_the_site_the_time_and_the_terms() {
        assertEquals(30, resources("town3"));
        assertEquals(11, resources("20260302T1000Z"));
        assertEquals(1, resources("Town7 20260302T1000Z"));
        assertEquals(60, resources("grid flexibility windows"));
        assertEquals(0, resources("alpha"));
        assertTrue(resources("simulated town5") > 0 && resources("simulated town5") < 30);
    }

    private static int resources(String words) {
        return find(new Intent(words, "")).stream()
                .mapToInt(part -> part.resources().size())
                .sum();
    }

    @Test
    void the_order_is_that_of_time_whatever_was_asked() {
        List<Integer> found = find(new Intent("", "$[?(@.resourceAttributes.pricingParameters.spotPrice > 0.2)]"))
                .getFirst()
                .resources();
        assertEquals(60, found.size());
        List<Instant> starts = found.stream()
                .map(k -> SNAPSHOT.listings().get(k).slot().window().start())
                .toList();
        assertEquals(starts.stream().sorted().toList(), starts);
    }

    /** What a stranger may send to make us work: each is answered or refused within the steps, on any machine. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$..*",
                "$..*..*..*",
                "$.**.**.** ? (@ == 1)",
                "$.catalogs[*].resources[*] ? (exists($.catalogs[*].resources[*] ? (exists($.catalogs[*].resources[*] ? (@.id == \"x\")))))",
                "$.catalogs[*].resources[*] ? (@.id == $.catalogs[*].resources[*].descriptor.name)",
                "$[?(@..x == $..y)]",
                "$[?count($..*) == 1]",
                "$[?($.catalogs[*].resources[*].id == @.nothing)]",
                "$[?(@.descriptor.name =~ /(((.*)*)*)*x/ && @.descriptor.shortDesc =~ /(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)y/)]",
                "$.catalogs[*].resources[0,0,0,0,0,0,0,0,0][?(@ == 1)]",
                "$.catalogs[*].resources[-2147483648:2147483647:1] ? (@.nothing == 1)",
                "$.catalogs[*].resources[::-1][?(@[?(@[?(@[?(@ == 1)])])])]",
            })
    void a_hostile_filter_is_bounded(String filter) {
        var catalogue = new TestCatalogues(40, 50, Instant.parse("2026-03-02T08:00:00Z"), new Random(1)).plan(1);
        Stock stock = new SlotStock(catalogue, WORDS);
        var limits = new DiscoveryLimits(300_000, Duration.ofMinutes(5), 100);
        try {
            assertTrue(Discovery.find(stock, new Search(new Intent("", filter), ANYBODY), limits)
                            .size()
                    <= 1);
        } catch (RefusedException refused) {
            assertEquals(ErrorCode.SCH_INVALID_JSONPATH, refused.code());
        }
    }

    @Test
    void time_is_the_last_bound() {
        var limits = new DiscoveryLimits(Long.MAX_VALUE, Duration.ofNanos(1), 100);
        var search = new Search(new Intent("", "$..nothing..*"), ANYBODY);
        RefusedException refused = assertThrows(
                RefusedException.class, () -> Discovery.find(new SlotStock(SNAPSHOT, WORDS), search, limits));
        assertEquals(ErrorCode.SCH_INVALID_JSONPATH, refused.code());
    }
}
