package dev.flexgate.forecast;

import dev.flexgate.forecast.SeasonalNaive.Method;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How far our own method would have missed over the history in hand: forecast from every sixth hour of it, each
 * time only from what lies before, and compare. A kernel: plain numbers, {@link Double#NaN} for not known.
 */
final class Hindcast {

    /** Between origins. */
    private static final int STEP_HALF_HOURS = 12;

    private final Map<LeadBlock, double[]> missesSorted;

    private Hindcast(Map<LeadBlock, double[]> missesSorted) {
        this.missesSorted = missesSorted;
    }

    /** @param leads how far the forecasts to be judged reach */
    static Hindcast of(Method method, double[] history, int end, int leads) {
        var misses = new EnumMap<LeadBlock, Misses>(LeadBlock.class);
        for (int origin = SeasonalNaive.WEEK; origin < end; origin += STEP_HALF_HOURS) {
            if (method != Method.NONE && SeasonalNaive.method(history, origin) == method) {
                addMisses(method, history, origin, Math.min(leads, end - origin), misses);
            }
        }
        var sorted = new EnumMap<LeadBlock, double[]>(LeadBlock.class);
        misses.forEach((block, each) -> sorted.put(block, each.sorted()));
        return new Hindcast(sorted);
    }

    /** The smallest miss that at least {@code share} of them do not exceed; empty when there are too few. */
    Optional<Double> quantile(LeadBlock block, double share) {
        double[] sorted = missesSorted.getOrDefault(block, new double[0]);
        if (sorted.length < block.missesMin()) {
            return Optional.empty();
        }
        return Optional.of(sorted[(int) Math.ceil(share * sorted.length) - 1]);
    }

    private static void addMisses(
            Method method, double[] history, int origin, int leads, Map<LeadBlock, Misses> misses) {
        double[] forecast = SeasonalNaive.forecast(method, history, origin, leads);
        for (int lead = 0; lead < leads; lead++) {
            double miss = history[origin + lead] - forecast[lead];
            if (!Double.isNaN(miss)) {
                misses.computeIfAbsent(LeadBlock.ofHalfHours(lead), _ -> new Misses())
                        .add(miss);
            }
        }
    }

    /** A growing array: there are tens of thousands of misses. */
    private static final class Misses {

        private double[] values = new double[1_024];
        private int count;

        void add(double miss) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = miss;
        }

        double[] sorted() {
            double[] sorted = Arrays.copyOf(values, count);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
