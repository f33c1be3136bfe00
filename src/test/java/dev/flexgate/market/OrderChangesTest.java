package dev.flexgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changes of bought orders against a real PostgreSQL. */
class OrderChangesTest {

    private final MarketFixture market = new MarketFixture();
    private Order order;

    @BeforeEach
    void forty_of_a_hundred_kilowatts_are_bought() {
        market.plan(1, Sample.day(Sample.HUNDRED_KW));
        var quoted =
                market.quoted(new QuoteRequest(Sample.buyer(1), Sample.SLOT, Sample.WINDOW, Power.ofKilowatts(40)));
        market.initiated(quoted);
        order = market.confirmed(quoted);
    }

    @AfterEach
    void close() {
        market.close();
    }

    private static Amendment power(long kilowatts) {
        return new Amendment.Reshape(Optional.of(Power.ofKilowatts(kilowatts)), Optional.empty());
    }

    private Order found() {
        return market.front().find(order.id()).orElseThrow();
    }

    @Test
    void a_preview_says_what_would_come_of_it_and_leaves_no_trace() {
        String capacity = market.capacity();
        long records = market.recordsPending();
        Order would = assertInstanceOf(OrderStep.Previewed.class, market.amended(order, power(70), true))
                .order();
        assertEquals(order, found());
        assertEquals(capacity, market.capacity());
        assertEquals(records, market.recordsPending());
        OrderStep.Taken taken = assertInstanceOf(OrderStep.Taken.class, market.amended(order, power(70), false));
        assertEquals(would, taken.order());
        assertEquals(taken.order(), found());
        assertEquals(records + 1, market.recordsPending());
        assertEquals(Money.of("15.68", "GBP"), found().quote().total(), "8.96 for what stays, 6.72 for the rest");
        assertEquals(Power.ofKilowatts(30), market.left());
    }

    @Test
    void more_than_is_left_is_refused_and_nothing_changes() {
        String capacity = market.capacity();
        var refused = assertInstanceOf(OrderStep.Refused.class, market.amended(order, power(101), false));
        assertEquals(Refusal.CAPACITY_UNAVAILABLE, refused.reason());
        assertEquals(order, found());
        assertEquals(capacity, market.capacity());
    }

    @Test
    void half_an_hour_out_of_the_middle_is_free_for_others_at_once() {
        Interval middle = Interval.of("2026-03-02T12:30:00Z", "2026-03-02T13:00:00Z");
        market.cancelled(order, new CancelAsk(List.of(middle), "OTHER", "half an hour of maintenance"));
        assertEquals(found(), market.front().find(order.id()).orElseThrow());
        assertEquals(2, found().quote().course().stretches().size());
        market.quoted(new QuoteRequest(Sample.buyer(2), Sample.SLOT, middle, Power.ofKilowatts(100)));
        assertEquals(Power.ZERO, market.left());
    }

    @Test
    void a_window_moves_inside_its_slot_only() {
        var later = Interval.of("2026-03-02T13:00:00Z", "2026-03-02T14:30:00Z");
        var refused = assertInstanceOf(
                OrderStep.Refused.class,
                market.amended(order, new Amendment.Reshape(Optional.empty(), Optional.of(later)), false));
        assertEquals(Refusal.TERMS_OUTSIDE_SLOT, refused.reason());
        var shorter = Interval.of("2026-03-02T12:30:00Z", "2026-03-02T14:00:00Z");
        market.amended(order, new Amendment.Reshape(Optional.empty(), Optional.of(shorter)), false);
        assertEquals(shorter, found().window());
        assertEquals(Power.ofKilowatts(40), found().power());
    }

    @Test
    void it_is_settled_at_the_emissions_that_were_measured() {
        market.front().heed((_, energy) -> Optional.of(new CarbonMass(energy.size())));
        market.clock().set(order.window().start());
        market.passTime();
        market.clock().set(order.window().end());
        market.passTime();
        market.clock().advance(MarketLimits.DEFAULT.settleAfter().minus(Duration.ofSeconds(1)));
        market.passTime();
        assertInstanceOf(Order.DeliveryComplete.class, found());
        market.clock().advance(Duration.ofSeconds(1));
        market.passTime();
        Outcome outcome = assertInstanceOf(Order.Settled.class, found()).outcome();
        assertEquals(new CarbonMass(4), outcome.carbon());
        assertEquals(order.quote().total(), outcome.due());
    }
}
