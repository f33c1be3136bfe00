package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimulatedWeekTest {

    private static final Zone GB = new Zone("GB");
    private static final HalfHours WEEK = new HalfHours(Instant.parse("2026-11-16T00:00:00Z"), 7 * 48);

    /** Written down once: a later build, or another machine, must say the same. */
    @ParameterizedTest
    @CsvSource({
        "GB, CARBON_INTENSITY, 2026-11-21T12:00:00Z, 115",
        "GB, CARBON_INTENSITY, 2026-11-21T12:30:00Z, 113",
        "GB-13, CARBON_INTENSITY, 2026-11-20T18:00:00Z, 284",
        "GB-C, ENERGY_PRICE, 2026-11-20T17:30:00Z, 0.3197",
        "GB-C, ENERGY_PRICE, 1969-12-31T23:30:00Z, 0.1539"
    })
    void the_formula_gives_the_values_written_down(Zone zone, Signal signal, Instant start, BigDecimal value) {
        assertEquals(
                value,
                SimulatedWeek.reading(zone, signal, Interval.from(start, HalfHours.STEP))
                        .value());
    }

    @ParameterizedTest
    @EnumSource(
            value = Signal.class,
            names = {"CARBON_INTENSITY", "ENERGY_PRICE"})
    void every_value_says_that_it_is_simulated(Signal signal) {
        assertTrue(week(GB, signal).stream().allMatch(each -> each.quality() == Quality.SIMULATED));
        assertEquals("simulated", new SimulatedWeek(GB, signal).name());
    }

    @ParameterizedTest
    @CsvSource({"CARBON_INTENSITY, 50, 450", "ENERGY_PRICE, 0.08, 0.55"})
    void values_stay_in_a_believable_range(Signal signal, BigDecimal lowest, BigDecimal highest) {
        for (Reading reading : week(GB, signal)) {
            assertTrue(reading.value().compareTo(lowest) > 0, reading.toString());
            assertTrue(reading.value().compareTo(highest) < 0, reading.toString());
        }
    }

    @Test
    void zones_differ() {
        assertNotEquals(
                week(new Zone("GB-1"), Signal.CARBON_INTENSITY).stream()
                        .map(Reading::value)
                        .toList(),
                week(new Zone("GB-2"), Signal.CARBON_INTENSITY).stream()
                        .map(Reading::value)
                        .toList());
    }

    @Test
    void evenings_are_dearer_than_nights_and_weekdays_dirtier_than_weekends() {
        assertTrue(mean(Signal.ENERGY_PRICE, 17) > 1.5 * mean(Signal.ENERGY_PRICE, 3));
        List<Reading> days = year(Signal.CARBON_INTENSITY);
        assertTrue(meanOf(days, true) > meanOf(days, false));
    }

    private static double mean(Signal signal, int hour) {
        return year(signal).stream()
                .filter(each -> each.valid().start().getEpochSecond() / 3600 % 24 == hour)
                .mapToDouble(each -> each.value().doubleValue())
                .average()
                .orElseThrow();
    }

    private static double meanOf(List<Reading> readings, boolean weekdays) {
        return readings.stream()
                .filter(each -> (each.valid()
                                        .start()
                                        .atOffset(ZoneOffset.UTC)
                                        .getDayOfWeek()
                                        .getValue()
                                <= 5)
                        == weekdays)
                .mapToDouble(each -> each.value().doubleValue())
                .average()
                .orElseThrow();
    }

    private static List<Reading> year(Signal signal) {
        var year = new HalfHours(Instant.parse("2026-01-01T00:00:00Z"), 365 * 48);
        return assertInstanceOf(Received.class, new SimulatedWeek(GB, signal).fetch(year))
                .readings();
    }

    private static List<Reading> week(Zone zone, Signal signal) {
        return assertInstanceOf(Received.class, new SimulatedWeek(zone, signal).fetch(WEEK))
                .readings();
    }
}
