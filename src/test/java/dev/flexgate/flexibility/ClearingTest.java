package dev.flexgate.flexibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.quantity.Interval;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ClearingTest {

    private static final Interval HALF_HOUR = Interval.of("2026-11-21T17:00:00Z", "2026-11-21T17:30:00Z");

    @TestFactory
    Stream<DynamicTest> the_published_vectors_hold() {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode vector :
                Shared.json("reference/flexibility/vectors/clearing.json").path("cases")) {
            tests.add(DynamicTest.dynamicTest(vector.path("name").asText(), () -> holds(vector)));
        }
        assertEquals(9, tests.size());
        return tests.stream();
    }

    private static void holds(JsonNode vector) {
        List<Bid> bids = new ArrayList<>();
        vector.path("offers").forEach(offer -> bids.add(bid(offer)));
        BigDecimal required = decimal(vector.path("required_mw"));
        JsonNode capNode = vector.path("price_cap_gbp_per_mwh");
        Optional<BigDecimal> cap = capNode.isNull() ? Optional.empty() : Optional.of(decimal(capNode));
        Cleared greedy = Clearing.meritOrder(required, bids, cap);
        JsonNode expected = vector.path("merit_order");
        assertEquals(parts(expected.path("accepted")), parts(greedy));
        same(expected.path("unserved_mw"), Optional.of(greedy.unserved()));
        same(expected.path("marginal_price_gbp_per_mwh"), greedy.marginalPrice());
        same(expected.path("pay_as_bid_gbp"), Optional.of(greedy.payAsBid(HALF_HOUR)));
        same(expected.path("uniform_gbp"), greedy.uniform(HALF_HOUR));
        Cleared exact = Clearing.cheapest(required, bids, cap);
        assertTrue(exact.isProvenCheapest());
        same(vector.path("optimal").path("served_mw"), Optional.of(exact.served()));
        same(vector.path("optimal").path("cost_per_hour_gbp"), Optional.of(exact.costPerHour()));
        if (!vector.path("name").asText().equals("tie-time-priority")) { // there two choices cost the same
            assertEquals(parts(vector.path("optimal").path("accepted")), parts(exact));
        }
    }

    @Test
    void nothing_depends_on_the_order_in_which_bids_are_given() {
        var random = new Random(11);
        for (int round = 0; round < 300; round++) {
            List<Bid> bids = bids(random, 1 + random.nextInt(8), true);
            BigDecimal required = BigDecimal.valueOf(random.nextInt(20));
            Cleared greedy = Clearing.meritOrder(required, bids, Optional.empty());
            Cleared exact = Clearing.cheapest(required, bids, Optional.empty());
            for (int turn = 0; turn < 3; turn++) {
                List<Bid> shuffled = new ArrayList<>(bids);
                Collections.shuffle(shuffled, random);
                assertEquals(greedy, Clearing.meritOrder(required, shuffled, Optional.empty()));
                assertEquals(exact, Clearing.cheapest(required, shuffled, Optional.empty()));
            }
        }
    }

    @Test
    void the_exact_choice_serves_no_less_and_costs_no_more_than_any_other() {
        var random = new Random(12);
        for (int round = 0; round < 200; round++) {
            List<Bid> bids = bids(random, 1 + random.nextInt(5), true);
            int required = random.nextInt(14);
            Cleared exact = Clearing.cheapest(BigDecimal.valueOf(required), bids, Optional.empty());
            exact.accepted().forEach(part -> {
                assertTrue(part.megawatts().compareTo(part.bid().leastMegawatts()) >= 0);
                assertTrue(part.megawatts().compareTo(part.bid().megawatts()) <= 0);
            });
            int[] best = {0, 0};
            bruteForce(bids, 0, required, 0, 0, best);
            assertEquals(0, exact.served().compareTo(BigDecimal.valueOf(best[0])), () -> bids + " for " + required);
            assertEquals(
                    0, exact.costPerHour().compareTo(BigDecimal.valueOf(best[1])), () -> bids + " for " + required);
        }
    }

    /** Whole megawatts are enough to find the optimum of whole bids. */
    private static void bruteForce(List<Bid> bids, int next, int room, int served, int cost, int[] best) {
        if (served > best[0] || (served == best[0] && cost < best[1])) {
            best[0] = served;
            best[1] = cost;
        }
        if (next == bids.size()) {
            return;
        }
        Bid bid = bids.get(next);
        bruteForce(bids, next + 1, room, served, cost, best);
        int least = Math.max(1, bid.leastMegawatts().intValueExact());
        for (int take = least; take <= Math.min(room, bid.megawatts().intValueExact()); take++) {
            int price = bid.pricePerMwh().intValueExact();
            bruteForce(bids, next + 1, room - take, served + take, cost + take * price, best);
        }
    }

    @Test
    void more_indivisible_bids_than_can_be_searched_are_cleared_by_merit_and_say_so() {
        var random = new Random(13);
        List<Bid> bids = new ArrayList<>();
        for (int each = 0; each <= Clearing.INDIVISIBLE_MAX; each++) {
            bids.add(new Bid("b" + each, BigDecimal.TWO, BigDecimal.ONE, BigDecimal.valueOf(random.nextInt(90)), each));
        }
        Cleared cleared = Clearing.cheapest(BigDecimal.TEN, bids, Optional.empty());
        assertEquals(Clearing.meritOrder(BigDecimal.TEN, bids, Optional.empty()), cleared);
        assertEquals(false, cleared.isProvenCheapest());
    }

    @Test
    void a_bid_for_less_than_its_least_is_no_bid() {
        assertThrows(
                IllegalArgumentException.class, () -> new Bid("x", BigDecimal.ONE, BigDecimal.TWO, BigDecimal.TEN, 0));
    }

    private static List<Bid> bids(Random random, int count, boolean indivisible) {
        List<Bid> bids = new ArrayList<>();
        for (int each = 0; each < count; each++) {
            int most = 1 + random.nextInt(5);
            int least = indivisible && random.nextBoolean() ? random.nextInt(most + 1) : 0;
            bids.add(new Bid(
                    "b" + each,
                    BigDecimal.valueOf(most),
                    BigDecimal.valueOf(least),
                    BigDecimal.valueOf(random.nextInt(40) - 5),
                    random.nextInt(3)));
        }
        return bids;
    }

    private static Bid bid(JsonNode offer) {
        return new Bid(
                offer.path("id").asText(),
                decimal(offer.path("mw")),
                decimal(offer.path("min_mw")),
                decimal(offer.path("price")),
                offer.path("ts").asLong());
    }

    private static List<String> parts(JsonNode accepted) {
        List<String> parts = new ArrayList<>();
        accepted.forEach(part -> parts.add(part.get(0).asText() + " " + plain(decimal(part.get(1)))));
        return parts;
    }

    private static List<String> parts(Cleared cleared) {
        return cleared.accepted().stream()
                .map(part -> part.bid().id() + " " + plain(part.megawatts()))
                .toList();
    }

    private static void same(JsonNode expected, Optional<BigDecimal> actual) {
        assertEquals(
                expected.isNull() ? Optional.empty() : Optional.of(plain(decimal(expected))),
                actual.map(ClearingTest::plain));
    }

    private static BigDecimal decimal(JsonNode node) {
        return new BigDecimal(node.asText());
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
