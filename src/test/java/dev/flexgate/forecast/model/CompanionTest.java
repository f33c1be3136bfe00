package dev.flexgate.forecast.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.forecast.model.Companion.Auction;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompanionTest {

    private static final Instant START = Instant.parse("2026-05-01T00:00:00Z");
    private static final int HOURS = 40 * 24;
    private static final EvenSeries GRID = EvenSeries.of(START, Duration.ofHours(1), "ours", new double[HOURS]);
    private static final double[] THEIRS =
            new Random(4).doubles(HOURS + 48, 10, 90).toArray();
    private static final int ORIGIN = 35 * 24 + 9;

    private static double[] features(Companion companion, int lead) {
        var block = new CompanionBlock(GRID, companion, new Scale.Difference(1));
        block.origin(ORIGIN);
        double[] row = new double[block.size()];
        block.write(lead, row, 0);
        return row;
    }

    private static double[] changedFrom(int step) {
        double[] changed = THEIRS.clone();
        Arrays.setAll(changed, at -> at < step ? THEIRS[at] : 1e6 + at);
        return changed;
    }

    private static void isReadUntil(int step, Optional<Auction> auction, int late) {
        var told = new Companion("theirs", THEIRS, auction, late);
        assertEquals(step, told.knownUntil(GRID, ORIGIN));
        boolean anyOfTheLast = false;
        for (int lead = 0; lead < 30; lead++) {
            double[] row = features(told, lead);
            assertArrayEquals(row, features(new Companion("theirs", changedFrom(step), auction, late), lead));
            anyOfTheLast |=
                    !Arrays.equals(row, features(new Companion("theirs", changedFrom(step - 1), auction, late), lead));
        }
        assertTrue(anyOfTheLast, "what is known is read");
    }

    @Test
    void nothing_is_read_that_is_not_known_at_the_origin() {
        isReadUntil(ORIGIN, Optional.empty(), 0);
        isReadUntil(ORIGIN - 7, Optional.empty(), 7);
        isReadUntil(ORIGIN - 31, Optional.empty(), 31);
    }

    @Test
    void an_auction_is_read_to_the_end_of_the_day_that_it_is_of() {
        var published = new Auction(LocalTime.of(12, 57), ZoneId.of("Europe/Berlin"));
        // At 11:00 there the day ends in 13 hours, and has been known for 22.
        isReadUntil(ORIGIN + 13, Optional.of(published), 0);
        isReadUntil(ORIGIN + 13, Optional.of(published), 22);
        assertEquals(ORIGIN - 11, new Companion("theirs", THEIRS, Optional.of(published), 23).knownUntil(GRID, ORIGIN));
    }

    @Test
    void what_ends_early_is_taken_to_stay_as_it_was_the_day_before_and_is_not_called_known() {
        double[] values = Arrays.copyOf(THEIRS, HOURS);
        Arrays.fill(values, ORIGIN - 2, HOURS, Double.NaN);
        var cut = new Companion("theirs", values, Optional.empty(), 0);
        assertEquals(ORIGIN, cut.knownUntil(GRID, ORIGIN));
        assertFalse(Arrays.stream(features(cut, 3)).anyMatch(Double::isNaN));
        var shorter = new Companion("theirs", Arrays.copyOf(THEIRS, ORIGIN - 2), Optional.empty(), 0);
        assertArrayEquals(features(cut, 3), features(shorter, 3));
    }

    @Test
    void an_hour_counts_for_both_of_its_halves() {
        EvenSeries halves = EvenSeries.of(START.plusSeconds(1_800), Duration.ofMinutes(30), "ours", new double[9]);
        EvenSeries hours = EvenSeries.of(START, Duration.ofHours(1), "theirs", 1, 2, 3);
        Companion on = Companion.on(halves, "theirs", hours, hours.columns()[0], Optional.empty(), 0);
        assertArrayEquals(new double[] {1, 2, 2, 3, 3}, on.values());
    }
}
