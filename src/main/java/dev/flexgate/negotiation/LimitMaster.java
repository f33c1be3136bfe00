package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The best mixture of known plans under the limits, and with it the next prices of the limits: a linear programme of few rows,
 * solved by the simplex method. What mixtures exceed a row by is paid for at the top of the row's range of prices, what they
 * leave of it is paid back at the bottom, so that the prices stay within a box around the best known.
 *
 * <p>Method: G. Dantzig and P. Wolfe, Decomposition principle for linear programs, 1960; the box: R. Marsten, W. Hogan and
 * J. Blankenship, The boxstep method for large-scale optimization, 1975. Bland's rule ends cycles.
 */
final class LimitMaster {

    private static final double NO_GAIN = 1e-9;
    private static final double PIVOT = 1e-10;
    private static final int GREEDY_PIVOTS = 2_000;
    private static final int MOST_PIVOTS = 20_000;

    private final double[] scale;
    private final double[] most;
    private final List<double[]> overs = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();

    /** Rows that some plan exceeds: no other can have a price. */
    private int[] active = {};

    private double[][] table = {};
    private int[] basis = {};

    /** @param most of each row, and how much of it is large */
    LimitMaster(double[] most, double[] scale) {
        this.most = most;
        this.scale = scale;
    }

    /** Learns of a plan: what it costs, limits left out, and what it uses of each row. */
    void add(double cost, double[] use) {
        double[] over = new double[most.length];
        for (int row = 0; row < over.length; row++) {
            over[row] = (use[row] - most[row]) / scale[row];
        }
        int[] known = active;
        active = IntStream.range(0, over.length)
                .filter(row -> over[row] > 0 || Arrays.binarySearch(known, row) >= 0)
                .toArray();
        overs.add(over);
        costs.add(cost);
    }

    /** What came of it. */
    static final class Mixture {

        private final double value;
        private final double[] prices;
        private final double[] weights;
        private final boolean exceeds;

        private Mixture(double value, double[] prices, double[] weights, boolean exceeds) {
            this.value = value;
            this.prices = prices;
            this.weights = weights;
            this.exceeds = exceeds;
        }

        /** Cost of the mixture, what it exceeds included: with the plans known, no price in the box proves more. */
        double value() {
            return value;
        }

        double[] prices() {
            return prices;
        }

        /** Of the plans. */
        double[] weights() {
            return weights;
        }

        /** Whether the mixture exceeds some row. */
        boolean exceeds() {
            return exceeds;
        }
    }

    /** The best mixture with prices from {@code low} to {@code high}. */
    Mixture solve(double[] low, double[] high) {
        int rows = active.length;
        int plans = overs.size();
        build(low, high);
        for (int pivot = 0; pivot < MOST_PIVOTS; pivot++) {
            int enters = entering(pivot < GREEDY_PIVOTS);
            int leaves = enters < 0 ? -1 : leaving(enters);
            if (leaves < 0) {
                break;
            }
            pivot(leaves, enters);
        }
        double[] reduced = table[rows + 1];
        int right = reduced.length - 1;
        double[] prices = new double[most.length];
        for (int place = 0; place < rows; place++) {
            int row = active[place];
            double scaled = high[row] * scale[row] - reduced[plans + place];
            prices[row] = Math.clamp(scaled / scale[row], low[row], high[row]);
        }
        double[] weights = new double[plans];
        boolean exceeds = false;
        for (int row = 0; row <= rows; row++) {
            if (basis[row] < plans) {
                weights[basis[row]] = Math.max(0, table[row][right]);
            } else {
                exceeds |= basis[row] < plans + rows && table[row][right] > NO_GAIN;
            }
        }
        return new Mixture(-reduced[right], prices, weights, exceeds);
    }

    /** Columns: plans, then what is over each row, then what is left of it; the first plan alone is the first mixture. */
    private void build(double[] low, double[] high) {
        int rows = active.length;
        int plans = overs.size();
        int right = plans + 2 * rows;
        table = new double[rows + 2][right + 1];
        basis = new int[rows + 1];
        double[] first = overs.getFirst();
        for (int place = 0; place < rows; place++) {
            int row = active[place];
            double sign = first[row] > 0 ? -1 : 1;
            for (int plan = 0; plan < plans; plan++) {
                table[place][plan] = sign * (overs.get(plan)[row] - first[row]);
            }
            table[place][plans + place] = -sign;
            table[place][plans + rows + place] = sign;
            table[place][right] = -sign * first[row];
            basis[place] = first[row] > 0 ? plans + place : plans + rows + place;
        }
        Arrays.fill(table[rows], 0, plans, 1);
        table[rows][right] = 1;
        double[] reduced = table[rows + 1];
        for (int plan = 0; plan < plans; plan++) {
            reduced[plan] = costs.get(plan);
        }
        for (int place = 0; place < rows; place++) {
            reduced[plans + place] = high[active[place]] * scale[active[place]];
            reduced[plans + rows + place] = -low[active[place]] * scale[active[place]];
        }
        for (int row = 0; row <= rows; row++) {
            subtract(reduced, table[row], reduced[basis[row]]);
        }
    }

    private int entering(boolean greedy) {
        double[] reduced = table[table.length - 1];
        double largest = 0;
        for (double each : reduced) {
            largest = Math.max(largest, Math.abs(each));
        }
        int best = -1;
        for (int column = 0; column < reduced.length - 1; column++) {
            boolean gains = reduced[column] < -1e-12 * largest;
            if (gains && (best < 0 || reduced[column] < reduced[best])) {
                best = column;
                if (!greedy) {
                    break;
                }
            }
        }
        return best;
    }

    private int leaving(int enters) {
        int right = table[0].length - 1;
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int row = 0; row < basis.length; row++) {
            if (table[row][enters] > PIVOT) {
                double ratio = table[row][right] / table[row][enters];
                if (ratio < least || (ratio == least && basis[row] < basis[best])) {
                    least = ratio;
                    best = row;
                }
            }
        }
        return best;
    }

    private void pivot(int leaves, int enters) {
        double[] line = table[leaves];
        double by = line[enters];
        for (int column = 0; column < line.length; column++) {
            line[column] /= by;
        }
        for (int row = 0; row < table.length; row++) {
            if (row != leaves) {
                subtract(table[row], line, table[row][enters]);
            }
        }
        basis[leaves] = enters;
    }

    private static void subtract(double[] from, double[] line, double times) {
        if (times != 0) {
            for (int column = 0; column < from.length; column++) {
                from[column] -= times * line[column];
            }
        }
    }
}
