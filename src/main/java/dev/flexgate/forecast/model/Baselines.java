package dev.flexgate.forecast.model;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The methods that any forecast has to beat. They need no training, and the last of them is what is used where there is
 * too little history for more.
 */
public final class Baselines {

    private static final int WEEK_DAYS = 7;
    private static final double LAST_WEIGHT = 0.6;
    private static final double LAST_FADE_PER_HOUR = 0.93;
    private static final double DAY_WEIGHT = 0.5;
    private static final double DAY_FADE_PER_HOUR = 0.99;

    /** Known days that the mean of a time of day needs. */
    private static final int DAYS_MIN = 4;

    /** The best of them on 13 of 13 regions: what a gateway falls back to. */
    public static final Method AVERAGE_DECAY = named("avg7d+decay", Baselines::averageDecay);

    private Baselines() {}

    /** All of them, simplest first. */
    public static List<Method> all() {
        return List.of(
                named("persistence", Baselines::persistence),
                sameTime("seasonal24", 1),
                sameTime("seasonal168", WEEK_DAYS),
                average(3),
                average(WEEK_DAYS),
                average(14),
                average(28),
                AVERAGE_DECAY);
    }

    private interface Forecasting {
        double[] forecast(Past past, int leads);
    }

    private record Named(String name, Forecasting forecasting) implements Method {
        @Override
        public double[] forecast(Past past, int leads) {
            return forecasting.forecast(past, leads);
        }
    }

    private static Method named(String name, Forecasting forecasting) {
        return new Named(name, forecasting);
    }

    private static Method sameTime(String name, int days) {
        return named(name, (past, leads) -> repeated(past, leads, days));
    }

    private static Method average(int days) {
        return named("avg" + days + "d", (past, leads) -> {
            double[] mean = meanDay(past, days, 1);
            return mean.length == 0 ? mean : cycled(mean, leads);
        });
    }

    private static double[] persistence(Past past, int leads) {
        int last = lastKnown(past);
        return last < 0 ? new double[0] : cycled(new double[] {past.value(last)}, leads);
    }

    private static double[] repeated(Past past, int leads, int days) {
        int cycle = days * past.perDay();
        double[] one = new double[cycle];
        for (int slot = 0; slot < cycle; slot++) {
            int at = past.origin() - cycle + slot;
            while (at >= 0 && Double.isNaN(past.value(at))) {
                at -= cycle;
            }
            if (at < 0) {
                return new double[0];
            }
            one[slot] = past.value(at);
        }
        return cycled(one, leads);
    }

    private static double[] averageDecay(Past past, int leads) {
        double[] mean = meanDay(past, WEEK_DAYS, DAYS_MIN);
        if (mean.length == 0) {
            return mean;
        }
        int last = lastKnown(past);
        double lastDeviation = past.value(last) - mean[slot(past, last)];
        double dayDeviation = dayDeviation(past, mean);
        double stepHours = past.step().toMinutes() / 60.0;
        double[] forecast = new double[leads];
        for (int lead = 0; lead < leads; lead++) {
            // From the last known step, which may lie a little before the origin.
            double hours = (past.origin() + lead - last) * stepHours;
            forecast[lead] = mean[lead % mean.length]
                    + LAST_WEIGHT * lastDeviation * StrictMath.pow(LAST_FADE_PER_HOUR, hours)
                    + DAY_WEIGHT * dayDeviation * StrictMath.pow(DAY_FADE_PER_HOUR, hours);
        }
        return forecast;
    }

    /** By time of day, the origin's first, over the last {@code days}; empty when one is known on too few days. */
    static double[] meanDay(Past past, int days, int daysMin) {
        int perDay = past.perDay();
        double[] mean = new double[perDay];
        for (int slot = 0; slot < perDay; slot++) {
            double sum = 0;
            int known = 0;
            for (int day = days; day >= 1; day--) {
                double value = past.value(past.origin() - day * perDay + slot);
                if (!Double.isNaN(value)) {
                    sum += value;
                    known++;
                }
            }
            if (known < daysMin) {
                return new double[0];
            }
            mean[slot] = sum / known;
        }
        return mean;
    }

    private static double dayDeviation(Past past, double[] mean) {
        return IntStream.range(past.origin() - past.perDay(), past.origin())
                .filter(at -> !Double.isNaN(past.value(at)))
                .mapToDouble(at -> past.value(at) - mean[slot(past, at)])
                .average()
                .orElse(0);
    }

    private static int slot(Past past, int at) {
        return Math.floorMod(at - past.origin(), past.perDay());
    }

    /** Index of the newest known value within the last week; -1 for none. */
    private static int lastKnown(Past past) {
        int first = Math.max(0, past.origin() - WEEK_DAYS * past.perDay());
        return IntStream.iterate(past.origin() - 1, at -> at >= first, at -> at - 1)
                .filter(at -> !Double.isNaN(past.value(at)))
                .findFirst()
                .orElse(-1);
    }

    private static double[] cycled(double[] cycle, int leads) {
        double[] all = new double[leads];
        for (int lead = 0; lead < leads; lead++) {
            all[lead] = cycle[lead % cycle.length];
        }
        return all;
    }
}
