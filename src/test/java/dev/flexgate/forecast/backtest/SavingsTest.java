package dev.flexgate.forecast.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.forecast.backtest.Savings.Freedom;
import dev.flexgate.forecast.backtest.Savings.Result;
import dev.flexgate.forecast.backtest.Savings.Shape;
import dev.flexgate.forecast.model.Companion;
import dev.flexgate.forecast.model.EvenSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavingsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final double[] HOME = {9, 8, 1, 2, 9, 3, 3, 9};
    private static final double[] AWAY = {5, 9, 9, 1, 1, 9, 9, 9};

    private static Foresight says(double... values) {
        return Foresight.named("said", (origin, leads) -> Arrays.copyOfRange(values, origin, origin + leads));
    }

    private static Result run(Shape shape, Freedom freedom, int replan, Work work, Foresight... by) {
        List<double[]> places = by.length == 1 ? List.of(HOME) : List.of(HOME, AWAY);
        return new Savings(places, List.of(work), shape, freedom, replan).run(List.of(by));
    }

    @Test
    void a_block_begins_where_its_sum_is_least_and_pieces_take_the_best_steps() {
        var work = new Work(0, 2, 8);
        assertEquals(1.5, run(Shape.BLOCK, Freedom.TIME, 0, work, says(HOME)).mean());
        assertEquals(8.5, run(Shape.BLOCK, Freedom.TIME, 0, work, says(HOME)).nowMean());
        var three = new Work(0, 3, 8);
        assertEquals(2, run(Shape.PIECES, Freedom.TIME, 0, three, says(HOME)).mean());
        assertEquals(
                100 * (1 - 6.0 / 18),
                run(Shape.PIECES, Freedom.TIME, 0, three, says(HOME)).savingPercent(),
                1e-9);
    }

    @Test
    void the_forecast_decides_and_what_came_is_counted() {
        Result misled = run(Shape.BLOCK, Freedom.TIME, 0, new Work(2, 1, 5), says(9, 9, 9, 9, 1, 9, 9, 9));
        assertEquals(9, misled.mean());
        assertEquals(-800, misled.savingPercent(), 1e-9);
        assertEquals(100, misled.worsePercent());
    }

    @Test
    void what_has_not_begun_is_decided_anew() {
        Foresight learning = Foresight.named(
                "learning",
                (origin, leads) -> Arrays.copyOfRange(
                        origin < 2 ? new double[] {9, 9, 9, 9, 1, 9, 9, 9} : HOME, origin, origin + leads));
        assertEquals(
                9,
                run(Shape.BLOCK, Freedom.TIME, 0, new Work(0, 1, 8), learning).mean());
        assertEquals(
                1,
                run(Shape.BLOCK, Freedom.TIME, 2, new Work(0, 1, 8), learning).mean());
        assertEquals(
                5,
                run(Shape.PIECES, Freedom.TIME, 2, new Work(0, 2, 8), learning).mean());
    }

    @Test
    void a_place_is_chosen_and_with_nothing_said_it_runs_on_arrival() {
        var work = new Work(0, 1, 5);
        assertEquals(
                5,
                run(Shape.BLOCK, Freedom.PLACE, 0, work, says(HOME), says(AWAY)).mean());
        assertEquals(
                1,
                run(Shape.BLOCK, Freedom.TIME_AND_PLACE, 0, work, says(HOME), says(AWAY))
                        .mean());
        Foresight silent = Foresight.named("silent", (_, _) -> new double[0]);
        Result now = run(Shape.BLOCK, Freedom.TIME, 0, work, silent);
        assertEquals(now.nowMean(), now.mean());
        assertEquals(9, run(Shape.PIECES, Freedom.TIME, 0, work, silent).mean());
    }

    @Test
    void work_that_touches_what_is_not_known_is_left_out() {
        double[] holed = HOME.clone();
        holed[3] = Double.NaN;
        var savings = new Savings(
                List.of(holed), List.of(new Work(0, 1, 3), new Work(1, 1, 5)), Shape.BLOCK, Freedom.TIME, 0);
        assertEquals(1, savings.run(List.of(says(holed))).jobs());
        var none = new Savings(List.of(holed), List.of(new Work(1, 1, 9)), Shape.BLOCK, Freedom.TIME, 0);
        assertThrows(BadDataException.class, () -> none.run(List.of(says(holed))));
    }

    @Test
    void an_auction_tells_the_next_day_from_its_hour_on() {
        var auction = new Companion.Auction(LocalTime.of(12, 57), ZoneId.of("Europe/Berlin"));
        EvenSeries series = EvenSeries.of(START, Duration.ofHours(1), "ci", new double[96]);
        var price = new Companion("price", new double[96], Optional.of(auction), 0);
        assertEquals(23, price.knownUntil(series, 11), "12:00 there: to the end of today");
        assertEquals(47, price.knownUntil(series, 12), "13:00 there: to the end of tomorrow");
        assertEquals(11, new Companion("carbon", new double[96], Optional.empty(), 0).knownUntil(series, 11));
    }

    /** Ours, with a companion that says what will come, on a series that nobody could foresee. */
    @Test
    void ours_learns_from_what_an_auction_tells_and_reads_nothing_that_is_not_known() {
        int days = 150;
        var random = new Random(5);
        double[] price = new double[days * 24];
        double[] carbon = new double[days * 24];
        double level = 0;
        for (int at = 0; at < price.length; at++) {
            level = at % 6 == 0 ? random.nextGaussian() * 30 : level;
            price[at] = 100 + level;
            carbon[at] = 200 + 2 * level + random.nextGaussian() * 5;
        }
        EvenSeries series = EvenSeries.of(START, Duration.ofHours(1), "ci", carbon);
        var auction = Optional.of(new Companion.Auction(LocalTime.NOON, ZoneId.of("UTC")));
        var beside = new Beside("price", EvenSeries.of(START, Duration.ofHours(1), "price", price), 0, auction);
        int origin = 140 * 24 + 13;
        var informed = new GatewayForesight(series, 0, List.of(beside.to(series)), 30, 400);
        double[] said = informed.from(origin, 30);
        assertTrue(miss(said, carbon, origin, 24) < 24, () -> "missed by " + miss(said, carbon, origin, 24));
        assertTrue(miss(new GatewayForesight(series, 0, List.of(), 30, 400).from(origin, 30), carbon, origin, 24) > 35);

        double[] future = carbon.clone();
        double[] auctions = price.clone();
        Arrays.fill(future, origin, future.length, 1e6);
        Arrays.fill(auctions, 142 * 24, auctions.length, 1e6);
        EvenSeries changed = EvenSeries.of(START, Duration.ofHours(1), "ci", future);
        var besideChanged =
                new Beside("price", EvenSeries.of(START, Duration.ofHours(1), "price", auctions), 0, auction);
        var blind = new GatewayForesight(changed, 0, List.of(besideChanged.to(changed)), 30, 400);
        assertEquals(Arrays.toString(said), Arrays.toString(blind.from(origin, 30)));
    }

    private static double miss(double[] said, double[] came, int origin, int leads) {
        double sum = 0;
        for (int lead = 0; lead < leads; lead++) {
            sum += Math.abs(said[lead] - came[origin + lead]);
        }
        return sum / leads;
    }

    @Test
    void jobs_come_from_a_file_and_its_faults_are_named(@TempDir Path folder) throws IOException {
        EvenSeries series = EvenSeries.of(START, Duration.ofMinutes(30), "ci", new double[96]);
        Path file = folder.resolve("jobs.csv");
        Files.writeString(
                file,
                "arrival_utc,duration_hours,slack_hours\n2026-01-01T09:30Z,1.5,2\n2025-12-31T09:30Z,1,0\n2026-01-01T10:00Z,1,0\n");
        assertEquals(List.of(new Work(19, 3, 26), new Work(20, 2, 22)), WorkFile.read(file, series));
        Files.writeString(file, "arrival_utc,duration_hours,slack_hours\n2026-01-01T09:30Z,1.2,2\n");
        String fault = assertThrows(BadDataException.class, () -> WorkFile.read(file, series))
                .getMessage();
        assertTrue(String.valueOf(fault).contains("line 2: duration_hours is not a whole number of steps"), fault);
    }
}
