package dev.flexgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.market.Order.Accepted;
import dev.flexgate.market.Order.Initiated;
import dev.flexgate.market.Order.Quoted;
import dev.flexgate.planning.PlanConflictException;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.ConstraintViolatedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The market against a real PostgreSQL. */
class MarketTest {

    private final MarketFixture market = new MarketFixture();

    @BeforeEach
    void a_plan_stands_that_leaves_a_hundred_kilowatts() {
        market.plan(1, Sample.day(Sample.HUNDRED_KW));
    }

    @AfterEach
    void close() {
        market.close();
    }

    private static QuoteRequest ask(int buyer, Power power) {
        return new QuoteRequest(Sample.buyer(buyer), Sample.SLOT, Sample.WINDOW, power);
    }

    @Nested
    class Quoting {

        @Test
        void a_quote_reserves_its_power_and_its_total_is_the_sum_of_its_lines() {
            Quoted order = market.quoted(ask(1, Power.ofKilowatts(40)));
            assertEquals(Money.of("8.96", "GBP"), order.quote().total());
            assertEquals(Power.ofKilowatts(60), market.left());
        }

        @Test
        void a_quote_survives_its_storage_to_the_last_digit() {
            Quoted order = market.quoted(ask(1, Power.ofKilowatts(40)));
            assertEquals(order, market.front().find(order.id()).orElseThrow());
        }

        @Test
        void more_than_is_left_is_met_with_other_windows_the_cheapest_first() {
            market.quoted(ask(1, Power.ofKilowatts(70)));
            market.refresh();
            var counter = assertInstanceOf(Quotation.CounterOffer.class, market.quote(ask(2, Power.ofKilowatts(40))));
            assertEquals(Refusal.CAPACITY_UNAVAILABLE, counter.reason());
            assertFalse(counter.alternatives().isEmpty());
            assertTrue(
                    counter.alternatives().stream().noneMatch(slot -> slot.id().equals(Sample.SLOT)));
            assertEquals(Power.ofKilowatts(30), market.left());
        }

        @Test
        void a_new_select_of_the_same_conversation_replaces_the_old_quote() {
            Quoted first = market.quoted(ask(1, Power.ofKilowatts(70)));
            Quoted second = market.quoted(ask(1, Power.ofKilowatts(90)));
            assertEquals(Power.ofKilowatts(10), market.left());
            assertInstanceOf(
                    Order.Expired.class, market.front().find(first.id()).orElseThrow());
            assertInstanceOf(Quoted.class, market.front().find(second.id()).orElseThrow());
        }

        @Test
        void an_unknown_slot_is_refused() {
            var request =
                    new QuoteRequest(Sample.buyer(1), new SlotId("slot-nowhere"), Sample.WINDOW, Sample.HUNDRED_KW);
            assertEquals(Refusal.SLOT_UNKNOWN, market.refusal(request));
        }

        @Test
        void a_window_that_begins_too_soon_is_refused_and_one_at_the_notice_is_not() {
            market.clock()
                    .set(Sample.WINDOW.start().minus(Sample.OFFER.leastNotice()).plusSeconds(1));
            assertEquals(Refusal.WINDOW_PAST, market.refusal(ask(1, Sample.HUNDRED_KW)));
            market.clock().set(Sample.WINDOW.start().minus(Sample.OFFER.leastNotice()));
            market.quoted(ask(1, Sample.HUNDRED_KW));
        }

        @Test
        void a_window_outside_the_slot_is_refused() {
            var later = Interval.from(Sample.WINDOW.start(), Duration.ofHours(3));
            var request = new QuoteRequest(Sample.buyer(1), Sample.SLOT, later, Sample.HUNDRED_KW);
            assertEquals(Refusal.TERMS_OUTSIDE_SLOT, market.refusal(request));
        }

        @Test
        void less_than_the_least_power_is_refused() {
            assertEquals(Refusal.TERMS_OUTSIDE_SLOT, market.refusal(ask(1, new Power(9_999))));
        }

        @Test
        void a_refusal_leaves_one_record_and_no_reservation() {
            long before = market.recordsPending();
            market.refusal(ask(1, new Power(9_999)));
            assertEquals(before + 1, market.recordsPending());
            assertEquals(Sample.HUNDRED_KW, market.left());
        }
    }

    @Nested
    class Buying {

        @Test
        void initiating_and_confirming_turns_the_reservation_into_a_sale() {
            Quoted quoted = market.quoted(ask(1, Power.ofKilowatts(40)));
            assertInstanceOf(Initiated.class, market.initiated(quoted));
            assertInstanceOf(Accepted.class, market.confirmed(quoted));
            assertEquals(Power.ofKilowatts(60), market.left());
            assertEquals(Power.ofKilowatts(40), market.sold());
        }

        @Test
        void a_confirm_that_is_repeated_sells_once() {
            Quoted quoted = market.quoted(ask(1, Power.ofKilowatts(40)));
            market.initiated(quoted);
            market.confirmed(quoted);
            assertInstanceOf(OrderStep.Repeated.class, market.confirm(quoted, new StatedPrice.Unstated()));
            assertEquals(Power.ofKilowatts(40), market.sold());
        }

        @Test
        void another_buyers_order_is_unknown() {
            Quoted quoted = market.quoted(ask(1, Power.ofKilowatts(40)));
            var refused = assertInstanceOf(OrderStep.Refused.class, market.initiate(Sample.buyer(2), quoted.id()));
            assertEquals(Refusal.ORDER_UNKNOWN, refused.reason());
        }

        @Test
        void a_lapsed_quote_gives_its_capacity_back() {
            Quoted quoted = market.quoted(ask(1, Sample.HUNDRED_KW));
            market.clock().set(quoted.expiresAt());
            assertEquals(1, market.front().passTime());
            assertEquals(Sample.HUNDRED_KW, market.left());
            var refused = assertInstanceOf(OrderStep.Refused.class, market.confirm(quoted, new StatedPrice.Unstated()));
            assertEquals(Refusal.QUOTE_EXPIRED, refused.reason());
        }

        @Test
        void every_step_leaves_exactly_one_record() {
            long before = market.recordsPending();
            Quoted quoted = market.quoted(ask(1, Power.ofKilowatts(40)));
            market.initiated(quoted);
            market.confirmed(quoted);
            assertEquals(before + 3, market.recordsPending());
        }
    }

    @Nested
    class NeverOverselling {

        @Test
        void fifty_buyers_of_ten_kilowatts_at_once_buy_exactly_the_last_hundred() throws Exception {
            List<Callable<Boolean>> buyers = new ArrayList<>();
            for (int buyer = 1; buyer <= 50; buyer++) {
                int number = buyer;
                buyers.add(() -> buys(number));
            }
            long bought = 0;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Boolean> each : threads.invokeAll(buyers)) {
                    bought += each.get() ? 1 : 0;
                }
            }
            assertEquals(10, bought);
            assertEquals(Sample.HUNDRED_KW, market.sold());
            assertEquals(Power.ZERO, market.left());
        }

        private boolean buys(int buyer) {
            if (market.quote(ask(buyer, Power.ofKilowatts(10))) instanceof Quotation.Offered offered) {
                market.initiated(offered.order());
                return market.confirm(offered.order(), new StatedPrice.Unstated()) instanceof OrderStep.Taken;
            }
            return false;
        }

        @Test
        void overlapping_windows_in_any_order_never_deadlock_or_oversell() throws Exception {
            var random = new Random(11);
            List<Callable<Object>> buyers = new ArrayList<>();
            for (int buyer = 1; buyer <= 40; buyer++) {
                int number = buyer;
                int from = random.nextInt(3);
                int length = 1 + random.nextInt(4 - from);
                buyers.add(() -> market.quote(overlapping(number, from, length)));
                buyers.add(() -> market.quote(overlapping(number, 3 - from, 1)));
            }
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Future<Object> each : threads.invokeAll(buyers)) {
                    each.get();
                }
            }
            assertTrue(market.leastLeftAnywhere() >= 0);
        }

        private QuoteRequest overlapping(int buyer, int from, int length) {
            var start = Sample.WINDOW.start().plus(Duration.ofMinutes(30L * from));
            var window = Interval.from(start, Duration.ofMinutes(30L * length));
            return new QuoteRequest(Sample.buyer(buyer), Sample.SLOT, window, Power.ofKilowatts(10));
        }

        @Test
        void the_database_itself_refuses_what_the_code_would_oversell() {
            var violated = assertThrows(
                    ConstraintViolatedException.class, () -> market.reserveUnchecked(Power.ofKilowatts(101)));
            assertEquals("market_capacity_never_oversold", violated.constraint());
        }
    }

    @Nested
    class NewPlans {

        @Test
        void a_plan_that_takes_what_was_sold_cannot_stand() {
            Quoted quoted = market.quoted(ask(1, Power.ofKilowatts(40)));
            assertThrows(PlanConflictException.class, () -> market.plan(2, Sample.day(Power.ofKilowatts(39))));
            assertEquals(Power.ofKilowatts(60), market.left());
            market.plan(2, Sample.day(Power.ofKilowatts(40)));
            assertEquals(Power.ZERO, market.left());
            market.initiated(quoted);
            market.confirmed(quoted);
        }

        @Test
        void the_same_offer_again_is_no_new_version_and_leaves_no_record() {
            long before = market.recordsPending();
            market.plan(2, Sample.day(Sample.HUNDRED_KW));
            assertEquals(before + 1, market.recordsPending(), "the plan's own alone");
        }

        @Test
        void a_changed_offer_is_a_new_version_and_a_missing_one_is_withdrawn() {
            market.plan(2, Sample.day(Power.ofKilowatts(90)));
            market.refresh();
            Slot changed =
                    market.front().catalogue().find(Sample.SLOT).orElseThrow().slot();
            assertEquals(2, changed.version());
            assertEquals(Power.ofKilowatts(90), changed.offerable());
            market.plan(3, Sample.day(Power.ofKilowatts(5)));
            market.refresh();
            assertEquals(List.of(), market.front().catalogue().listings());
        }

        @Test
        void the_catalogue_shows_what_is_left() {
            market.quoted(ask(1, Power.ofKilowatts(40)));
            market.refresh();
            assertEquals(
                    Power.ofKilowatts(60),
                    market.front().catalogue().find(Sample.SLOT).orElseThrow().left());
        }

        @Test
        void a_slot_is_taken_down_when_it_can_no_longer_be_bought() {
            market.clock().set(Sample.WINDOW.start());
            market.passTime();
            market.refresh();
            assertTrue(market.front().catalogue().find(Sample.SLOT).isEmpty());
        }
    }
}
