package dev.flexgate.negotiation;

import java.util.Arrays;

/** The policy agent's prices for the rows of its limits, and where it looks for better ones. */
final class LimitPrices {

    /** First width of the search, in parts of what energy costs. */
    private static final double FIRST_WIDTH = 0.5;

    private static final double WIDEN = 3;
    private static final double NARROW = 0.7;
    /** What a mean MWh pays at the most: above the worth of any work; beyond it, costs in whole millionths would overflow. */
    private static final double GREATEST_PER_MWH = 1e7;

    private static final double SETTLED = 1e-5;
    /** So many watts of each job are left free for what rounding to whole watts may add to a mixture of plans. */
    private static final double MARGIN_WATTS = 4;

    private final CapRows rows;
    private final LimitMaster master;
    private final double[] width;
    private double[] announced;
    private double[] best;
    private final double[] greatest;
    private double[] low = {};
    private double[] high = {};

    LimitPrices(CapRows rows, Offers offers) {
        this.rows = rows;
        announced = new double[rows.rows()];
        best = announced;
        width = new double[announced.length];
        greatest = new double[announced.length];
        double[] most = new double[announced.length];
        double[] scale = new double[announced.length];
        double money = mean(offers.moneyPerMwh);
        for (int cap = 0; cap < rows.caps().size(); cap++) {
            double each = switch (rows.caps().get(cap).measure()) {
                case CARBON_KG -> mean(offers.carbonKgPerMwh);
                case MONEY -> money;
                case PEAK_MW, MOVED_MWH -> 1;
            };
            double margin = MARGIN_WATTS * rows.jobs(cap) * offers.mwhPerWattPeriod * each;
            for (int row = rows.firstRow(cap); row < rows.untilRow(cap); row++) {
                most[row] = Math.max(0, rows.most(row) - margin);
                scale[row] = Math.max(1e-6 * each, most[row]);
                width[row] = FIRST_WIDTH * money / each;
                greatest[row] = GREATEST_PER_MWH / each;
            }
        }
        master = new LimitMaster(most, scale);
    }

    private static double mean(double[] values) {
        return Math.max(1, Arrays.stream(values).map(Math::abs).average().orElse(1));
    }

    double[] announced() {
        return announced;
    }

    WholeSeries nano() {
        return WholeSeries.of(Arrays.stream(announced)
                .mapToLong(price -> Math.round(price / Announcement.LIMIT_UNIT))
                .toArray());
    }

    /** What the limits are worth at the prices announced. */
    double worth() {
        double worth = 0;
        for (int row = 0; row < announced.length; row++) {
            worth += announced[row] * rows.most(row);
        }
        return worth;
    }

    /** Learns what came of the prices announced; the better their bound, the further on is looked from there. */
    void learn(double cost, double[] use, boolean isBetter) {
        master.add(cost, use);
        for (int row = 0; row < width.length && low.length > 0; row++) {
            boolean atEdge = announced[row] >= high[row] || (announced[row] <= low[row] && low[row] > 0);
            if (isBetter && atEdge) {
                width[row] *= WIDEN;
            } else if (!isBetter && width.length > 1) {
                width[row] *= NARROW;
            }
        }
        if (isBetter) {
            best = announced;
        }
    }

    LimitMaster.Mixture solve() {
        low = new double[best.length];
        high = new double[best.length];
        for (int row = 0; row < best.length; row++) {
            low[row] = Math.max(0, best[row] - width[row]);
            high[row] = Math.min(greatest[row], best[row] + width[row]);
        }
        return master.solve(low, high);
    }

    /** The best mixture that holds every limit, whatever the limits cost. */
    LimitMaster.Mixture within() {
        low = new double[best.length];
        high = greatest;
        return master.solve(low, high);
    }

    /** Whether no prices prove more than is proven, and no mixture of plans exceeds a limit. */
    boolean isSettled(LimitMaster.Mixture mixture, double bound) {
        boolean atEdge = false;
        for (int row = 0; row < best.length; row++) {
            atEdge |= mixture.prices()[row] >= high[row] && high[row] < greatest[row];
            atEdge |= mixture.prices()[row] <= low[row] && low[row] > 0;
        }
        return !atEdge && mixture.value() - bound <= SETTLED * Math.abs(bound);
    }

    void move(LimitMaster.Mixture mixture) {
        announce(mixture.prices());
    }

    /** Back to the prices of the best bound. */
    void back() {
        announced = best;
    }

    /** What is announced is whole in the announcement's unit, so that all compute with the same. */
    private void announce(double[] prices) {
        announced = new double[prices.length];
        for (int row = 0; row < prices.length; row++) {
            announced[row] = Math.round(prices[row] / Announcement.LIMIT_UNIT) * Announcement.LIMIT_UNIT;
        }
    }
}
