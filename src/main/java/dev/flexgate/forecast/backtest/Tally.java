package dev.flexgate.forecast.backtest;

import dev.flexgate.forecast.model.Banded;

/** Sums over forecasts and what came, for one method and one day of lead. */
final class Tally {

    private static final double LOW = 0.1;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.9;

    private int count;
    private int relativeCount;
    private double relative;
    private double absolute;
    private double pinball;
    private int covered;

    /** Step {@code lead} of a forecast against what came there; nothing when that is not known. */
    void add(Banded forecast, int lead, double actual) {
        if (Double.isNaN(actual)) {
            return;
        }
        double p50 = forecast.p50()[lead];
        double p10 = forecast.p10()[lead];
        double p90 = forecast.p90()[lead];
        double miss = Math.abs(p50 - actual);
        count++;
        absolute += miss;
        if (actual != 0) {
            relativeCount++;
            relative += miss / Math.abs(actual);
        }
        pinball += (pinball(actual, p10, LOW) + pinball(actual, p50, MIDDLE) + pinball(actual, p90, HIGH)) / 3;
        covered += p10 <= actual && actual <= p90 ? 1 : 0;
    }

    Skill skill() {
        return new Skill(
                count, 100 * relative / relativeCount, absolute / count, pinball / count, 100.0 * covered / count);
    }

    private static double pinball(double actual, double quantile, double share) {
        return actual >= quantile ? share * (actual - quantile) : (1 - share) * (quantile - actual);
    }
}
