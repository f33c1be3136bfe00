package dev.flexgate.forecast.model;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CalibratedTest {

    private static final int DAYS = 280;
    private static final int BEGIN = 90 * 24;
    private static final int LEADS = 96;

    private record Flat() implements Method {
        @Override
        public String name() {
            return "flat";
        }

        @Override
        public double[] forecast(Past past, int leads) {
            double[] flat = new double[leads];
            Arrays.fill(flat, 100);
            return flat;
        }
    }

    @Test
    void errors_that_keep_growing_are_covered_as_often_as_promised() {
        var series = EvenSeries.of(Grown.START, Duration.ofHours(1), "value", growing());
        var data = new Dataset(series, 0, WeatherForecasts.NONE);
        var calibrated = new Calibrated(new Flat(), data, LEADS, BEGIN);
        Tally[] tallies = {new Tally(), new Tally(), new Tally(), new Tally()};
        for (int origin = BEGIN; origin + LEADS <= series.count(); origin += 24) {
            Banded forecast = calibrated.forecast(origin);
            for (int lead = 0; lead < LEADS; lead++) {
                tallies[lead / 24].add(forecast, lead, data.values()[origin + lead]);
            }
        }
        for (Tally tally : tallies) {
            double coverage = tally.skill().coveragePercent();
            assertTrue(coverage > 78.5 && coverage < 81.5, "covered " + coverage);
        }
    }

    @Test
    void one_value_below_zero_does_not_blow_the_band_up() {
        double[] values = growing();
        values[BEGIN + 30 * 24] = -5;
        var data =
                new Dataset(EvenSeries.of(Grown.START, Duration.ofHours(1), "value", values), 0, WeatherForecasts.NONE);
        Banded forecast = new Calibrated(new Flat(), data, LEADS, BEGIN).forecast(BEGIN + 32 * 24);
        assertTrue(forecast.p90()[3] < 200, "up to " + forecast.p90()[3]);
    }

    private static double[] growing() {
        var random = new Random(5);
        double[] values = new double[DAYS * 24];
        double miss = 0;
        for (int at = 0; at < values.length; at++) {
            miss = 0.95 * miss + random.nextGaussian() * StrictMath.exp(3.0 * at / values.length);
            values[at] = 100 + 0.3 * miss;
        }
        return values;
    }
}
