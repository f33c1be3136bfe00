package dev.flexgate.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class QuantityTest {

    private static final Interval FOUR_HOURS = Interval.of("2026-01-15T10:00:00Z", "2026-01-15T14:00:00Z");

    @Nested
    class Energies {

        @Test
        void one_point_two_megawatts_for_four_hours_are_4800_kwh() {
            assertEquals(Energy.ofKilowattHours(4_800), Power.ofKilowatts(1_200).over(FOUR_HOURS));
        }

        @Test
        void an_odd_watt_over_a_half_hour_loses_nothing() {
            Interval halfHour = Interval.from(FOUR_HOURS.start(), HalfHours.STEP);
            assertEquals(new Energy(1_800), new Power(1).over(halfHour));
            assertEquals(new BigDecimal("0.0005"), new Power(1).over(halfHour).kilowattHours());
        }

        @Test
        void splitting_an_interval_never_changes_the_energy() {
            var random = new Random(7);
            for (int round = 0; round < 10_000; round++) {
                var power = new Power(random.nextLong(-1_000_000_000L, 1_000_000_000L));
                Instant start = Instant.ofEpochSecond(random.nextLong(2_000_000_000L));
                Instant end = start.plusSeconds(2 + random.nextInt(1_000_000));
                Instant middle =
                        start.plusSeconds(1 + random.nextLong(end.getEpochSecond() - start.getEpochSecond() - 1));
                Energy parts = power.over(new Interval(start, middle)).plus(power.over(new Interval(middle, end)));
                assertEquals(power.over(new Interval(start, end)), parts);
            }
        }

        @Test
        void a_kilowatt_hour_finer_than_a_joule_is_refused() {
            assertThrows(ArithmeticException.class, () -> Energy.ofKilowattHours(new BigDecimal("0.0000001")));
        }

        @Test
        void an_overflow_is_refused_not_wrapped() {
            assertThrows(ArithmeticException.class, () -> new Power(Long.MAX_VALUE).over(FOUR_HOURS));
        }
    }

    @Nested
    class Prices {

        @Test
        void the_published_compute_energy_example_costs_489_60() {
            Energy energy = Power.ofKilowatts(1_200).over(FOUR_HOURS);
            assertEquals(
                    Money.of("489.6", "GBP"), EnergyPrice.of("0.102", "GBP").of(energy));
        }

        @Test
        void a_negative_price_pays_the_consumer() {
            assertEquals(
                    Money.of("-0.1994", "GBP"), EnergyPrice.of("-0.1994", "GBP").of(Energy.ofKilowattHours(1)));
        }

        @Test
        void currencies_never_mix() {
            assertThrows(
                    IllegalArgumentException.class, () -> Money.of("1", "GBP").plus(Money.of("1", "EUR")));
        }

        @Test
        void an_amount_finer_than_its_scale_is_refused_unless_rounded() {
            assertThrows(ArithmeticException.class, () -> Money.of("0.00005", "GBP"));
            assertEquals(
                    Money.of("0.0000", "GBP"),
                    Money.rounded(new BigDecimal("0.00005"), java.util.Currency.getInstance("GBP")));
        }

        @Test
        void amounts_that_are_equal_are_equal_whatever_their_zeros() {
            assertEquals(Money.of("1", "GBP"), Money.of("1.000", "GBP"));
            assertEquals(EnergyPrice.of("0.10", "GBP"), EnergyPrice.of("0.1", "GBP"));
        }
    }

    @Nested
    class Carbon {

        @Test
        void the_published_compute_energy_example_emits_576_kg() {
            Energy energy = Power.ofKilowatts(1_200).over(FOUR_HOURS);
            assertEquals(
                    CarbonMass.ofKilograms(new BigDecimal("576")),
                    CarbonIntensity.ofGramsPerKwh(120).of(energy));
        }
    }

    @Nested
    class Intervals {

        @Test
        void the_end_is_outside() {
            assertTrue(FOUR_HOURS.contains(FOUR_HOURS.start()));
            assertFalse(FOUR_HOURS.contains(FOUR_HOURS.end()));
        }

        @Test
        void neighbours_do_not_overlap() {
            assertFalse(FOUR_HOURS.overlaps(Interval.from(FOUR_HOURS.end(), HalfHours.STEP)));
        }

        @Test
        void an_empty_interval_cannot_be_held() {
            assertThrows(IllegalArgumentException.class, () -> new Interval(FOUR_HOURS.start(), FOUR_HOURS.start()));
        }

        @Test
        void a_grid_covers_an_aligned_interval_exactly() {
            HalfHours grid = HalfHours.of(FOUR_HOURS);
            assertEquals(8, grid.count());
            assertEquals(FOUR_HOURS, grid.span());
            assertEquals(0, grid.indexOf(FOUR_HOURS.start()));
            assertEquals(-1, grid.indexOf(FOUR_HOURS.start().minusSeconds(1)));
            assertEquals(8, grid.indexOf(FOUR_HOURS.end()));
        }

        @Test
        void a_grid_must_be_aligned() {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new HalfHours(FOUR_HOURS.start().plusSeconds(60), 1));
        }
    }
}
