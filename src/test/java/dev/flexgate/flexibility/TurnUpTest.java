package dev.flexgate.flexibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.flexibility.Reason.Code;
import dev.flexgate.market.Catalogue.Listing;
import dev.flexgate.market.Quotation;
import dev.flexgate.market.Slot;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnUpTest {

    /** Energy is dear then: nothing is planned that need not be. */
    private static final Interval EVENING = Interval.of("2026-11-21T20:00:00Z", "2026-11-21T21:00:00Z");

    private final Door door = new Door();

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void brings_jobs_into_the_window_and_says_what_that_costs() {
        door.busy();
        List<Power> planned = door.planned(Door.CAMBRIDGE, EVENING);
        Offer offer = door.offered(more("r1", 244));
        assertEquals(Optional.empty(), offer.binding());
        assertEquals(4, offer.options().size());
        OfferOption whole = offer.whole();
        assertEquals(Power.ofKilowatts(244), whole.power());
        // 244 kWh that were to be bought at 0.05 GBP are bought at 0.30 GBP instead.
        assertEquals(
                61,
                whole.extraCost().amount().doubleValue(),
                1 + whole.extraCostUncertainty().amount().doubleValue());
        assertTrue(whole.price().compareTo(whole.extraCost()) > 0);
        long away = whole.rebound().stream()
                .mapToLong(each -> each.change().over(each.period()).joules())
                .sum();
        assertTrue(away <= -whole.energy().joules() * 115 / 122, "less load elsewhere: " + away);
        assertEquals("200000/0", door.rows(Door.CAMBRIDGE, EVENING, Direction.UP));

        FlexOrder order = door.ordered(offer);
        assertEquals(Direction.UP, order.direction());
        assertEquals("0/200000", door.rows(Door.CAMBRIDGE, EVENING, Direction.UP));
        List<Power> after = door.planned(Door.CAMBRIDGE, EVENING);
        for (int period = 0; period < 2; period++) {
            OrderLine line = order.lines().get(period);
            assertEquals(planned.get(period).plus(Power.ofKilowatts(200)), line.itBound());
            assertTrue(after.get(period).compareTo(line.itBound()) >= 0, planned + " became " + after);
            assertEquals(line.baseline().plus(line.ordered()), line.target());
        }
        assertEquals(List.of(), door.newest().deferred());
        assertTrue(door.planning.replay(door.newest().id()).orElseThrow().isSame());
    }

    @Test
    void of_any_fleet_is_reached_in_every_half_hour_within_every_limit() {
        Random random = new Random(11);
        for (int job = 0; job < 14; job++) {
            SiteId home = random.nextBoolean() ? Door.CAMBRIDGE : Door.WALES;
            JobShape shape = switch (random.nextInt(3)) {
                case 0 -> new JobShape.Contiguous();
                case 1 -> new JobShape.Preemptible(1 + random.nextInt(3));
                default -> new JobShape.Malleable();
            };
            door.submit(
                    "job-" + job,
                    shape,
                    100 + random.nextInt(8) * 50,
                    2 + random.nextInt(8),
                    Duration.ofHours(12 + random.nextInt(28)),
                    home,
                    random.nextBoolean() ? home : Door.MANCHESTER);
        }
        door.planning.plan("test");
        int offered = 0;
        for (int round = 0; round < 5; round++) {
            var start =
                    HalfHours.ceiling(door.clock.instant()).plus(HalfHours.STEP.multipliedBy(2 + random.nextInt(30)));
            Interval window = Interval.from(start, HalfHours.STEP.multipliedBy(1 + random.nextInt(3)));
            SiteId site = random.nextBoolean() ? Door.CAMBRIDGE : Door.WALES;
            Area area = round % 3 == 2 ? new Area.GspGroup("_A") : new Area.OneSite(site);
            NeedRequest request = more("r" + round, area, window, 50 + random.nextInt(500));
            if (door.ask(request) instanceof Asked.Offered(Need _, Offer offer, var _)) {
                offered++;
                kept(offer, random.nextBoolean() ? BigDecimal.ONE : new BigDecimal("0.7"));
            }
        }
        assertTrue(offered >= 3, offered + " of 5 offered");
    }

    private void kept(Offer offer, BigDecimal factor) {
        var half = new OrderRequest(Door.OPERATOR, offer.id(), offer.whole().ref(), factor, Optional.empty());
        FlexOrder order =
                assertInstanceOf(Ordered.Accepted.class, door.order(half)).order();
        for (PlannedLoad load : offer.baseline()) {
            Power own = order.lines().stream()
                    .filter(line -> line.site().equals(load.site()))
                    .findFirst()
                    .map(OrderLine::itOrdered)
                    .orElse(Power.ZERO);
            Power now = door.planned(load.site(), load.period()).getFirst();
            assertTrue(now.compareTo(load.itJobs().plus(own)) >= 0, load + " became " + now + " with " + own);
        }
        Plan plan = door.newest();
        for (SiteId site : List.of(Door.CAMBRIDGE, Door.WALES, Door.MANCHESTER)) {
            for (SitePeriod period : door.beside(site, plan.grid().span())) {
                Power drawn = period.planned().plus(period.committed());
                assertTrue(drawn.compareTo(period.flexible()) <= 0, period::toString);
            }
        }
        assertEquals(List.of(), plan.deferred());
        assertTrue(door.planning.replay(plan.id()).orElseThrow().isSame());
        door.database.doInTransaction(tx -> assertInstanceOf(
                Stepped.Taken.class, door.flexibility.cancel(tx, Door.OPERATOR, order.id(), "next", List.of())));
        assertEquals(0, door.count("flex_floor"));
        assertEquals(0, door.count("market_capacity where reserved_w + sold_w + raising_w + raised_w > 0"));
        door.planning.plan("free again");
    }

    @Test
    void that_no_job_can_draw_is_not_offered_and_says_why() {
        door.submit("short", new JobShape.Malleable(), 300, 2, Duration.ofHours(4), Door.CAMBRIDGE);
        door.planning.plan("test");
        Reason reason = door.declined(more("r1", 100));
        assertEquals(Code.NO_FLEXIBLE_LOAD, reason.code());
        assertTrue(reason.detail().contains("cambridge-east 0"), reason.detail());
        assertEquals(0, door.count("flex_offer"));
        assertEquals(0, door.count("flex_floor"));
    }

    @Test
    void is_of_what_can_come_when_more_is_asked() {
        door.submit("only", new JobShape.Malleable(), 300, 6, Duration.ofHours(20), Door.CAMBRIDGE);
        door.planning.plan("test");
        Offer offer = door.offered(more("r1", 2_000));
        assertEquals(Power.ofKilowatts(366), offer.whole().power());
        assertEquals(Code.NO_FLEXIBLE_LOAD, offer.binding().orElseThrow().code());
        assertTrue(door.ordered(offer).power().isPositive());
        assertInstanceOf(
                NeedState.PartiallyFilled.class,
                door.flexibility.need(offer.need()).orElseThrow().state());
    }

    @Test
    void is_kept_by_every_later_plan_until_it_is_over() {
        door.busy();
        FlexOrder order = door.ordered(door.offered(more("r1", 488)));
        door.submit("late", new JobShape.Malleable(), 1_500, 20, Duration.ofHours(40), Door.CAMBRIDGE);
        door.planning.plan("new work");
        assertKept(order);
        assertTrue(door.planning.replay(door.newest().id()).orElseThrow().isSame());
        Map<String, Integer> held = new TreeMap<>();
        door.newest().allocations().stream()
                .filter(run -> EVENING.overlaps(run.interval()))
                .map(run -> door.planning.explain(run.job()).orElseThrow().sentence())
                .filter(sentence -> sentence.contains("promised more load"))
                .forEach(sentence -> held.merge(sentence, 1, Integer::sum));
        assertTrue(!held.isEmpty(), "somebody stays for it");
        door.clock.advance(Duration.ofMinutes(35));
        door.planning.plan("time went on");
        assertKept(order);
        door.clock.advance(Duration.ofHours(8));
        door.flexibility.passTime();
        door.planning.plan("in the window");
        assertEquals(
                new FlexOrderState.Active(),
                door.flexibility.find(order.id()).orElseThrow().state());
        door.clock.advance(Duration.ofMinutes(60));
        door.flexibility.passTime();
        assertEquals(0, door.count("flex_floor"));
    }

    private void assertKept(FlexOrder order) {
        List<Power> planned = door.planned(Door.CAMBRIDGE, order.window());
        for (int period = 0; period < planned.size(); period++) {
            assertTrue(
                    planned.get(period).compareTo(order.lines().get(period).itBound()) >= 0,
                    planned + " for " + order.lines());
        }
    }

    @Test
    void is_not_sold_where_less_was_and_less_not_where_more_was() {
        door.busy();
        door.ordered(door.offered(door.need("less", 122)));
        Reason more = door.declined(more("more", new Area.OneSite(Door.CAMBRIDGE), door.window(), 100));
        assertEquals(Code.NO_FLEXIBLE_LOAD, more.code());
        door.ordered(door.offered(more("up", 122)));
        Reason less = door.declined(Door.need("down", new Area.OneSite(Door.CAMBRIDGE), EVENING, 100));
        assertEquals(Code.NO_FLEXIBLE_LOAD, less.code());
    }

    @Test
    void withholds_its_room_until_it_lapses() {
        door.busy();
        Offer offer = door.offered(more("r1", 122));
        assertEquals("100000/0", door.rows(Door.CAMBRIDGE, EVENING, Direction.UP));
        Job late = door.submit("late", new JobShape.Malleable(), 1_500, 20, Duration.ofHours(40), Door.CAMBRIDGE);
        assertTrue(door.planning.plan("beside an open offer").allocations().stream()
                .anyMatch(run -> run.job().equals(late.id())));
        door.clock.advance(FlexLimits.DEFAULT.offerValidity());
        assertEquals(1, door.flexibility.passTime());
        assertEquals("0/0", door.rows(Door.CAMBRIDGE, EVENING, Direction.UP));
        assertEquals(0, door.count("flex_floor"));
        assertEquals(
                Code.OFFER_EXPIRED,
                door.rejected(OrderRequest.whole(Door.OPERATOR, offer)).code());
    }

    @Test
    void leaves_what_is_before_and_after_it_for_sale_and_nothing_within() {
        door.busy();
        FlexOrder order = door.ordered(door.offered(more("r1", 244)));
        List<Slot> slots =
                door.forSale(Door.CAMBRIDGE).stream().map(Listing::slot).toList();
        assertTrue(slots.stream().noneMatch(slot -> slot.window().overlaps(EVENING)), slots::toString);
        Slot before = slots.stream()
                .filter(slot -> slot.window().end().equals(EVENING.start()))
                .findFirst()
                .orElseThrow();
        Slot after = slots.stream()
                .filter(slot -> slot.window().start().isAfter(EVENING.end()))
                .findFirst()
                .orElseThrow();
        for (Slot slot : List.of(before, after)) {
            assertInstanceOf(Quotation.Offered.class, door.quote(slot, slot.window(), 50));
        }
        door.planning.plan("beside what was sold");
        assertKept(order);
    }

    @Test
    void that_runs_is_stopped_and_holds_nothing_any_more() {
        door.busy();
        FlexOrder order = door.ordered(door.offered(more("r1", 244)));
        door.clock.advance(
                Duration.between(door.clock.instant(), EVENING.start().plusSeconds(60)));
        door.flexibility.passTime();
        door.planning.plan("in the window");
        Interval rest = new Interval(EVENING.start().plus(HalfHours.STEP), EVENING.end());
        assertTrue(
                door.planned(Door.CAMBRIDGE, rest)
                                .getFirst()
                                .compareTo(order.lines().getLast().itBound())
                        >= 0,
                order::toString);
        var stopped = door.database.inTransaction(
                tx -> door.flexibility.abort(tx, order.id(), "the transformer is hot", List.of()));
        assertInstanceOf(Stepped.Taken.class, stopped);
        assertEquals(0, door.count("flex_floor"));
        // What was sold is not for sale again: it is still measured and settled, as far as it went.
        assertEquals("0/200000", door.rows(Door.CAMBRIDGE, EVENING, Direction.UP));
        door.planning.plan("free again");
        door.flexibility.passTime();
        assertEquals(
                new FlexOrderState.DeliveryComplete(),
                door.flexibility.find(order.id()).orElseThrow().state());
    }

    @Test
    void that_a_site_gives_up_frees_its_jobs() {
        door.busy();
        FlexOrder order = door.ordered(door.offered(more("r1", 244)));
        door.database.doInTransaction(tx -> {
            var failure = new SiteFailure(Door.CAMBRIDGE, EVENING, "no power");
            var failed = door.flexibility.siteFailed(tx, order.id(), failure, List.of());
            assertInstanceOf(FlexOrderState.Failed.class, failed.orElseThrow().state());
        });
        assertEquals(0, door.count("flex_floor"));
        Plan plan = door.planning.plan("free again");
        assertEquals(Power.ZERO, door.planned(Door.CAMBRIDGE, EVENING).getFirst(), plan::toString);
        // What was sold is not for sale again: it is still measured and settled.
        assertEquals("0/200000", door.rows(Door.CAMBRIDGE, EVENING, Direction.UP));
    }

    @Test
    void of_many_askers_are_together_no_more_than_there_is_and_each_is_kept() {
        door.busy();
        List<Power> planned = door.planned(Door.CAMBRIDGE, EVENING);
        List<Offer> offers = List.of(door.offered(more("r1", 244)), door.offered(more("r2", 244)));
        long sold = 0;
        for (Offer offer : offers) {
            sold += door.ordered(offer).lines().getFirst().itOrdered().watts();
        }
        List<Power> after = door.planned(Door.CAMBRIDGE, EVENING);
        assertTrue(after.getFirst().watts() >= planned.getFirst().watts() + sold);
        assertEquals("0/" + sold, door.rows(Door.CAMBRIDGE, EVENING, Direction.UP));
    }

    private static NeedRequest more(String requestId, long kilowatts) {
        return more(requestId, new Area.OneSite(Door.CAMBRIDGE), EVENING, kilowatts);
    }

    private static NeedRequest more(String requestId, Area area, Interval window, long kilowatts) {
        return new NeedRequest(
                Door.OPERATOR,
                requestId,
                area,
                window,
                Power.ofKilowatts(kilowatts),
                Direction.UP,
                Optional.empty(),
                Optional.empty(),
                new BaselineMethod.CounterfactualSchedule(),
                Pricing.PAY_AS_BID);
    }
}
