package dev.flexgate.forecast.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LearnedTest {

    private static final int LEADS = 24;
    private static final int DAYS = 150;
    private static final int ORIGIN = 136 * 24;
    private static final Dataset GRID = Grown.grid(DAYS, 7);

    private static Banded forecast(Dataset data, int origin) {
        return new Calibrated(new Learned(data, LEADS, origin), data, LEADS, origin).forecast(origin);
    }

    @Test
    void what_comes_after_the_origin_changes_not_one_bit() {
        Banded honest = forecast(GRID, ORIGIN);
        Banded scrambled = forecast(Grown.scrambledAfter(GRID, ORIGIN, 99), ORIGIN);
        assertEquals(LEADS, honest.p50().length);
        assertArrayEquals(honest.p10(), scrambled.p10());
        assertArrayEquals(honest.p50(), scrambled.p50());
        assertArrayEquals(honest.p90(), scrambled.p90());
    }

    @Test
    void the_value_before_the_origin_does_change_it() {
        Banded one = forecast(GRID, ORIGIN);
        Banded other = forecast(Grown.scrambledAfter(GRID, ORIGIN - 1, 99), ORIGIN);
        assertFalse(Arrays.equals(one.p50(), other.p50()));
    }

    @Test
    void a_forecast_does_not_depend_on_what_was_asked_before() {
        Banded alone = forecast(GRID, ORIGIN);
        var asked = new Calibrated(new Learned(GRID, LEADS, ORIGIN), GRID, LEADS, ORIGIN);
        for (int day = -5; day < 0; day++) {
            asked.forecast(ORIGIN + day * 24);
        }
        assertArrayEquals(alone.p50(), asked.forecast(ORIGIN).p50());
        assertArrayEquals(alone.p90(), asked.forecast(ORIGIN).p90());
    }

    @Test
    void weather_that_tells_is_used() {
        double with = miss(GRID);
        double without = miss(GRID.withoutWeather());
        double naive = miss(GRID, Baselines.AVERAGE_DECAY);
        assertTrue(with < 0.6 * without, with + " with weather, " + without + " without");
        assertTrue(with < 0.6 * naive, with + " with weather, " + naive + " naive");
    }

    @Test
    void too_little_history_is_forecast_by_the_fallback() {
        int origin = 40 * 24;
        var learned = new Learned(GRID, LEADS, origin);
        var past = new Past(GRID.series(), 0, origin);
        double[] fallback = Baselines.AVERAGE_DECAY.forecast(past, LEADS);
        assertArrayEquals(fallback, learned.forecast(past, LEADS), 1e-9);
        assertEquals(0, learned.forecast(new Past(GRID.series(), 0, 30), LEADS).length);
    }

    @Test
    void half_hourly_prices_below_zero_are_forecast_too() {
        double[] values = new double[130 * 48];
        for (int at = 0; at < values.length; at++) {
            values[at] = 40 + 60 * Math.sin(2 * Math.PI * at / 48) + (at * 7919L % 101) / 50.0;
        }
        var series = EvenSeries.of(Grown.START, Duration.ofMinutes(30), "price", values);
        var data = new Dataset(series, 0, WeatherForecasts.NONE);
        int origin = 120 * 48 + 17;
        Banded forecast = forecast(data, origin);
        for (int lead = 0; lead < LEADS; lead++) {
            assertEquals(values[origin + lead], forecast.p50()[lead], 3, "lead " + lead);
            assertTrue(forecast.p10()[lead] <= forecast.p50()[lead] && forecast.p50()[lead] <= forecast.p90()[lead]);
        }
    }

    @Test
    void the_past_ends_at_the_origin() {
        var past = new Past(GRID.series(), 0, 100);
        assertThrows(IndexOutOfBoundsException.class, () -> past.value(100));
    }

    private static double miss(Dataset data) {
        return miss(data, new Learned(data, LEADS, ORIGIN));
    }

    private static double miss(Dataset data, Method method) {
        double sum = 0;
        for (int day = 0; day < 12; day++) {
            int origin = ORIGIN + day * 24;
            double[] forecast = method.forecast(new Past(data.series(), 0, origin), LEADS);
            for (int lead = 0; lead < LEADS; lead++) {
                sum += Math.abs(forecast[lead] - data.values()[origin + lead]);
            }
        }
        return sum;
    }
}
