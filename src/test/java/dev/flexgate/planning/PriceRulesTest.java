package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.planning.PriceAnswer.NoRoom;
import dev.flexgate.planning.PriceAnswer.Reason;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceRulesTest {

    private final PlanBoard board = Boards.twoSites(Quality.SIMULATED);

    private static Interval halfHours(int from, int until) {
        HalfHours grid = new HalfHours(Boards.START, until);
        return new Interval(grid.startOf(from), grid.startOf(until));
    }

    private PriceAnswer ask(SiteId site, int from, int until, long kilowatts) {
        return PriceRules.answer(
                board, new PriceAsk(site, halfHours(from, until), Power.ofKilowatts(kilowatts)), Boards.START);
    }

    private NoRoom refused(Reason reason, PriceAnswer answer) {
        NoRoom refused = assertInstanceOf(NoRoom.class, answer);
        assertEquals(reason, refused.reason());
        return refused;
    }

    @Test
    void a_price_is_energy_at_the_meter_plus_scarcity_and_nothing_else() {
        Priced priced = assertInstanceOf(Priced.class, ask(Boards.EAST, 0, 2, 50));
        assertEquals(Energy.ofKilowattHours(60), priced.facilityEnergy());
        assertEquals(Money.of("6", "GBP"), priced.energy());
        assertEquals(Money.of("0.5", "GBP"), priced.scarcity(), "0.02 a kWh for 25 kWh of the second half-hour");
        assertEquals(Money.of("6.5", "GBP"), priced.total());
        assertEquals(2, priced.periods().size());
    }

    @Test
    void bands_and_quality_come_along() {
        Priced priced = assertInstanceOf(Priced.class, ask(Boards.WEST, 0, 2, 50));
        assertEquals(
                new Band<>(Money.of("9", "GBP"), Money.of("12", "GBP"), Money.of("15", "GBP")), priced.energyBand());
        assertEquals(
                new Band<>(new CarbonMass(5_400_000), new CarbonMass(6_000_000), new CarbonMass(7_200_000)),
                priced.carbon());
        assertEquals(Quality.SIMULATED, priced.quality());
        assertEquals(
                Quality.PROVIDER_FORECAST,
                assertInstanceOf(Priced.class, ask(Boards.EAST, 0, 2, 50)).quality());
    }

    @Test
    void exactly_what_is_left_is_sold_and_a_watt_more_is_not() {
        assertInstanceOf(Priced.class, ask(Boards.EAST, 0, 2, 50));
        var ask = new PriceAsk(Boards.EAST, halfHours(0, 2), new Power(50_001));
        NoRoom refused = refused(Reason.NOT_ENOUGH_CAPACITY, PriceRules.answer(board, ask, Boards.START));
        assertEquals(Power.ofKilowatts(50), refused.most());
    }

    @Test
    void where_it_does_not_fit_the_cheapest_windows_that_do_are_named() {
        NoRoom refused = refused(Reason.NOT_ENOUGH_CAPACITY, ask(Boards.EAST, 0, 2, 70));
        List<Priced> alternatives = refused.alternatives();
        assertEquals(Boards.EAST, alternatives.getFirst().site());
        assertEquals(halfHours(2, 4), alternatives.getFirst().window());
        assertTrue(alternatives.stream().skip(1).allMatch(each -> each.site().equals(Boards.WEST)));
        assertEquals(
                alternatives.stream().map(Priced::total).sorted().toList(),
                alternatives.stream().map(Priced::total).toList());
        assertEquals(
                List.of(),
                refused(Reason.NOT_ENOUGH_CAPACITY, ask(Boards.EAST, 0, 2, 101)).alternatives());
    }

    @Test
    void what_was_sold_meanwhile_is_gone() {
        PlanBoard sold = board.with((site, grid) -> grid.stream()
                .map(period -> site.equals(Boards.EAST) ? Power.ofKilowatts(20) : Power.ZERO)
                .toList());
        assertEquals(
                Power.ofKilowatts(30),
                sold.periods(Boards.EAST, halfHours(1, 2)).getFirst().remaining());
        assertEquals(
                Power.ofKilowatts(50),
                sold.periods(Boards.EAST, halfHours(1, 2)).getFirst().offerable());
        var ask = new PriceAsk(Boards.EAST, halfHours(1, 2), Power.ofKilowatts(31));
        refused(Reason.NOT_ENOUGH_CAPACITY, PriceRules.answer(sold, ask, Boards.START));
    }

    @Test
    void every_other_refusal_has_its_name() {
        refused(Reason.UNKNOWN_SITE, ask(new SiteId("mars"), 0, 1, 1));
        refused(Reason.POWER_NOT_POSITIVE, ask(Boards.EAST, 0, 1, 0));
        refused(Reason.WINDOW_OUTSIDE_PLAN, ask(Boards.EAST, 3, 5, 1));
        Interval crooked = new Interval(Boards.START, Boards.START.plusSeconds(60));
        var ask = new PriceAsk(Boards.EAST, crooked, new Power(1));
        refused(Reason.WINDOW_NOT_ALIGNED, PriceRules.answer(board, ask, Boards.START));
    }

    @Test
    void a_window_that_has_begun_is_not_sold_at_its_very_beginning_it_is() {
        var ask = new PriceAsk(Boards.EAST, halfHours(0, 1), new Power(1));
        assertInstanceOf(Priced.class, PriceRules.answer(board, ask, Boards.START));
        Instant later = Boards.START.plusNanos(1);
        NoRoom refused = refused(Reason.WINDOW_OUTSIDE_PLAN, PriceRules.answer(board, ask, later));
        assertTrue(refused.alternatives().stream()
                .allMatch(each -> each.window().start().isAfter(Boards.START)));
    }
}
