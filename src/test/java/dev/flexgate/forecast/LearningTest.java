package dev.flexgate.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.quantity.HalfHours;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LearningTest {

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final int DAYS = 110;
    private static final int LEARNT_DAYS = 96;
    private static final History ALL = Weekly.series(START, DAYS, 3);
    private static final Learning LEARNT = learn();

    private static Learning learn() {
        return Learning.from(until(LEARNT_DAYS * 48 + 17), () -> {}).orElseThrow();
    }

    private static History until(int count) {
        return new History(new HalfHours(START, count), Arrays.copyOf(ALL.values(), count));
    }

    /** The weeks before an origin and nothing after it. */
    private static Optional<Learning.Ahead> ahead(int origin) {
        int first = origin - 42 * 48;
        double[] recent = Arrays.copyOfRange(ALL.values(), first, origin);
        return LEARNT.forecast(new History(new HalfHours(ALL.halfHours().startOf(first), 42 * 48), recent), 42 * 48);
    }

    @Test
    void it_beats_the_fallback_at_any_time_of_the_day_and_its_band_holds() {
        double ours = 0;
        double fallbacks = 0;
        int held = 0;
        int all = 0;
        for (int origin = LEARNT_DAYS * 48 + 17; origin + 192 <= DAYS * 48; origin += 31) {
            Learning.Ahead said = ahead(origin).orElseThrow();
            double[] fallback = SeasonalNaive.forecast(
                    SeasonalNaive.Method.AVERAGE_DECAY, Arrays.copyOf(ALL.values(), origin), origin, 192);
            for (int lead = 0; lead < 192; lead++) {
                Learning.Ahead.Value value = said.at(42 * 48 + lead).orElseThrow();
                double actual = ALL.values()[origin + lead];
                ours += Math.abs(value.p50() - actual);
                fallbacks += Math.abs(fallback[lead] - actual);
                held += value.p10() <= actual && actual <= value.p90() ? 1 : 0;
                all++;
            }
        }
        assertTrue(ours < 0.75 * fallbacks, ours / all + " against " + fallbacks / all);
        assertTrue(held > 0.65 * all && held < 0.95 * all, "held " + held + " of " + all);
    }

    @Test
    void it_reaches_two_days_by_half_hours_and_four_by_hours() {
        Learning.Ahead said = ahead(LEARNT_DAYS * 48 + 17).orElseThrow();
        assertEquals("flexgate", said.at(42 * 48 + 95).orElseThrow().method());
        Learning.Ahead.Value hour = said.at(42 * 48 + 150).orElseThrow();
        assertEquals("flexgate-hourly", hour.method());
        // The origin is half past, so an odd lead begins an hour.
        assertEquals(said.at(42 * 48 + 151), said.at(42 * 48 + 152));
        assertTrue(said.at(42 * 48 + 191).isPresent());
        assertTrue(said.at(42 * 48 + 210).isEmpty());
        assertTrue(said.at(42 * 48 - 1).isEmpty());
    }

    @Test
    void the_same_history_gives_the_same_bytes_and_they_are_read_back() {
        byte[] bytes = LEARNT.bytes();
        assertArrayEquals(bytes, learn().bytes());
        assertArrayEquals(bytes, Learning.read(bytes).bytes());
        assertThrows(UncheckedIOException.class, () -> Learning.read(Arrays.copyOf(bytes, bytes.length / 2)));
    }

    @Test
    void under_ninety_days_nothing_is_learnt() {
        assertTrue(Learning.from(until(90 * 48 - 1), () -> {}).isEmpty());
    }

    @Test
    void whoever_lost_patience_ends_it() {
        assertThrows(
                TrainingFailedException.class,
                () -> Learning.from(until(LEARNT_DAYS * 48), () -> {
                    throw new TrainingFailedException("enough");
                }));
    }

    @Test
    void holes_are_bridged_and_too_many_are_not() {
        int origin = LEARNT_DAYS * 48 + 17;
        double[] recent = Arrays.copyOfRange(ALL.values(), origin - 42 * 48, origin);
        var halfHours = new HalfHours(ALL.halfHours().startOf(origin - 42 * 48), 42 * 48);
        Arrays.fill(recent, 35 * 48, 35 * 48 + 12, Double.NaN);
        assertTrue(LEARNT.forecast(new History(halfHours, recent), 42 * 48).isPresent());
        Arrays.fill(recent, 0, 16 * 48, Double.NaN);
        assertTrue(LEARNT.forecast(new History(halfHours, recent), 42 * 48).isEmpty());
    }

    @Test
    void an_hour_is_the_mean_of_its_half_hours_or_the_one_that_is_known() {
        var history = new History(
                new HalfHours(Instant.parse("2026-05-01T00:30:00Z"), 6), new double[] {9, 1, 3, Double.NaN, 5, 7});
        assertEquals(Instant.parse("2026-05-01T01:00:00Z"), history.hourly().start());
        assertArrayEquals(new double[] {2, 5}, history.hourly().columns()[0]);
    }
}
