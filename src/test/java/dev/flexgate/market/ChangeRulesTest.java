package dev.flexgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.market.CancellationPolicy.Term;
import dev.flexgate.market.ChangeRules.Verdict;
import dev.flexgate.planning.PriceAsk;
import dev.flexgate.planning.Priced;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may be given up or changed, and what it costs. */
class ChangeRulesTest {

    private static final Instant START = Sample.WINDOW.start();
    private static final CancelAsk ALL = new CancelAsk(List.of(), "", "");

    private static Order.Accepted bought() {
        return Sample.quoted(Sample.NOW).initiated(Sample.NOW).accepted(Sample.NOW);
    }

    private static ChangeRules at(Instant now) {
        return new ChangeRules(Sample.OFFER, now);
    }

    private static GivenUp lost(Verdict verdict) {
        return assertInstanceOf(Verdict.Reshaped.class, verdict).lost().orElseThrow();
    }

    private static Refusal refusal(Verdict verdict) {
        return assertInstanceOf(Verdict.Refused.class, verdict).reason();
    }

    /** Notice before the window, and which part of the price is kept. */
    @ParameterizedTest
    @CsvSource({"PT48H, 0", "PT24H, 0", "PT23H59M, 10", "PT2H, 10", "PT1H59M59S, 50", "PT30M, 50"})
    void the_fee_is_that_of_the_longest_notice_that_is_kept(Duration notice, BigDecimal percent) {
        Order order = bought();
        GivenUp lost = lost(at(START.minus(notice)).cancel(order, ALL));
        Money total = order.quote().total();
        assertEquals(total, lost.value());
        assertEquals(new Term(notice, percent).fee(total), lost.fee());
        assertEquals(total, lost.fee().plus(lost.refund()));
    }

    @Test
    void below_the_last_notice_nothing_can_be_given_up() {
        assertEquals(
                Refusal.TOO_LATE_TO_CANCEL,
                refusal(at(START.minus(Duration.ofMinutes(30)).plusNanos(1)).cancel(bought(), ALL)));
    }

    @Test
    void some_half_hours_can_be_given_up_even_out_of_the_middle() {
        Order order = bought();
        Interval middle = Interval.from(START.plus(HalfHours.STEP), HalfHours.STEP);
        var reshaped = assertInstanceOf(
                Verdict.Reshaped.class,
                at(START.minus(Duration.ofHours(3))).cancel(order, new CancelAsk(List.of(middle), "OTHER", "")));
        assertEquals(2, reshaped.next().stretches().size());
        assertEquals(order.window(), reshaped.next().window());
        assertEquals(List.of(middle), reshaped.lost().orElseThrow().windows());
        assertEquals(Money.of("5.6", "GBP"), lost(reshaped).value(), "a quarter of 22.40");
    }

    @Test
    void what_is_not_bought_cannot_be_given_up() {
        var outside = new CancelAsk(List.of(Interval.from(START.minus(HalfHours.STEP), HalfHours.STEP)), "", "");
        assertEquals(Refusal.CHANGE_TARGET_UNKNOWN, refusal(at(Sample.NOW).cancel(bought(), outside)));
        var odd = new CancelAsk(List.of(Interval.from(START, Duration.ofMinutes(10))), "", "");
        assertEquals(Refusal.CHANGE_TARGET_UNKNOWN, refusal(at(Sample.NOW).cancel(bought(), odd)));
    }

    @Test
    void a_reason_must_be_one_of_the_list() {
        assertEquals(
                Refusal.REASON_UNKNOWN,
                refusal(at(Sample.NOW).cancel(bought(), new CancelAsk(List.of(), "BECAUSE", ""))));
    }

    @Test
    void load_can_leave_while_it_runs_from_the_first_half_hour_that_can_still_change() {
        Order.Active running = bought().active(START);
        Instant now = START.plus(Duration.ofMinutes(10));
        var shift = new Amendment.Shift(Power.ofKilowatts(15), "");
        var reshaped = assertInstanceOf(Verdict.Reshaped.class, at(now).amend(running, shift, false));
        assertEquals(
                List.of(
                        new Course.Stretch(Interval.from(START, Duration.ofHours(1)), running.power()),
                        new Course.Stretch(
                                Interval.from(START.plus(Duration.ofHours(1)), Duration.ofHours(1)),
                                running.power().minus(Power.ofKilowatts(15)))),
                reshaped.next().stretches());
        Money fee = lost(reshaped).fee();
        assertTrue(fee.amount().signum() > 0);
        assertEquals(
                Money.zero(fee.currency()),
                lost(at(now).amend(running, shift, true)).fee(),
                "it answers an alert");
    }

    @Test
    void more_than_runs_cannot_leave_and_less_than_nothing_neither() {
        for (Power load : List.of(Power.ofKilowatts(1_000), Power.ZERO, new Power(-1))) {
            assertEquals(
                    Refusal.CHANGE_NOT_ALLOWED,
                    refusal(at(Sample.NOW).amend(bought(), new Amendment.Shift(load, ""), false)));
        }
    }

    @Test
    void half_hours_that_begin_too_soon_do_not_change() {
        var more = new Amendment.Reshape(Optional.of(Power.ofKilowatts(50)), Optional.empty());
        assertEquals(
                Refusal.CHANGE_NOT_ALLOWED,
                refusal(at(START.minus(Duration.ofMinutes(29))).amend(bought(), more, false)));
    }

    @Test
    void the_same_terms_are_no_change() {
        var same = new Amendment.Reshape(Optional.of(bought().power()), Optional.of(Sample.WINDOW));
        assertEquals(Refusal.NOTHING_CHANGES, refusal(at(Sample.NOW).amend(bought(), same, false)));
    }

    @Test
    void a_policy_in_which_a_shorter_notice_costs_less_is_none() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new CancellationPolicy(
                        List.of(new Term(Duration.ofHours(2), BigDecimal.TEN), new Term(Duration.ZERO, BigDecimal.ONE)),
                        Map.of()));
        assertThrows(IllegalArgumentException.class, () -> new Term(Duration.ZERO, new BigDecimal("100.1")));
    }

    /** Whatever is given up and changed in whatever order: no penny appears or is lost. */
    @Test
    void money_is_conserved_to_the_last_digit() {
        var random = new Random(20_261_121);
        for (int round = 0; round < 400; round++) {
            Quote quote = quote(random);
            Money paid = quote.total();
            Money given = Money.zero(paid.currency());
            for (int step = 0; step < 4 && !quote.course().isEmpty(); step++) {
                Course next = anyCourse(random);
                if (next.isEmpty()) {
                    continue;
                }
                List<Priced> added = new ArrayList<>();
                next.beyond(quote.course())
                        .stretches()
                        .forEach(each ->
                                added.add(Sample.priced(new PriceAsk(Sample.SITE, each.window(), each.power()))));
                Money value = quote.total().minus(quote.worth(quote.course().common(next)));
                Quote amended = quote.amended(Sample.SLOT, next, added, Sample.OFFER.fee());
                given = given.plus(value);
                for (Priced priced : added) {
                    paid = paid.plus(priced.total())
                            .plus(Sample.OFFER.fee().of(priced.itPower().over(priced.window())));
                }
                assertEquals(paid.minus(given), amended.total());
                assertEquals(next.energy(), amended.itEnergy());
                quote = amended;
            }
        }
    }

    @Test
    void a_fee_is_never_more_than_what_is_given_up_nor_less_than_nothing() {
        var random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            Money value = new Money(BigDecimal.valueOf(random.nextLong(-1_000_000, 1_000_000_000), 4), Sample.GBP);
            var term = new Term(Duration.ZERO, BigDecimal.valueOf(random.nextInt(0, 10_001), 2));
            Money fee = term.fee(value);
            assertTrue(!fee.isNegative());
            assertTrue(value.isNegative() ? fee.amount().signum() == 0 : fee.compareTo(value) <= 0);
        }
    }

    private static Quote quote(Random random) {
        Power power = Power.ofKilowatts(random.nextLong(1, 500));
        Interval window = Interval.from(START, HalfHours.STEP.multipliedBy(random.nextInt(1, 9)));
        return Quote.of(
                Sample.SLOT,
                Sample.priced(new PriceAsk(Sample.SITE, window, power)),
                EnergyPrice.of("0.0123456", "GBP"));
    }

    private static Course anyCourse(Random random) {
        var powers = new TreeMap<Instant, Power>();
        for (int k = 0; k < 10; k++) {
            if (random.nextInt(4) > 0) {
                powers.put(START.plus(HalfHours.STEP.multipliedBy(k)), new Power(random.nextLong(1, 300_000)));
            }
        }
        return Course.of(powers);
    }
}
