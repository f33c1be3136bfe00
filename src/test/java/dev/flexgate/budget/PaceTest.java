package dev.flexgate.budget;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.budget.Pace.Step;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Interval;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a budget is used up, worked out by hand. */
class PaceTest {

    private static final Instant PLAN_END = Instant.parse("2026-03-10T00:00:00Z");
    private static final Instant MONTH_END = Instant.parse("2026-04-01T00:00:00Z");
    private static final List<Step> PLANNED = List.of(
            new Step(Instant.parse("2026-03-09T10:00:00Z"), BigDecimal.TEN),
            new Step(Instant.parse("2026-03-09T12:00:00Z"), BigDecimal.TEN));

    private static Optional<Instant> usedUp(int left, int perDay) {
        return Pace.usedUp(BigDecimal.valueOf(left), PLANNED, PLAN_END, BigDecimal.valueOf(perDay), MONTH_END);
    }

    @Test
    void what_is_planned_uses_it_up_first() {
        assertEquals(Optional.of(Instant.parse("2026-03-09T12:00:00Z")), usedUp(11, 0));
    }

    @Test
    void after_the_plan_the_recent_pace_does() {
        assertEquals(Optional.of(Instant.parse("2026-03-12T12:00:00Z")), usedUp(30, 4));
        assertEquals(Optional.of(MONTH_END), usedUp(20 + 22 * 4, 4));
    }

    @Test
    void what_lasts_longer_than_the_period_is_not_used_up() {
        assertEquals(Optional.empty(), usedUp(20 + 22 * 4 + 1, 4));
        assertEquals(Optional.empty(), usedUp(21, 0));
    }

    @Test
    void a_pace_is_of_whole_days_and_keeps_its_ends() {
        Pace pace = Pace.of(List.of(BigDecimal.ONE, BigDecimal.TEN, BigDecimal.valueOf(4)));
        assertEquals("1 5 10 3", pace.slow() + " " + pace.mean() + " " + pace.fast() + " " + pace.days());
        assertEquals(Pace.NONE, Pace.of(List.of()));
    }

    @Test
    void a_month_is_the_one_that_now_falls_into() {
        var terms = new BudgetTerms(
                Optional.of(new CarbonMass(1)),
                Optional.empty(),
                BudgetTerms.Mode.WARN,
                BudgetTerms.HOLDS,
                Optional.empty());
        assertEquals(
                Interval.of("2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"),
                terms.periodAt(Instant.parse("2026-12-31T23:59:59Z")));
    }
}
