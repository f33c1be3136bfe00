package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flexgate.feed.HalfHourly.Span;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HalfHourlyTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Zone FI = new Zone("FI");

    @Test
    void an_hour_counts_for_both_of_its_halves() {
        assertEquals(List.of("12:00 106.78", "12:30 106.78"), of(span(0, 60, "106.78")));
    }

    @Test
    void two_quarters_are_averaged() {
        assertEquals(List.of("12:00 -2.5"), of(span(15, 15, "-10"), span(0, 15, "5")));
    }

    @Test
    void a_single_quarter_is_too_little_and_is_not_guessed_from() {
        assertEquals(List.of("12:30 7"), of(span(0, 15, "5"), span(30, 30, "7")));
    }

    @Test
    void four_of_six_five_minute_values_are_enough_and_three_are_not() {
        assertEquals(List.of("12:00 2.5"), of(span(0, 5, "1"), span(5, 5, "2"), span(15, 5, "3"), span(25, 5, "4")));
        assertEquals(List.of(), of(span(0, 5, "1"), span(5, 5, "2"), span(15, 5, "3")));
    }

    @Test
    void an_hour_that_begins_off_the_grid_counts_by_its_share() {
        assertEquals(
                List.of("12:30 4"),
                of(span(15, 15, "100"), span(30, 60, "4")).stream()
                        .filter(each -> each.startsWith("12:30"))
                        .toList());
        assertEquals(List.of("12:00 0.5", "12:30 1"), of(span(0, 15, "0"), span(15, 60, "1")));
    }

    @Test
    void the_worst_quality_of_its_parts_is_that_of_a_half_hour() {
        var estimated = new Span(
                Interval.from(NOON.plusSeconds(900), Duration.ofMinutes(15)), BigDecimal.TEN, Quality.ESTIMATED);
        List<Reading> readings = HalfHourly.of(FI, Signal.LOAD, List.of(span(0, 15, "5"), estimated));
        assertEquals(Quality.ESTIMATED, readings.getFirst().quality());
    }

    @Test
    void the_same_said_twice_is_said_once_and_two_things_are_refused() {
        assertEquals(List.of("12:00 5"), of(span(0, 30, "5"), span(0, 30, "5.0")));
        assertThrows(BadAnswerException.class, () -> of(span(0, 30, "5"), span(0, 30, "6")));
        assertThrows(BadAnswerException.class, () -> of(span(0, 60, "5"), span(30, 30, "6")));
    }

    @Test
    void a_mean_is_as_fine_as_the_signal_and_a_float_written_out_is_rounded_once() {
        assertEquals(List.of("12:00 0.333"), of(span(0, 10, "0"), span(10, 10, "0"), span(20, 10, "1")));
        assertEquals(
                "8647.1085643555",
                HalfHourly.kept(new BigDecimal("8647.10856435546875")).toPlainString());
    }

    private static List<String> of(Span... spans) {
        var texts = new ArrayList<String>();
        HalfHourly.of(FI, Signal.LOAD, List.of(spans))
                .forEach(each -> texts.add(each.valid().start().toString().substring(11, 16) + " "
                        + each.value().toPlainString()));
        return texts;
    }

    private static Span span(int minute, int minutes, String value) {
        Interval period = Interval.from(NOON.plus(Duration.ofMinutes(minute)), Duration.ofMinutes(minutes));
        return new Span(period, new BigDecimal(value), Quality.MEASURED);
    }
}
