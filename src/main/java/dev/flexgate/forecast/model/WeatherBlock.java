package dev.flexgate.forecast.model;

import dev.flexgate.forecast.model.WeatherForecasts.Issue;
import dev.flexgate.forecast.model.WeatherForecasts.Variable;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The weather forecast for the step, and how it differs from the weather of the last seven days, which the level of the
 * series already holds. Of the past, the newest forecast before each hour stands for what the weather was.
 */
final class WeatherBlock implements Block {

    private static final int WEEK = 7;

    /** Turbines are cut off about there, so more wind brings no more power: as the cube of it would say. */
    private static final double WIND_CAP = 9;

    /** Where neither heating nor cooling is wanted, K. */
    private static final double COMFORT = 291;

    private static final double DEW_MIDDLE = 285;
    private static final int SMOOTH_HOURS = 3;

    private enum Effect {
        WIND(Variable.WIND_SPEED),
        WIND_SQUARED(Variable.WIND_SPEED),
        WIND_CUBED(Variable.WIND_SPEED),
        TEMPERATURE(Variable.TEMPERATURE),
        TEMPERATURE_SQUARED(Variable.TEMPERATURE),
        DEW(Variable.DEW_POINT),
        SUN(Variable.RADIATION);

        private final Variable variable;

        Effect(Variable variable) {
            this.variable = variable;
        }

        double of(double value) {
            return switch (this) {
                case WIND, SUN -> value;
                case WIND_SQUARED -> value * value;
                case WIND_CUBED -> cube(Math.min(value, WIND_CAP));
                case TEMPERATURE -> value - COMFORT;
                case TEMPERATURE_SQUARED -> (value - COMFORT) * (value - COMFORT) / 10;
                case DEW -> value - DEW_MIDDLE;
            };
        }

        private static double cube(double value) {
            return value * value * value;
        }
    }

    private static final Effect[] EFFECTS = Effect.values();
    /** Wind, its cube and the sun, as places in {@link #EFFECTS}. */
    private static final int[] SMOOTHED = {0, 2, 6};

    /** Value, its distance, yesterday's distance, the day's mean distance, the last day's mean distance. */
    private static final int PER_EFFECT = 5;

    /** What is forecast is trusted more than what lies behind: chosen on November 2020 to June 2021. */
    private static final double[] HOLD_BACK = {0.3, 0.3, 4, 0.3, 4};

    private static final double HOLD_BACK_SMOOTHED = 0.3;

    private final EvenSeries series;
    private final WeatherForecasts weather;
    private final int leads;
    private final int perDay;
    private final double[][] past;
    private final double[][] ahead;
    private final double[][] week;
    private final double[] weekMean = new double[EFFECTS.length];
    private final double[] lastDay = new double[EFFECTS.length];
    private int origin;

    WeatherBlock(EvenSeries series, WeatherForecasts weather, int leads) {
        this.series = series;
        this.weather = weather;
        this.leads = leads;
        this.perDay = series.perDay();
        this.past = new double[EFFECTS.length][series.count()];
        this.ahead = new double[EFFECTS.length][leads];
        this.week = new double[EFFECTS.length][perDay];
        for (int at = 0; at < series.count(); at++) {
            fillPast(at);
        }
    }

    private void fillPast(int at) {
        Instant moment = series.startOf(at);
        Optional<Issue> issue = weather.known(moment);
        for (int index = 0; index < EFFECTS.length; index++) {
            Effect effect = EFFECTS[index];
            double value = issue.map(known -> known.at(effect.variable, moment)).orElse(Double.NaN);
            double[] row = past[index];
            row[at] = effect.of(value);
            if (Double.isNaN(row[at]) && at >= perDay) {
                row[at] = row[at - perDay];
            }
        }
    }

    @Override
    public int size() {
        return PER_EFFECT * EFFECTS.length + SMOOTHED.length;
    }

    @Override
    public void holdBack(double[] out, int at) {
        for (int effect = 0; effect < EFFECTS.length; effect++) {
            System.arraycopy(HOLD_BACK, 0, out, at + effect * PER_EFFECT, PER_EFFECT);
        }
        Arrays.fill(out, at + EFFECTS.length * PER_EFFECT, at + size(), HOLD_BACK_SMOOTHED);
    }

    @Override
    public void origin(int at) {
        this.origin = at;
        Optional<Issue> issue = weather.known(series.startOf(at));
        for (int index = 0; index < EFFECTS.length; index++) {
            Effect effect = EFFECTS[index];
            for (int lead = 0; lead < leads; lead++) {
                Instant moment = series.startOf(at + lead);
                ahead[index][lead] = effect.of(
                        issue.map(known -> known.at(effect.variable, moment)).orElse(Double.NaN));
            }
            for (int slot = 0; slot < perDay; slot++) {
                week[index][slot] = weekAt(index, slot);
            }
            weekMean[index] = Arrays.stream(week[index]).average().orElseThrow();
            lastDay[index] =
                    Arrays.stream(past[index], at - perDay, at).average().orElseThrow() - weekMean[index];
        }
    }

    private double weekAt(int effect, int slot) {
        double sum = 0;
        for (int day = 1; day <= WEEK; day++) {
            sum += past[effect][origin - day * perDay + slot];
        }
        return sum / WEEK;
    }

    @Override
    public void write(int lead, double[] out, int at) {
        int slot = lead % perDay;
        int next = at;
        for (int effect = 0; effect < EFFECTS.length; effect++) {
            double value = ahead[effect][lead];
            out[next++] = value;
            out[next++] = value - week[effect][slot];
            out[next++] = past[effect][origin - perDay + slot] - week[effect][slot];
            out[next++] = meanAhead(effect, lead - slot, lead - slot + perDay) - weekMean[effect];
            out[next++] = lastDay[effect];
        }
        int reach = SMOOTH_HOURS * perDay / 24;
        for (int effect : SMOOTHED) {
            out[next++] = meanAhead(effect, lead - reach, lead + reach + 1) - weekMean[effect];
        }
    }

    private double meanAhead(int effect, int from, int to) {
        int first = Math.max(0, from);
        int end = Math.min(leads, to);
        double sum = 0;
        for (int lead = first; lead < end; lead++) {
            sum += ahead[effect][lead];
        }
        return sum / (end - first);
    }
}
