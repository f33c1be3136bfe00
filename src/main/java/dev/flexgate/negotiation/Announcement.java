package dev.flexgate.negotiation;

/**
 * The prices of one round: all that a shard of jobs is told after the opening.
 *
 * @param round counted from 1
 * @param carbonNanoPerKg price of carbon, in 1e-9 currency per kg CO2e, zero or more
 * @param scarcityMicroPerMwh price of capacity of every cell (site by site, period by period), in 1e-6 currency
 *     per MWh of IT work, zero or more
 * @param limitNano price of every row of the policy's limits, in 1e-9 currency per kg, per unit of currency or per MWh,
 *     zero or more; of a limit of power a row is a period
 */
public record Announcement(int round, long carbonNanoPerKg, WholeSeries scarcityMicroPerMwh, WholeSeries limitNano) {

    public static final double CARBON_UNIT = 1e-9;
    public static final double SCARCITY_UNIT = 1e-6;
    public static final double LIMIT_UNIT = 1e-9;

    /** Prices under a policy without limits. */
    public Announcement(int round, long carbonNanoPerKg, WholeSeries scarcityMicroPerMwh) {
        this(round, carbonNanoPerKg, scarcityMicroPerMwh, WholeSeries.zeros(0));
    }

    public double carbonPricePerKg() {
        return carbonNanoPerKg * CARBON_UNIT;
    }

    public double scarcityPerMwh(int cell) {
        return scarcityMicroPerMwh.at(cell) * SCARCITY_UNIT;
    }

    Announcement with(int otherRound, WholeSeries limits) {
        return new Announcement(otherRound, carbonNanoPerKg, scarcityMicroPerMwh, limits);
    }

    double[] limitPrices() {
        double[] prices = new double[limitNano.size()];
        for (int row = 0; row < prices.length; row++) {
            prices[row] = limitNano.at(row) * LIMIT_UNIT;
        }
        return prices;
    }
}
