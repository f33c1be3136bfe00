package dev.flexgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.Catalogue.Mark;
import dev.flexgate.market.Catalogue.Order;
import dev.flexgate.market.Catalogue.Part;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogueTest {

    private static final Instant FROM = Instant.parse("2026-03-02T08:00:00Z");

    private final TestCatalogues catalogues = new TestCatalogues(9, 40, FROM, new Random(3));
    private final Catalogue catalogue = catalogues.plan(1);

    private record Wanted(SlotQuery query, Predicate<Listing> means) {}

    @Test
    void a_search_in_columns_finds_what_a_look_at_every_slot_finds() {
        var random = new Random(5);
        for (int k = 0; k < 500; k++) {
            Wanted wanted = wanted(random);
            assertEquals(
                    catalogue.listings().stream().filter(wanted.means()).toList(),
                    catalogue.find(wanted.query(), Order.TIME),
                    () -> wanted.query().toString());
        }
    }

    private static Wanted wanted(Random random) {
        Instant moment = FROM.plus(Duration.ofMinutes(random.nextInt(5_000)));
        var grams = new CarbonIntensity(random.nextInt(330_000));
        BigDecimal price = BigDecimal.valueOf(random.nextInt(5_000), 4);
        Power power = Power.ofKilowatts(random.nextInt(320));
        Set<SiteId> sites = Set.copyOf(List.of(new SiteId("site-" + random.nextInt(10)), new SiteId("site-4")));
        Wanted one = switch (random.nextInt(6)) {
            case 0 ->
                new Wanted(
                        SlotQuery.ALL.startingFrom(moment), each -> !start(each).isBefore(moment));
            case 1 ->
                new Wanted(
                        SlotQuery.ALL.startingBy(moment), each -> !start(each).isAfter(moment));
            case 2 ->
                new Wanted(
                        SlotQuery.ALL.carbonAtMost(grams),
                        each -> each.slot().carbon().p50().compareTo(grams) <= 0);
            case 3 ->
                new Wanted(
                        SlotQuery.ALL.priceAtLeast(price),
                        each -> each.slot().price().p50().perKilowattHour().compareTo(price) >= 0);
            case 4 ->
                new Wanted(SlotQuery.ALL.leftAtLeast(power), each -> each.left().compareTo(power) >= 0);
            default ->
                new Wanted(
                        SlotQuery.ALL.at(sites),
                        each -> sites.contains(each.slot().site()));
        };
        return new Wanted(
                one.query().priceAtMost(price.multiply(BigDecimal.TWO)),
                one.means()
                        .and(each ->
                                each.slot().price().p50().perKilowattHour().compareTo(price.multiply(BigDecimal.TWO))
                                        <= 0));
    }

    private static Instant start(Listing listing) {
        return listing.slot().window().start();
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void pages_show_every_slot_once_and_in_order(Order order) {
        var seen = new ArrayList<SlotId>();
        Optional<Mark> after = Optional.empty();
        do {
            Part part = catalogue.page(SlotQuery.ALL, order, after, 7);
            part.listings().forEach(listing -> seen.add(listing.slot().id()));
            after = part.next();
        } while (after.isPresent());
        assertEquals(
                catalogue.find(SlotQuery.ALL, order).stream()
                        .map(listing -> listing.slot().id())
                        .toList(),
                seen);
        assertEquals(360, new HashSet<>(seen).size());
    }

    @Test
    void a_page_goes_on_where_the_last_one_ended_though_that_slot_is_gone() {
        Part first = catalogue.page(SlotQuery.ALL, Order.PRICE, Optional.empty(), 5);
        var without = new TestCatalogues(4, 40, FROM, new Random(3)).plan(1);
        Part second = without.page(SlotQuery.ALL, Order.PRICE, first.next(), 400);
        long dearer = without.find(SlotQuery.ALL, Order.PRICE).stream()
                .filter(listing -> !first.listings().contains(listing))
                .filter(listing -> listing.slot()
                                .price()
                                .p50()
                                .compareTo(first.listings()
                                        .getLast()
                                        .slot()
                                        .price()
                                        .p50())
                        >= 0)
                .count();
        assertTrue(Math.abs(dearer - second.listings().size()) <= 1);
    }

    @Test
    void a_slot_is_found_by_its_id() {
        for (Listing listing : catalogue.listings()) {
            assertSame(listing, catalogue.find(listing.slot().id()).orElseThrow());
        }
        assertEquals(Optional.empty(), catalogue.find(new SlotId("no-such-slot")));
    }

    @Test
    void a_snapshot_is_not_changed_by_the_next() {
        List<Listing> before = List.copyOf(catalogue.listings());
        catalogues.quotes(500);
        catalogues.plan(2);
        assertEquals(before, catalogue.listings());
    }

    @Test
    void what_is_brought_up_to_date_is_what_is_read_anew() {
        try (var market = new MarketFixture()) {
            var random = new Random(8);
            market.plan(1, Sample.day(Power.ofKilowatts(900)));
            for (int k = 0; k < 60; k++) {
                act(market, random, k);
                market.refresh();
                assertEquals(
                        market.readAnew().listings(), market.front().catalogue().listings());
            }
            assertTrue(!market.front().catalogue().listings().isEmpty());
        }
    }

    private static void act(MarketFixture market, Random random, int k) {
        switch (random.nextInt(5)) {
            case 0 -> market.plan(k + 2, Sample.day(Power.ofKilowatts(900 + 10 * random.nextInt(5))));
            case 1 -> {
                market.clock().advance(Duration.ofMinutes(random.nextInt(12)));
                market.passTime();
            }
            default ->
                market.quote(new QuoteRequest(
                        Sample.buyer(k), Sample.SLOT, Sample.WINDOW, Power.ofKilowatts(10 + random.nextInt(20))));
        }
    }
}
