package dev.flexgate.market;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.planning.SitePeriod;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotRulesTest {

    private static List<Slot> derive(List<SitePeriod> periods) {
        return SlotRules.derive(Sample.site(), periods, Sample.OFFER, Sample.NOW, 3);
    }

    @Test
    void windows_are_aligned_to_the_offers_length_and_leave_its_notice() {
        List<Slot> slots = derive(Sample.day(Sample.HUNDRED_KW));
        assertEquals(
                Instant.parse("2026-03-02T10:00:00Z"), slots.getFirst().window().start());
        assertEquals(
                "slot-cambridge-east-20260302T1000Z-PT2H", slots.getFirst().id().value());
        assertEquals(11, slots.size());
    }

    @Test
    void a_slot_is_as_wide_as_the_tightest_of_its_half_hours_in_whole_steps() {
        List<SitePeriod> periods = new ArrayList<>(Sample.day(Sample.HUNDRED_KW));
        periods.replaceAll(each -> each.period().start().equals(Instant.parse("2026-03-02T12:30:00Z"))
                ? Sample.period(each.period().start(), new Power(57_300), "0.1", 120)
                : each);
        Slot slot = find(derive(periods), "2026-03-02T12:00:00Z");
        assertEquals(Power.ofKilowatts(50), slot.offerable());
    }

    @Test
    void a_window_with_less_than_the_least_power_is_no_slot() {
        assertEquals(List.of(), derive(Sample.day(new Power(9_999))));
    }

    @Test
    void a_window_with_a_missing_half_hour_is_no_slot() {
        List<SitePeriod> periods = Sample.day(Sample.HUNDRED_KW).stream()
                .filter(each -> !each.period().start().equals(Instant.parse("2026-03-02T12:30:00Z")))
                .toList();
        assertTrue(derive(periods).stream()
                .noneMatch(slot -> slot.window().start().equals(Instant.parse("2026-03-02T12:00:00Z"))));
    }

    @Test
    void the_price_is_energy_times_pue_plus_fee_and_the_floor_has_no_fee() {
        Slot slot = find(derive(Sample.day(Sample.HUNDRED_KW)), "2026-03-02T12:00:00Z");
        assertEquals(EnergyPrice.of("0.12", "GBP"), slot.floor());
        assertEquals(EnergyPrice.of("0.132", "GBP"), slot.price().p50());
    }

    @Test
    void one_simulated_half_hour_makes_the_whole_slot_simulated() {
        List<SitePeriod> periods = new ArrayList<>(Sample.day(Sample.HUNDRED_KW));
        periods.replaceAll(each ->
                each.period().start().equals(Instant.parse("2026-03-02T13:30:00Z")) ? Sample.simulated(each) : each);
        assertEquals(
                Quality.SIMULATED, find(derive(periods), "2026-03-02T12:00:00Z").quality());
        assertEquals(
                Quality.PROVIDER_FORECAST,
                find(derive(periods), "2026-03-02T14:00:00Z").quality());
    }

    private static Slot find(List<Slot> slots, String start) {
        return slots.stream()
                .filter(slot -> slot.window().start().equals(Instant.parse(start)))
                .findFirst()
                .orElseThrow();
    }
}
