package dev.flexgate.flexibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.flexibility.Reason.Code;
import dev.flexgate.planning.Plan;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.workload.JobShape;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FlexibilityTest {

    private final Door door = new Door();

    @AfterEach
    void close() {
        door.close();
    }

    @Nested
    class An_offer {

        @Test
        void is_a_curve_that_no_job_loses_work_to() {
            door.busy();
            Offer offer = door.offered(door.need("r1", 400));
            assertEquals(Power.ofKilowatts(400), offer.whole().power());
            assertEquals(4, offer.options().size());
            assertEquals(Optional.empty(), offer.binding());
            OfferOption before = null;
            for (OfferOption option : offer.options()) {
                assertEquals(option.power().over(door.window()), option.energy());
                assertTrue(option.extraCost().amount().signum() >= 0, option.toString());
                Money cost = option.extraCost();
                assertTrue(option.price().compareTo(cost) > 0, "sold below cost: " + option);
                Money floor = FlexTerms.DEFAULT.floor().of(option.energy());
                assertTrue(option.price().compareTo(floor) >= 0, "sold below the floor: " + option);
                if (before != null) {
                    assertTrue(option.price().compareTo(before.price()) >= 0);
                    assertTrue(option.confidence().compareTo(before.confidence()) <= 0);
                }
                before = option;
            }
        }

        @Test
        void of_a_full_fleet_costs_more_than_what_is_not_known_about_it() {
            for (int job = 0; job < 16; job++) {
                door.submit("job-" + job, new JobShape.Malleable(), 150, 12, Duration.ofHours(40), Door.CAMBRIDGE);
            }
            door.planning.plan("test");
            Interval window = Interval.of("2026-11-21T14:00:00Z", "2026-11-21T15:30:00Z");
            OfferOption whole = door.offered(Door.need("r1", new Area.OneSite(Door.CAMBRIDGE), window, 600))
                    .whole();
            // 900 kWh leave cheap hours that are full, for hours that cost 0.25 GBP/kWh more.
            assertTrue(whole.isExtraCostResolved(), whole::toString);
            assertEquals(
                    225,
                    whole.extraCost().amount().doubleValue(),
                    1 + whole.extraCostUncertainty().amount().doubleValue());
            Money floor = FlexTerms.DEFAULT.floor().of(whole.energy());
            assertTrue(whole.price().compareTo(floor) > 0, "priced by what it costs, not by the floor");
        }

        @Test
        void that_costs_the_jobs_next_to_nothing_says_that_it_is_not_resolved() {
            door.busy();
            OfferOption whole = door.offered(door.need("r1", 244)).whole();
            assertEquals(whole.extraCost().compareTo(whole.extraCostUncertainty()) > 0, whole.isExtraCostResolved());
            assertTrue(FlexJson.terms(door.flexibility
                            .offerFor(door.flexibility
                                    .needs(new UUID(-1, -1), 1)
                                    .getFirst()
                                    .id())
                            .orElseThrow())
                    .path("options")
                    .path(0)
                    .has("extraCostUncertainty"));
        }

        @Test
        void shows_where_its_load_goes_and_none_of_it_is_lost() {
            door.busy();
            Offer offer = door.offered(door.need("r1", 400));
            OfferOption whole = offer.whole();
            long back = whole.rebound().stream()
                    .map(each -> each.change().over(each.period()))
                    .mapToLong(Energy::joules)
                    .sum();
            long away = whole.energy().joules();
            // Wales needs less energy around its computers than Cambridge for the same work.
            assertTrue(back >= away * 115 / 122, back + " back of " + away);
        }

        @Test
        void states_the_load_of_the_whole_site_at_the_meter() {
            door.busy();
            Offer offer = door.offered(door.need("r1", 100));
            List<Power> planned = door.planned(Door.CAMBRIDGE, door.window());
            for (int period = 0; period < 2; period++) {
                PlannedLoad load = offer.baseline().get(period);
                assertEquals(planned.get(period), load.itJobs());
                long it = planned.get(period).watts() + 1_600_000;
                assertEquals(
                        BigDecimal.valueOf(it).multiply(new BigDecimal("1.22")).longValue(),
                        load.facility().watts());
            }
        }

        @Test
        void is_of_what_can_move_when_more_is_asked_and_says_what_binds() {
            door.busy();
            Power most = Power.ZERO;
            for (Power planned : door.planned(Door.CAMBRIDGE, door.window())) {
                most = planned;
            }
            Offer offer = door.offered(door.need("r1", 3_000));
            assertEquals(Code.NO_FLEXIBLE_LOAD, offer.binding().orElseThrow().code());
            assertTrue(offer.binding().orElseThrow().detail().contains("cambridge-east"));
            assertTrue(offer.whole().power().watts() <= most.watts() * 122 / 100);
            assertTrue(offer.whole().power().watts() > 0);
        }

        @Test
        void is_not_made_of_work_that_cannot_wait() {
            door.submit("now", new JobShape.Contiguous(), 500, 6, Duration.ofHours(3), Door.CAMBRIDGE);
            door.planning.plan("test");
            Reason reason = door.declined(door.need("r1", 100));
            assertEquals(Code.WORK_WOULD_BE_LOST, reason.code());
            assertTrue(reason.detail().matches(".*[0-9].* kWh of IT work undone, of 1 jobs.*"), reason.detail());
            assertEquals(0, door.count("flex_offer"));
            assertEquals("0/0", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
        }

        @Test
        void stops_at_the_price_cap() {
            door.busy();
            NeedRequest open = door.need("r1", 400);
            NeedRequest capped = new NeedRequest(
                    open.requester(),
                    "r2",
                    open.area(),
                    open.window(),
                    open.power(),
                    Direction.DOWN,
                    Optional.of(EnergyPrice.of("0.04", "GBP")),
                    Optional.empty(),
                    new BaselineMethod.Bl01(false),
                    Pricing.PAY_AS_BID);
            Reason reason = door.declined(capped);
            assertEquals(Code.PRICE_CAP, reason.code());
            assertTrue(reason.detail().contains("above the cap of 0.04 GBP/kWh"), reason.detail());
        }

        @Test
        void withholds_its_capacity_until_it_expires() {
            door.busy();
            Offer offer = door.offered(door.need("r1", 122));
            assertEquals("100000/0", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
            assertEquals(0, door.flexibility.passTime());
            door.clock.advance(FlexLimits.DEFAULT.offerValidity());
            assertEquals(1, door.flexibility.passTime());
            assertEquals("0/0", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
            assertEquals(
                    new OfferState.Expired(),
                    door.flexibility.offer(offer.id()).orElseThrow().state());
            assertEquals(
                    new NeedState.Unfilled(),
                    door.flexibility.need(offer.need()).orElseThrow().state());
            assertEquals(0, door.count("flex_ceiling"));
            assertEquals(
                    Code.OFFER_EXPIRED,
                    door.rejected(OrderRequest.whole(Door.OPERATOR, offer)).code());
        }

        @Test
        void is_repeated_for_the_same_request_and_refused_for_another_under_its_id() {
            door.busy();
            Offer offer = door.offered(door.need("r1", 200));
            assertEquals(offer, door.offered(door.need("r1", 200)));
            assertEquals(1, door.count("flex_offer"));
            var refused = assertInstanceOf(Asked.Refused.class, door.ask(door.need("r1", 201)));
            assertEquals(Code.REQUEST_ID_REUSED, refused.reason().code());
            assertEquals(1, door.count("flex_need"));
        }

        @Test
        void of_several_sites_moves_nothing_from_one_to_the_other() {
            door.busy();
            Offer offer = door.offered(Door.need("r1", new Area.GspGroup("_A"), door.window(), 200));
            assertTrue(offer.whole().rebound().stream()
                    .noneMatch(each ->
                            door.window().contains(each.period()) && each.site().equals(Door.CAMBRIDGE)));
        }
    }

    @Nested
    class A_request_that_cannot_be_answered {

        @Test
        void is_rejected_with_what_is_wrong() {
            door.busy();
            assertEquals(
                    Code.AREA_UNKNOWN,
                    door.declined(Door.need("r1", new Area.GspGroup("_P"), door.window(), 100))
                            .code());
            Interval crooked = Interval.of("2026-11-21T14:10:00Z", "2026-11-21T15:10:00Z");
            assertEquals(
                    Code.WINDOW_INVALID,
                    door.declined(Door.need("r2", new Area.OneSite(Door.CAMBRIDGE), crooked, 100))
                            .code());
            Interval past = Interval.of("2026-11-21T11:00:00Z", "2026-11-21T11:30:00Z");
            assertEquals(
                    Code.TOO_LATE,
                    door.declined(Door.need("r3", new Area.OneSite(Door.CAMBRIDGE), past, 100))
                            .code());
            Interval far = Interval.of("2026-12-21T11:00:00Z", "2026-12-21T11:30:00Z");
            assertEquals(
                    Code.WINDOW_INVALID,
                    door.declined(Door.need("r4", new Area.OneSite(Door.CAMBRIDGE), far, 100))
                            .code());
            assertEquals(Code.POWER_INVALID, door.declined(door.need("r5", 0)).code());
        }

        @Test
        void leaves_one_record_for_each_state_it_was_in() {
            door.busy();
            var asked = assertInstanceOf(Asked.Declined.class, door.ask(door.need("r1", 0)));
            assertEquals(
                    List.of("NEED_RECEIVED RECEIVED", "NEED_DECIDED REJECTED"),
                    door.records(asked.need().id().toString()));
        }
    }

    @Nested
    class An_order {

        @Test
        void moves_the_jobs_the_capacity_and_the_plan_in_one_transaction() {
            Plan before = door.busy();
            List<Power> planned = door.planned(Door.CAMBRIDGE, door.window());
            Offer offer = door.offered(door.need("r1", 244));
            FlexOrder order = door.ordered(offer);
            assertEquals(before.version() + 1, door.newest().version());
            assertEquals(new FlexOrderState.Scheduled(door.newest().version()), order.state());
            assertEquals("0/200000", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
            List<Power> after = door.planned(Door.CAMBRIDGE, door.window());
            for (int period = 0; period < 2; period++) {
                assertTrue(
                        after.get(period).watts() <= planned.get(period).watts() - 200_000,
                        planned + " became " + after);
                OrderLine line = order.lines().get(period);
                assertEquals(Power.ofKilowatts(244), line.ordered());
                assertEquals(line.baseline().minus(line.ordered()), line.target());
                assertEquals(planned.get(period).minus(Power.ofKilowatts(200)), line.itBound());
            }
            assertEquals(offer.whole().price(), order.price());
            assertEquals(List.of("RECEIVED", "ACCEPTED", "SCHEDULED"), door.heard);
            assertEquals(List.of(), door.newest().deferred());
        }

        @Test
        void leaves_one_record_for_each_state_of_each_thing() {
            door.busy();
            Offer offer = door.offered(door.need("r1", 244));
            FlexOrder order = door.ordered(offer);
            assertEquals(
                    List.of("ORDER_RECEIVED RECEIVED", "ORDER_DECIDED ACCEPTED", "ORDER_DECIDED SCHEDULED"),
                    door.records(order.id().toString()));
            assertEquals(
                    List.of("OFFER_SUBMITTED SUBMITTED", "OFFER_DECIDED ACKED", "OFFER_DECIDED ORDERED"),
                    door.records(offer.id().toString()));
            assertEquals(
                    List.of(
                            "NEED_RECEIVED RECEIVED",
                            "NEED_DECIDED VALIDATED",
                            "NEED_DECIDED OFFERED",
                            "NEED_DECIDED FILLED"),
                    door.records(offer.need().toString()));
            assertEquals(order, door.flexibility.find(order.id()).orElseThrow());
            assertEquals(order, door.flexibility.find(Door.OPERATOR, "r1").orElseThrow());
        }

        @Test
        void is_kept_by_every_later_plan_and_replayed_to_the_byte() {
            door.busy();
            FlexOrder order = door.ordered(door.offered(door.need("r1", 488)));
            Plan adopted = door.newest();
            assertTrue(door.planning.replay(adopted.id()).orElseThrow().isSame());
            door.submit("late", new JobShape.Malleable(), 2_000, 20, Duration.ofHours(40), Door.CAMBRIDGE);
            Plan later = door.planning.plan("new work");
            assertEquals(adopted.version() + 1, later.version());
            assertTrue(door.planning.replay(later.id()).orElseThrow().isSame());
            door.clock.advance(Duration.ofMinutes(35));
            door.planning.plan("time went on");
            List<Power> planned = door.planned(Door.CAMBRIDGE, order.window());
            for (int period = 0; period < 2; period++) {
                assertTrue(
                        planned.get(period).compareTo(order.lines().get(period).itBound()) <= 0);
            }
        }

        @Test
        void of_a_part_is_a_part_of_power_and_price() {
            door.busy();
            Offer offer = door.offered(door.need("r1", 244));
            var half = new OrderRequest(
                    Door.OPERATOR, offer.id(), offer.whole().ref(), new BigDecimal("0.5"), Optional.empty());
            FlexOrder order =
                    assertInstanceOf(Ordered.Accepted.class, door.order(half)).order();
            assertEquals(Power.ofKilowatts(122), order.power());
            assertEquals("0/100000", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
            assertInstanceOf(
                    NeedState.PartiallyFilled.class,
                    door.flexibility.need(offer.need()).orElseThrow().state());
            assertEquals(
                    offer.whole().price().amount().divide(BigDecimal.TWO).doubleValue(),
                    order.price().amount().doubleValue(),
                    0.001);
        }

        @Test
        void is_given_once_and_repeated_as_it_stands() {
            door.busy();
            Offer offer = door.offered(door.need("r1", 244));
            FlexOrder order = door.ordered(offer);
            var again = assertInstanceOf(Ordered.Repeated.class, door.order(OrderRequest.whole(Door.OPERATOR, offer)));
            assertEquals(order, again.order());
            var other = new OrderRequest(Door.OPERATOR, offer.id(), 1, BigDecimal.ONE, Optional.empty());
            assertEquals(Code.ILLEGAL_STEP, door.rejected(other).code());
            assertEquals(1, door.count("flex_order"));
        }

        @Test
        void of_somebody_else_or_for_another_price_is_refused() {
            door.busy();
            Offer offer = door.offered(door.need("r1", 244));
            assertEquals(
                    Code.UNKNOWN,
                    door.rejected(OrderRequest.whole("stranger.example.com", offer))
                            .code());
            var cheap = new OrderRequest(
                    Door.OPERATOR, offer.id(), 1, BigDecimal.ONE, Optional.of(Money.of("0.01", "GBP")));
            assertEquals(Code.PRICE_MISMATCH, door.rejected(cheap).code());
            var ninth = new OrderRequest(Door.OPERATOR, offer.id(), 9, BigDecimal.ONE, Optional.empty());
            assertEquals(Code.OPTION_INVALID, door.rejected(ninth).code());
            var tiny = new OrderRequest(Door.OPERATOR, offer.id(), 1, new BigDecimal("0.01"), Optional.empty());
            assertEquals(Code.OPTION_INVALID, door.rejected(tiny).code());
            assertEquals("200000/0", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
        }

        @Test
        void that_the_jobs_cannot_bear_any_more_is_refused_in_numbers() {
            door.busy();
            Offer offer = door.offered(door.need("r1", 244));
            FlexOrder first = door.ordered(offer);
            assertTrue(first.power().isPositive());
            // What comes now fills every half-hour of Cambridge, with nowhere else to go.
            door.submit("all", new JobShape.Malleable(), 2_400, 80, Duration.ofHours(40), Door.CAMBRIDGE);
            Offer second = null;
            door.planning.plan("full");
            if (door.ask(door.need("r2", 100)) instanceof Asked.Offered offered) {
                second = offered.offer();
            }
            assertEquals(null, second);
        }
    }

    @Nested
    class At_once {

        @Test
        void many_orders_of_one_offer_are_one_order() throws InterruptedException {
            door.busy();
            Offer offer = door.offered(door.need("r1", 244));
            List<Ordered> answers = together(6, _ -> door.order(OrderRequest.whole(Door.OPERATOR, offer)));
            assertEquals(
                    1,
                    answers.stream().filter(Ordered.Accepted.class::isInstance).count());
            assertEquals(
                    5,
                    answers.stream().filter(Ordered.Repeated.class::isInstance).count());
            assertEquals(1, door.count("flex_order"));
            assertEquals("0/200000", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
        }

        @Test
        void many_askers_share_what_there_is_and_each_order_is_delivered() throws InterruptedException {
            door.busy();
            List<Power> planned = door.planned(Door.CAMBRIDGE, door.window());
            List<Asked> answers = together(5, each -> door.ask(door.need("r" + each, 244)));
            List<Offer> offers = answers.stream()
                    .filter(Asked.Offered.class::isInstance)
                    .map(answer -> ((Asked.Offered) answer).offer())
                    .toList();
            assertFalse(offers.isEmpty());
            long sold = 0;
            for (Offer offer : offers) {
                sold += door.ordered(offer).lines().getFirst().itOrdered().watts();
            }
            List<Power> after = door.planned(Door.CAMBRIDGE, door.window());
            assertTrue(after.getFirst().watts() <= planned.getFirst().watts() - sold);
            assertEquals("0/" + sold, door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
        }

        private <T> List<T> together(int threads, IntFunction<T> work) throws InterruptedException {
            List<T> answers = Collections.synchronizedList(new ArrayList<>());
            List<Thread> running = new ArrayList<>();
            for (int each = 0; each < threads; each++) {
                int number = each;
                running.add(Thread.ofVirtual().start(() -> answers.add(work.apply(number))));
            }
            for (Thread thread : running) {
                thread.join();
            }
            assertEquals(threads, answers.size());
            return answers;
        }
    }

    @Nested
    class A_life {

        @Test
        void runs_from_the_order_to_the_settlement() {
            door.busy();
            FlexOrder order = door.ordered(door.offered(door.need("r1", 244)));
            door.clock.advance(Duration.ofHours(2));
            assertEquals(1, door.flexibility.passTime());
            assertEquals(new FlexOrderState.Active(), state(order));
            door.clock.advance(Duration.ofHours(1));
            door.flexibility.passTime();
            assertEquals(new FlexOrderState.DeliveryComplete(), state(order));
            assertEquals(0, door.count("flex_ceiling"));
            for (FlexOrderState next : List.of(
                    new FlexOrderState.Measured(),
                    new FlexOrderState.SettlementProposed(),
                    new FlexOrderState.Disputed(),
                    new FlexOrderState.SettlementProposed(),
                    new FlexOrderState.Settled(),
                    new FlexOrderState.Restated(),
                    new FlexOrderState.Settled())) {
                assertEquals(next, advance(order, next).state());
            }
            assertEquals(12, door.heard.size());
            assertEquals(12, door.records(order.id().toString()).size());
        }

        @Test
        void cannot_skip_a_state_and_the_attempt_is_on_record() {
            door.busy();
            FlexOrder order = door.ordered(door.offered(door.need("r1", 244)));
            int before = door.records(order.id().toString()).size();
            try {
                advance(order, new FlexOrderState.Settled());
                assertFalse(true, "it should have been refused");
            } catch (IllegalTransitionException illegal) {
                assertEquals("SCHEDULED", illegal.from());
            }
            List<String> records = door.records(order.id().toString());
            assertEquals(before + 1, records.size());
            assertEquals("FLEX_STEP_REFUSED REFUSED", records.getLast());
            assertEquals(order.state(), state(order));
        }

        @Test
        void ends_with_a_cancellation_and_the_load_comes_back() {
            door.busy();
            FlexOrder order = door.ordered(door.offered(door.need("r1", 244)));
            var cancelled = cancel(order);
            assertInstanceOf(Stepped.Taken.class, cancelled);
            assertInstanceOf(Stepped.Repeated.class, cancel(order));
            assertEquals("0/0", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
            assertEquals(0, door.count("flex_ceiling"));
            door.submit("tight", new JobShape.Malleable(), 2_300, 5, Duration.ofMinutes(150), Door.CAMBRIDGE);
            assertEquals(List.of(), door.planning.plan("after").deferred());
        }

        @Test
        void holds_load_down_even_when_work_comes_that_has_nowhere_else_to_go() {
            door.busy();
            FlexOrder order = door.ordered(door.offered(door.need("r1", 244)));
            door.submit("tight", new JobShape.Malleable(), 2_300, 5, Duration.ofMinutes(150), Door.CAMBRIDGE);
            assertEquals(1, door.planning.plan("after").deferred().size());
            assertTrue(door.planned(Door.CAMBRIDGE, door.window())
                            .getFirst()
                            .compareTo(order.lines().getFirst().itBound())
                    <= 0);
        }

        @Test
        void that_has_begun_is_aborted_and_not_cancelled() {
            door.busy();
            FlexOrder order = door.ordered(door.offered(door.need("r1", 244)));
            assertInstanceOf(Stepped.Refused.class, abort(order));
            door.clock.advance(Duration.ofMinutes(130));
            assertInstanceOf(Stepped.Refused.class, cancel(order));
            assertEquals(new FlexOrderState.Active(), state(order));
            assertInstanceOf(Stepped.Taken.class, abort(order));
            assertEquals("0/200000", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
            door.flexibility.passTime();
            assertEquals(new FlexOrderState.DeliveryComplete(), state(order));
        }

        @Test
        void of_an_offer_ends_when_it_is_declined_or_taken_back() {
            door.busy();
            Offer declined = door.offered(door.need("r1", 122));
            Offer taken = door.offered(door.need("r2", 122));
            assertEquals("200000/0", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
            door.database.doInTransaction(tx -> {
                assertInstanceOf(
                        Stepped.Taken.class, door.flexibility.acknowledge(tx, Door.OPERATOR, declined.id(), List.of()));
                assertInstanceOf(
                        Stepped.Refused.class, door.flexibility.decline(tx, "x.example.com", declined.id(), List.of()));
                assertInstanceOf(
                        Stepped.Taken.class, door.flexibility.decline(tx, Door.OPERATOR, declined.id(), List.of()));
                assertInstanceOf(
                        Stepped.Taken.class, door.flexibility.withdraw(tx, taken.id(), "maintenance", List.of()));
            });
            assertEquals("0/0", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
            assertEquals(
                    Code.ILLEGAL_STEP,
                    door.rejected(OrderRequest.whole(Door.OPERATOR, taken)).code());
        }

        private FlexOrderState state(FlexOrder order) {
            return door.flexibility.find(order.id()).orElseThrow().state();
        }

        private FlexOrder advance(FlexOrder order, FlexOrderState next) {
            return door.database.inTransaction(tx -> door.flexibility.advance(tx, order.id(), next, List.of()));
        }

        private Stepped<FlexOrder> cancel(FlexOrder order) {
            return door.database.inTransaction(
                    tx -> door.flexibility.cancel(tx, Door.OPERATOR, order.id(), "no need", List.of()));
        }

        private Stepped<FlexOrder> abort(FlexOrder order) {
            return door.database.inTransaction(tx -> door.flexibility.abort(tx, order.id(), "fire", List.of()));
        }
    }

    @Nested
    class An_activation {

        @Test
        void asks_and_orders_in_one_and_is_repeated_as_it_stands() {
            door.busy();
            NeedRequest need = door.need("beckn-1", 244);
            var committed = assertInstanceOf(Activated.Committed.class, activate(need));
            assertEquals(Power.ofKilowatts(244), committed.order().power());
            assertInstanceOf(NeedState.Filled.class, committed.need().state());
            var again = assertInstanceOf(Activated.Repeated.class, activate(need));
            assertEquals(committed.order(), again.order());
            assertEquals(1, door.count("flex_order"));
        }

        @Test
        void twice_in_one_transaction_is_two_orders_on_top_of_each_other() {
            door.busy();
            List<Power> planned = door.planned(Door.CAMBRIDGE, door.window());
            door.database.doInTransaction(tx -> {
                var first = door.flexibility.activate(tx, door.need("one", 122), List.of());
                var second = door.flexibility.activate(tx, door.need("two", 122), List.of());
                var one = assertInstanceOf(Activated.Committed.class, first).order();
                var two = assertInstanceOf(Activated.Committed.class, second).order();
                assertTrue(two.baselineLoad().compareTo(one.targetLoad()) <= 0);
            });
            assertEquals("0/200000", door.rows(Door.CAMBRIDGE, door.window(), Direction.DOWN));
            assertTrue(door.planned(Door.CAMBRIDGE, door.window()).getFirst().watts()
                    <= planned.getFirst().watts() - 200_000);
        }

        private Activated activate(NeedRequest need) {
            return door.database.inTransaction(tx -> door.flexibility.activate(tx, need, List.of()));
        }
    }
}
