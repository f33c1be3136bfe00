package dev.flexgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.market.Order.Accepted;
import dev.flexgate.market.Order.Active;
import dev.flexgate.market.Order.DeliveryComplete;
import dev.flexgate.market.Order.Expired;
import dev.flexgate.market.Order.Initiated;
import dev.flexgate.market.Order.Quoted;
import dev.flexgate.market.OrderRules.Step;
import dev.flexgate.quantity.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OrderRulesTest {

    private static final Quoted QUOTED = Sample.quoted(Sample.NOW);
    private static final Instant EXPIRY = QUOTED.expiresAt();
    private static final StatedPrice UNSTATED = new StatedPrice.Unstated();

    @Nested
    class Initiating {

        @Test
        void a_quote_is_initiated_until_just_before_its_expiry() {
            Step step = OrderRules.initiate(QUOTED, EXPIRY.minusNanos(1));
            assertInstanceOf(
                    Initiated.class, assertInstanceOf(Step.Taken.class, step).next());
        }

        @Test
        void a_quote_at_its_very_expiry_is_refused() {
            assertEquals(new Step.Refused(Refusal.QUOTE_EXPIRED), OrderRules.initiate(QUOTED, EXPIRY));
        }

        @Test
        void asking_again_hears_the_same_answer() {
            Initiated initiated = QUOTED.initiated(Sample.NOW);
            assertEquals(new Step.Repeated(initiated), OrderRules.initiate(initiated, Sample.NOW.plusSeconds(1)));
        }

        @Test
        void an_accepted_order_cannot_be_initiated() {
            Accepted accepted = QUOTED.initiated(Sample.NOW).accepted(Sample.NOW);
            assertEquals(new Step.Refused(Refusal.ILLEGAL_STEP), OrderRules.initiate(accepted, Sample.NOW));
        }
    }

    @Nested
    class Confirming {

        private final Initiated initiated = QUOTED.initiated(Sample.NOW);

        @Test
        void an_initiated_order_is_accepted_at_the_quoted_price() {
            var price = new StatedPrice.Stated(initiated.quote().total());
            Step step = OrderRules.confirm(initiated, price, EXPIRY.minusNanos(1));
            assertInstanceOf(
                    Accepted.class, assertInstanceOf(Step.Taken.class, step).next());
        }

        @Test
        void an_order_at_its_very_expiry_is_refused() {
            assertEquals(new Step.Refused(Refusal.QUOTE_EXPIRED), OrderRules.confirm(initiated, UNSTATED, EXPIRY));
        }

        @Test
        void another_price_is_refused() {
            var price = new StatedPrice.Stated(initiated.quote().total().plus(Money.of("0.0001", "GBP")));
            assertEquals(new Step.Refused(Refusal.PRICE_MISMATCH), OrderRules.confirm(initiated, price, Sample.NOW));
        }

        @Test
        void a_quote_without_the_buyers_terms_cannot_be_confirmed() {
            assertEquals(new Step.Refused(Refusal.ILLEGAL_STEP), OrderRules.confirm(QUOTED, UNSTATED, Sample.NOW));
        }

        @Test
        void a_lost_answer_is_given_again_even_after_the_expiry() {
            Accepted accepted = initiated.accepted(Sample.NOW);
            assertEquals(new Step.Repeated(accepted), OrderRules.confirm(accepted, UNSTATED, EXPIRY.plusSeconds(1)));
        }

        @Test
        void a_lapsed_order_is_refused() {
            Expired expired = initiated.expired(EXPIRY);
            assertEquals(new Step.Refused(Refusal.QUOTE_EXPIRED), OrderRules.confirm(expired, UNSTATED, EXPIRY));
        }
    }

    @Nested
    class PassingTime {

        @Test
        void open_orders_lapse_at_their_expiry_and_not_before() {
            Initiated initiated = QUOTED.initiated(Sample.NOW);
            for (Order order : List.of(QUOTED, initiated)) {
                assertEquals(new Step.Repeated(order), OrderRules.passingOfTime(order, EXPIRY.minusNanos(1)));
                Step step = OrderRules.passingOfTime(order, EXPIRY);
                assertInstanceOf(
                        Expired.class, assertInstanceOf(Step.Taken.class, step).next());
            }
        }

        @Test
        void a_sold_order_becomes_active_with_its_window_and_complete_with_its_end() {
            Accepted accepted = QUOTED.initiated(Sample.NOW).accepted(Sample.NOW);
            Instant start = accepted.window().start();
            assertEquals(new Step.Repeated(accepted), OrderRules.passingOfTime(accepted, start.minusNanos(1)));
            var active = assertInstanceOf(
                    Active.class,
                    assertInstanceOf(Step.Taken.class, OrderRules.passingOfTime(accepted, start))
                            .next());
            Instant end = active.window().end();
            assertEquals(new Step.Repeated(active), OrderRules.passingOfTime(active, end.minusNanos(1)));
            assertInstanceOf(
                    DeliveryComplete.class,
                    assertInstanceOf(Step.Taken.class, OrderRules.passingOfTime(active, end))
                            .next());
        }
    }

    @Test
    void whatever_happens_in_whatever_order_versions_count_up_and_terms_never_change() {
        var random = new Random(20_261_121);
        for (int round = 0; round < 2_000; round++) {
            Order order = QUOTED;
            Instant now = Sample.NOW;
            for (int move = 0; move < 12; move++) {
                now = now.plus(Duration.ofMinutes(random.nextInt(90)));
                Step step = switch (random.nextInt(3)) {
                    case 0 -> OrderRules.initiate(order, now);
                    case 1 -> OrderRules.confirm(order, UNSTATED, now);
                    default -> OrderRules.passingOfTime(order, now);
                };
                if (step instanceof Step.Taken taken) {
                    assertEquals(order.version() + 1, taken.next().version());
                    assertEquals(order.quote(), taken.next().quote());
                    assertEquals(order.id(), taken.next().id());
                    assertTrue(!(order instanceof Expired) && !(order instanceof DeliveryComplete), "an end is final");
                    order = taken.next();
                }
            }
        }
    }
}
