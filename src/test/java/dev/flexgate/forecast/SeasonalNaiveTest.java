package dev.flexgate.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.forecast.SeasonalNaive.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SeasonalNaiveTest {

    private static final int TWO_DAYS = 96;

    @Nested
    class WhatAHistoryAllows {

        @Test
        void a_week_allows_the_average() {
            assertEquals(
                    Method.AVERAGE_DECAY, SeasonalNaive.method(new double[SeasonalNaive.WEEK], SeasonalNaive.WEEK));
        }

        @Test
        void four_days_of_each_half_hour_allow_it_and_three_do_not() {
            double[] history = new double[SeasonalNaive.WEEK];
            Arrays.fill(history, 0, 3 * 48, Double.NaN);
            assertEquals(Method.AVERAGE_DECAY, SeasonalNaive.method(history, history.length));
            history[history.length - 1] = Double.NaN;
            assertEquals(Method.YESTERDAY, SeasonalNaive.method(history, history.length));
        }

        @Test
        void a_day_allows_repeating_it_and_less_than_a_day_nothing() {
            assertEquals(Method.YESTERDAY, SeasonalNaive.method(new double[48], 48));
            double[] almost = new double[48];
            almost[10] = Double.NaN;
            assertEquals(Method.NONE, SeasonalNaive.method(almost, 48));
        }
    }

    @Test
    void a_constant_goes_on() {
        double[] history = new double[SeasonalNaive.WEEK];
        Arrays.fill(history, 200);
        double[] expected = new double[TWO_DAYS];
        Arrays.fill(expected, 200);
        assertArrayEquals(
                expected, SeasonalNaive.forecast(Method.AVERAGE_DECAY, history, history.length, TWO_DAYS), 1e-9);
    }

    @Test
    void a_last_value_off_the_average_fades() {
        double[] history = new double[SeasonalNaive.WEEK];
        Arrays.fill(history, 200);
        history[history.length - 1] = 270;
        double[] forecast = SeasonalNaive.forecast(Method.AVERAGE_DECAY, history, history.length, 2);
        // The average of its half-hour is 210, the mean deviation of the last day (270 - 210) / 48.
        assertEquals(200 + 0.6 * 60 * Math.pow(0.93, 0.5) + 0.5 * 60 / 48 * Math.pow(0.99, 0.5), forecast[0], 1e-9);
        assertEquals(200 + 0.6 * 60 * 0.93 + 0.5 * 60 / 48 * 0.99, forecast[1], 1e-9);
    }

    @Test
    void yesterday_is_repeated_and_its_holes_are_filled_from_the_day_before() {
        double[] history = new double[2 * 48];
        Arrays.setAll(history, index -> index);
        history[50] = Double.NaN;
        double[] forecast = SeasonalNaive.forecast(Method.YESTERDAY, history, history.length, 49);
        assertEquals(48, forecast[0]);
        assertEquals(2, forecast[2]);
        assertEquals(48, forecast[48]);
    }

    /**
     * The published protocol: origins every six hours, July 2021 to June 2022, 0 to 48 h. Published: 40.38 g (28.5,
     * 40.6, 45.6 and 46.9 by 12-hour block) and 39.48 GBP/MWh; against 48.5 g for yesterday's value.
     */
    @Nested
    class OnGreatBritain {

        @Test
        void the_error_on_carbon_intensity_is_the_published_one() {
            double[] series = GreatBritain.carbonGrams();
            assertEquals(40.38, meanAbsoluteError(Method.AVERAGE_DECAY, series, 0, TWO_DAYS), 0.05);
            assertEquals(28.5, meanAbsoluteError(Method.AVERAGE_DECAY, series, 0, 24), 0.1);
            assertEquals(46.9, meanAbsoluteError(Method.AVERAGE_DECAY, series, 72, 96), 0.1);
        }

        @Test
        void the_error_on_the_day_ahead_price_is_the_published_one() {
            assertEquals(
                    39.48, meanAbsoluteError(Method.AVERAGE_DECAY, GreatBritain.dayAheadPounds(), 0, TWO_DAYS), 0.2);
        }

        @Test
        void yesterday_is_clearly_worse() {
            assertEquals(48.5, meanAbsoluteError(Method.YESTERDAY, GreatBritain.carbonGrams(), 0, TWO_DAYS), 0.2);
        }

        /** Bands of the six weeks before each origin, judged on the two days after it: an honest 80 % holds 78 %. */
        @Test
        void the_band_of_past_errors_holds_nearly_four_fifths_out_of_sample() {
            double[] series = GreatBritain.carbonGrams();
            var share = new Share();
            for (int origin = GreatBritain.indexOf("2021-07-01T00:00:00Z");
                    origin + TWO_DAYS <= series.length;
                    origin += 48) {
                double[] past = Arrays.copyOfRange(series, origin - 42 * 48, origin);
                Hindcast hindcast = Hindcast.of(Method.AVERAGE_DECAY, past, past.length, TWO_DAYS);
                double[] forecast = SeasonalNaive.forecast(Method.AVERAGE_DECAY, past, past.length, TWO_DAYS);
                for (int lead = 0; lead < TWO_DAYS; lead++) {
                    LeadBlock block = LeadBlock.ofHalfHours(lead);
                    double miss = series[origin + lead] - forecast[lead];
                    share.add(
                            miss,
                            hindcast.quantile(block, 0.1).orElseThrow(),
                            hindcast.quantile(block, 0.9).orElseThrow());
                }
            }
            assertTrue(share.inside() > 0.75 && share.inside() < 0.82, "inside the band: " + share.inside());
        }

        private double meanAbsoluteError(Method method, double[] series, int fromLead, int toLead) {
            double sum = 0;
            int count = 0;
            for (int origin = GreatBritain.indexOf("2021-07-01T00:00:00Z");
                    origin + TWO_DAYS <= series.length;
                    origin += 12) {
                double[] forecast = SeasonalNaive.forecast(method, series, origin, TWO_DAYS);
                for (int lead = fromLead; lead < toLead; lead++) {
                    double miss = Math.abs(series[origin + lead] - forecast[lead]);
                    sum += Double.isNaN(miss) ? 0 : miss;
                    count += Double.isNaN(miss) ? 0 : 1;
                }
            }
            return sum / count;
        }
    }

    /** How many misses a band held. */
    private static final class Share {

        private int held;
        private int all;

        void add(double miss, double below, double above) {
            if (!Double.isNaN(miss)) {
                all++;
                held += miss >= below && miss <= above ? 1 : 0;
            }
        }

        double inside() {
            return (double) held / all;
        }
    }
}
