package dev.flexgate.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Beside;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.model.WeatherForecasts;
import dev.flexgate.forecast.model.WeatherForecasts.Variable;
import dev.flexgate.quantity.HalfHours;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
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
        return LEARNT.forecast(
                new History(new HalfHours(ALL.halfHours().startOf(first), 42 * 48), recent),
                42 * 48,
                Surroundings.NONE);
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
        assertTrue(LEARNT.forecast(new History(halfHours, recent), 42 * 48, Surroundings.NONE)
                .isPresent());
        Arrays.fill(recent, 0, 16 * 48, Double.NaN);
        assertTrue(LEARNT.forecast(new History(halfHours, recent), 42 * 48, Surroundings.NONE)
                .isEmpty());
    }

    @Test
    void an_hour_is_the_mean_of_its_half_hours_or_the_one_that_is_known() {
        var history = new History(
                new HalfHours(Instant.parse("2026-05-01T00:30:00Z"), 6), new double[] {9, 1, 3, Double.NaN, 5, 7});
        assertEquals(Instant.parse("2026-05-01T01:00:00Z"), history.hourly().start());
        assertArrayEquals(new double[] {2, 5}, history.hourly().columns()[0]);
    }

    @Test
    void weather_that_tells_is_learnt_with_and_where_none_is_told_the_other_forecasts_go_on() {
        int days = 104;
        var random = new Random(5);
        double[] wind = new double[(days + 6) * 24];
        for (int hour = 1; hour < wind.length; hour++) {
            wind[hour] = 0.97 * wind[hour - 1] + random.nextGaussian();
        }
        double[] values = new double[days * 48];
        Arrays.setAll(values, at -> 300 + 20 * Math.sin(2 * Math.PI * at / 48) - 12 * (8 + wind[at / 2]));
        var issues = new TreeMap<Instant, WeatherForecasts.Issue>();
        for (int day = 0; day < days; day++) {
            double[] told = Arrays.copyOfRange(wind, day * 24, day * 24 + 144);
            Arrays.setAll(told, hour -> 8 + told[hour]);
            double[] mild = new double[144];
            Arrays.fill(mild, 285);
            Instant start = START.plus(Duration.ofDays(day));
            issues.put(
                    start.plus(Duration.ofHours(5)),
                    new WeatherForecasts.Issue(
                            start,
                            Map.of(
                                    Variable.WIND_SPEED, told,
                                    Variable.TEMPERATURE, mild,
                                    Variable.DEW_POINT, mild,
                                    Variable.RADIATION, mild)));
        }
        var weather = new WeatherForecasts(issues);
        int learnt = 97 * 48;
        var history = new History(new HalfHours(START, learnt), Arrays.copyOf(values, learnt));
        Instant now = history.halfHours().end();
        Learning learning = Learning.from(history, List.of(), new Surroundings(weather, List.of()), now, () -> {})
                .orElseThrow();
        double with = 0;
        double without = 0;
        for (int origin = learnt + 13; origin + 96 <= values.length; origin += 37) {
            var recent = new History(
                    new HalfHours(START.plus(HalfHours.STEP.multipliedBy(origin - 2_016)), 2_016),
                    Arrays.copyOfRange(values, origin - 2_016, origin));
            Learning.Ahead told = learning.forecast(recent, 2_016, new Surroundings(weather, List.of()))
                    .orElseThrow();
            Learning.Ahead untold =
                    learning.forecast(recent, 2_016, Surroundings.NONE).orElseThrow();
            assertEquals("flexgate+weather", told.method());
            assertEquals("flexgate", untold.method());
            for (int lead = 0; lead < 96; lead++) {
                with += Math.abs(told.near().p50()[lead] - values[origin + lead]);
                without += Math.abs(untold.near().p50()[lead] - values[origin + lead]);
            }
        }
        assertTrue(with < 0.5 * without, with + " with weather, " + without + " without");
        assertArrayEquals(learning.bytes(), Learning.read(learning.bytes()).bytes());
    }

    @Test
    void what_a_neighbour_publishes_is_used_as_far_as_it_is_out() {
        int days = 125;
        var random = new Random(6);
        double[] price = new double[(days + 3) * 48];
        for (int at = 1; at < price.length; at++) {
            price[at] = 0.99 * price[at - 1] + random.nextGaussian();
        }
        double[] values = new double[days * 48];
        Arrays.setAll(values, at -> 300 + 20 * Math.sin(2 * Math.PI * at / 48) + 5 * price[at]);
        int learnt = 97 * 48;
        var history = new History(new HalfHours(START, learnt), Arrays.copyOf(values, learnt));
        Learning learning = Learning.from(
                        history,
                        List.of(),
                        new Surroundings(WeatherForecasts.NONE, List.of(told(price, 0, learnt + 94))),
                        history.halfHours().end(),
                        () -> {})
                .orElseThrow();
        double with = 0;
        double without = 0;
        for (int origin = learnt + 48; origin + 96 <= values.length; origin += 48) {
            var recent = new History(
                    new HalfHours(START.plus(HalfHours.STEP.multipliedBy(origin - 2_016)), 2_016),
                    Arrays.copyOfRange(values, origin - 2_016, origin));
            // Published at noon, asked at midnight: it is known to the end of the day.
            var around = new Surroundings(WeatherForecasts.NONE, List.of(told(price, origin - 2_016, origin + 48)));
            Learning.Ahead said = learning.forecast(recent, 2_016, around).orElseThrow();
            double[] unknown = price.clone();
            Arrays.fill(unknown, origin + 48, unknown.length, 1e6);
            var more = new Surroundings(WeatherForecasts.NONE, List.of(told(unknown, origin - 2_016, origin + 94)));
            assertArrayEquals(
                    said.near().p50(),
                    learning.forecast(recent, 2_016, more).orElseThrow().near().p50(),
                    "what is not yet published is not looked at");
            Learning.Ahead alone =
                    learning.forecast(recent, 2_016, Surroundings.NONE).orElseThrow();
            assertEquals("flexgate+beside", said.method());
            assertEquals("flexgate", alone.method());
            assertEquals(List.of(new UUID(1, 2)), said.vintages());
            for (int lead = 0; lead < 44; lead++) {
                with += Math.abs(said.near().p50()[lead] - values[origin + lead]);
                without += Math.abs(alone.near().p50()[lead] - values[origin + lead]);
            }
        }
        Learning.Ahead silent = learning.forecast(
                        until(learnt),
                        learnt,
                        new Surroundings(WeatherForecasts.NONE, List.of(told(price, 0, learnt - 49))))
                .orElseThrow();
        assertEquals("flexgate", silent.method(), "a neighbour that fell silent");
        assertTrue(with < 0.7 * without, with + " with the price, " + without + " without");
        assertArrayEquals(learning.bytes(), Learning.read(learning.bytes()).bytes());
    }

    private static Neighbour told(double[] price, int from, int end) {
        var auction = new Beside.Published(LocalTime.NOON, ZoneOffset.UTC);
        var beside = new Beside(new Topic(new Zone("DE"), Signal.ENERGY_PRICE), Optional.of(auction));
        return new Neighbour(
                new Neighbour.Kind(beside, 0),
                new History(
                        new HalfHours(START.plus(HalfHours.STEP.multipliedBy(from)), end - from),
                        Arrays.copyOfRange(price, from, end)),
                List.of(new UUID(1, 2)));
    }
}
