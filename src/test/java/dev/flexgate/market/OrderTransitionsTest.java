package dev.flexgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.quantity.Power;
import dev.flexgate.store.Tx;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every state of an order beside everything that can be asked of it: what comes of it, and that an order that does
 * not allow it stays as it is, to the last digit.
 */
class OrderTransitionsTest {

    private static final Power FORTY_KW = Power.ofKilowatts(40);

    /** One row a state, one column an action: the state it leads to, or why not. A minus: granted, nothing changes. */
    @ParameterizedTest
    @CsvSource(
            useHeadersInDisplayName = true,
            value = {
                "state,             initiate,          confirm,           cancel,             part,                  power,             shift,             acknowledge,       track,             rate",
                "QUOTED,            INITIATED,         ILLEGAL_STEP,      CANCELLED,          ILLEGAL_STEP,          ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP",
                "INITIATED,         -,                 ACCEPTED,          CANCELLED,          ILLEGAL_STEP,          ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP",
                "ACCEPTED,          ILLEGAL_STEP,      -,                 CANCELLED,          ACCEPTED,              ACCEPTED,          ACCEPTED,          -,                 -,                 ILLEGAL_STEP",
                "ACTIVE,            ILLEGAL_STEP,      -,                 TOO_LATE_TO_CANCEL, ACTIVE,                ACTIVE,            ACTIVE,            -,                 -,                 ILLEGAL_STEP",
                "DELIVERY_COMPLETE, ILLEGAL_STEP,      -,                 ILLEGAL_STEP,       ILLEGAL_STEP,          ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP,      -,                 -",
                "SETTLED,           ILLEGAL_STEP,      -,                 ILLEGAL_STEP,       ILLEGAL_STEP,          ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP,      -,                 -",
                "CANCELLED,         ALREADY_CANCELLED, ALREADY_CANCELLED, ALREADY_CANCELLED,  ALREADY_CANCELLED,     ALREADY_CANCELLED, ALREADY_CANCELLED, ALREADY_CANCELLED, ALREADY_CANCELLED, ILLEGAL_STEP",
                "EXPIRED,           QUOTE_EXPIRED,     QUOTE_EXPIRED,     ILLEGAL_STEP,       ILLEGAL_STEP,          ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP,      ILLEGAL_STEP",
            })
    void each_state_allows_what_it_allows_and_nothing_else(
            String state,
            String initiate,
            String confirm,
            String cancel,
            String part,
            String power,
            String shift,
            String acknowledge,
            String track,
            String rate) {
        try (var market = new MarketFixture()) {
            market.plan(1, Sample.day(Sample.HUNDRED_KW));
            Order order = in(state, market);
            assertEquals(state, order.state());
            var tail = new CancelAsk(List.of(Sample.LAST_HALF_HOUR), "", "");
            check(
                    "initiate",
                    initiate,
                    market,
                    order,
                    tx -> market.front().initiate(tx.tx(), order.conversation(), order.id(), List.of()));
            check(
                    "confirm",
                    confirm,
                    market,
                    order,
                    tx -> market.front()
                            .confirm(tx.tx(), order.conversation(), order.id(), new StatedPrice.Unstated(), List.of()));
            check("cancel", cancel, market, order, tx -> cancel(market, tx, order, new CancelAsk(List.of(), "", "")));
            check("part", part, market, order, tx -> cancel(market, tx, order, tail));
            check(
                    "power",
                    power,
                    market,
                    order,
                    tx -> amend(
                            market,
                            tx,
                            order,
                            new Amendment.Reshape(Optional.of(Power.ofKilowatts(60)), Optional.empty())));
            check(
                    "shift",
                    shift,
                    market,
                    order,
                    tx -> amend(market, tx, order, new Amendment.Shift(Power.ofKilowatts(10), "")));
            check(
                    "acknowledge",
                    acknowledge,
                    market,
                    order,
                    tx -> amend(
                            market,
                            tx,
                            order,
                            new Amendment.Acknowledge(
                                    "", "stays", Optional.empty(), Optional.empty(), Optional.empty())));
            assertEquals(track, market.unmade(tx -> word(market.aftercare().watch(tx, order))), "track");
            assertEquals(
                    rate,
                    market.unmade(tx -> word(market.aftercare()
                            .rate(
                                    tx,
                                    order,
                                    new RatingAsk(Optional.of(BigDecimal.TWO), BigDecimal.ONE, BigDecimal.TEN, ""),
                                    false,
                                    List.of()))),
                    "rate");
        }
    }

    /** A transaction that will be taken back. */
    record Trial(Tx tx) {}

    private static OrderStep cancel(MarketFixture market, Trial trial, Order order, CancelAsk ask) {
        return market.front().cancel(trial.tx(), order.conversation(), order.id(), ask, false, List.of());
    }

    private static OrderStep amend(MarketFixture market, Trial trial, Order order, Amendment ask) {
        return market.front().amend(trial.tx(), order.conversation(), order.id(), ask, false, List.of());
    }

    private static void check(
            String action, String expected, MarketFixture market, Order order, Function<Trial, OrderStep> act) {
        var capacity = market.capacity();
        String came = market.unmade(tx -> {
            OrderStep step = act.apply(new Trial(tx));
            if (step instanceof OrderStep.Refused) {
                assertEquals(order, Orders.lock(tx, order.id()).orElseThrow(), action);
                assertEquals(capacity, market.capacity(tx), action);
            }
            return word(step);
        });
        assertEquals(expected, came, () -> action + " in " + order.state());
    }

    private static String word(OrderStep step) {
        return switch (step) {
            case OrderStep.Taken taken -> taken.order().state();
            case OrderStep.Repeated _ -> "-";
            case OrderStep.Previewed previewed ->
                "preview of " + previewed.order().state();
            case OrderStep.Refused refused -> refused.reason().name();
        };
    }

    private static String word(Aftercare.Answer<?> answer) {
        return switch (answer) {
            case Aftercare.Answer.Granted<?> _ -> "-";
            case Aftercare.Answer.Refused<?> refused -> refused.reason().name();
        };
    }

    private static Order in(String state, MarketFixture market) {
        Order.Quoted quoted = market.quoted(new QuoteRequest(Sample.buyer(1), Sample.SLOT, Sample.WINDOW, FORTY_KW));
        switch (state) {
            case "QUOTED" -> {}
            case "EXPIRED" -> pass(market, Sample.OFFER.quoteValidity());
            case "INITIATED" -> market.initiated(quoted);
            default -> {
                market.initiated(quoted);
                market.confirmed(quoted);
                switch (state) {
                    case "CANCELLED" -> market.cancelled(quoted, new CancelAsk(List.of(), "", ""));
                    case "ACTIVE" -> until(market, Sample.WINDOW.start().plusSeconds(60));
                    case "DELIVERY_COMPLETE" -> until(market, Sample.WINDOW.end());
                    case "SETTLED" -> {
                        until(market, Sample.WINDOW.end());
                        pass(market, MarketLimits.DEFAULT.settleAfter());
                    }
                    default -> {}
                }
            }
        }
        return market.front().find(quoted.id()).orElseThrow();
    }

    private static void until(MarketFixture market, Instant moment) {
        market.clock().set(moment);
        market.passTime();
        market.passTime();
    }

    private static void pass(MarketFixture market, Duration time) {
        market.clock().advance(time);
        market.passTime();
    }
}
