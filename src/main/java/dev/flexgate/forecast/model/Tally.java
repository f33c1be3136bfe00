package dev.flexgate.forecast.model;

/** Sums over forecasts and what came, for one method and one day of lead. */
public final class Tally {

    private static final double LOW = 0.1;
    private static final double MIDDLE = 0.5;
    private static final double HIGH = 0.9;

    private int count;
    private int bandCount;
    private int relativeCount;
    private double relative;
    private double absolute;
    private double pinball;
    private int covered;

    /** Step {@code lead} of a forecast against what came there; nothing when that is not known. */
    public void add(Banded forecast, int lead, double actual) {
        add(forecast.p10()[lead], forecast.p50()[lead], forecast.p90()[lead], actual);
    }

    /** The same of one step; nothing when {@code p50} or {@code actual} is NaN, and without a band where it is NaN. */
    public void add(double p10, double p50, double p90, double actual) {
        if (Double.isNaN(actual) || Double.isNaN(p50)) {
            return;
        }
        double miss = Math.abs(p50 - actual);
        count++;
        absolute += miss;
        if (actual != 0) {
            relativeCount++;
            relative += miss / Math.abs(actual);
        }
        if (!Double.isNaN(p10) && !Double.isNaN(p90)) {
            bandCount++;
            pinball += (pinball(actual, p10, LOW) + pinball(actual, p50, MIDDLE) + pinball(actual, p90, HIGH)) / 3;
            covered += p10 <= actual && actual <= p90 ? 1 : 0;
        }
    }

    /** So far. */
    public Skill skill() {
        return new Skill(
                count,
                100 * relative / relativeCount,
                absolute / count,
                pinball / bandCount,
                100.0 * covered / bandCount);
    }

    private static double pinball(double actual, double quantile, double share) {
        return actual >= quantile ? share * (actual - quantile) : (1 - share) * (quantile - actual);
    }
}
