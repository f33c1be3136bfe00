package dev.flexgate.forecast.model;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A ridge regression for each lead, neighbouring leads lending it their cases at less than full weight. Features are
 * cut to what training saw and brought to one spread, so that one penalty fits all.
 */
final class Ridge {

    /** Cases of the leads one and two steps away count so much. Chosen on January to June 2021. */
    private static final double[] NEIGHBOURS = {0.7, 0.4};

    /** Penalty, a case and day of lead. Chosen on January to June 2021: more helps the later days. */
    private static final double PENALTY_PER_DAY = 0.06;

    /** Share of the cases beyond which a feature is cut off at either end: 0.5 %. */
    private static final int CUT_SHARE = 200;

    /** Every so many leads one case is looked at for the spread of the features. */
    private static final int SAMPLE_LEADS = 8;

    /** Below this number of cases a lead is not fitted. */
    private static final int CASES_MIN = 60;

    /** What the regression is to say for a lead of the origin that the features were told last; NaN for not known. */
    interface Target {
        double at(int origin, int lead);
    }

    private final int leads;
    private final int size;
    private final double[] low;
    private final double[] high;
    private final double[] mean;
    private final double[] spread;
    private final double[][] weights;

    private Ridge(int size, int leads) {
        this.leads = leads;
        this.size = size;
        this.low = new double[size];
        this.high = new double[size];
        this.mean = new double[size];
        this.spread = new double[size];
        this.weights = new double[leads][];
    }

    private Ridge(Ridge measured) {
        this.leads = measured.leads;
        this.size = measured.size;
        this.low = measured.low;
        this.high = measured.high;
        this.mean = measured.mean;
        this.spread = measured.spread;
        this.weights = new double[leads][];
    }

    /**
     * Fits every lead.
     *
     * @param origins to learn from, in order
     * @param end the first step that is not known yet
     */
    static Ridge fit(Block features, int[] origins, int leads, int perDay, Target target, int end) {
        return fits(features, origins, leads, perDay, target, new int[] {end}, () -> {})
                .getFirst();
    }

    /**
     * The same as it would have been at several times: what was known at one of them is added up once for all that follow.
     * Features are cut off as at the last of them, so that an earlier one is not fit to be issued, only to be judged.
     *
     * @param ends of what was known, in order
     * @param pause called before each
     */
    static List<Ridge> fits(
            Block features, int[] origins, int leads, int perDay, Target target, int[] ends, Runnable pause) {
        var measured = new Ridge(features.size(), leads);
        measured.measure(features, origins);
        Sums[] sums = new Sums[leads];
        Arrays.setAll(sums, _ -> new Sums(measured.size + 1));
        List<Ridge> fits = new ArrayList<>();
        int begin = 0;
        for (int end : ends) {
            pause.run();
            measured.gather(features, origins, target, begin, end, sums);
            var ridge = new Ridge(measured);
            ridge.solve(sums, perDay, features);
            fits.add(ridge);
            begin = end;
        }
        return fits;
    }

    /** For the leads of the origin that the features were told last; an empty array when something is missing. */
    double[] predict(Block features) {
        double[] row = new double[size + 1];
        double[] out = new double[leads];
        for (int lead = 0; lead < leads; lead++) {
            double[] its = weights[lead];
            if (its.length == 0 || !prepare(features, lead, row)) {
                return new double[0];
            }
            double sum = 0;
            for (int index = 0; index <= size; index++) {
                sum += its[index] * row[index];
            }
            out[lead] = sum;
        }
        return out;
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(size);
        out.writeInt(leads);
        for (double[] each : new double[][] {low, high, mean, spread}) {
            Numbers.write(out, each);
        }
        for (double[] each : weights) {
            Numbers.write(out, each);
        }
    }

    static Ridge read(DataInput in) throws IOException {
        int size = Numbers.count(in);
        var ridge = new Ridge(size, Numbers.count(in));
        for (double[] each : new double[][] {ridge.low, ridge.high, ridge.mean, ridge.spread}) {
            System.arraycopy(Numbers.read(in), 0, each, 0, size);
        }
        for (int lead = 0; lead < ridge.leads; lead++) {
            ridge.weights[lead] = Numbers.read(in);
        }
        return ridge;
    }

    private void measure(Block features, int[] origins) {
        double[] row = new double[size + 1];
        double[][] seen = new double[size][origins.length * (leads / SAMPLE_LEADS + 1)];
        int cases = 0;
        for (int origin : origins) {
            features.origin(origin);
            for (int lead = Math.floorMod(origin + cases, SAMPLE_LEADS); lead < leads; lead += SAMPLE_LEADS) {
                features.write(lead, row, 0);
                if (isKnown(row)) {
                    for (int index = 0; index < size; index++) {
                        seen[index][cases] = row[index];
                    }
                    cases++;
                }
            }
        }
        for (int index = 0; index < size && cases > 0; index++) {
            measure(index, Arrays.copyOf(seen[index], cases));
        }
    }

    private void measure(int index, double[] seen) {
        Arrays.sort(seen);
        low[index] = seen[seen.length / CUT_SHARE];
        high[index] = seen[seen.length - 1 - seen.length / CUT_SHARE];
        double average = Arrays.stream(seen).average().orElseThrow();
        double variance = Arrays.stream(seen)
                .map(value -> (value - average) * (value - average))
                .average()
                .orElseThrow();
        mean[index] = average;
        spread[index] = Math.sqrt(variance);
    }

    private boolean isKnown(double[] row) {
        for (int index = 0; index < size; index++) {
            if (Double.isNaN(row[index])) {
                return false;
            }
        }
        return true;
    }

    /** Fills the row for {@code lead}; false when a feature is not known. */
    private boolean prepare(Block features, int lead, double[] row) {
        features.write(lead, row, 0);
        if (!isKnown(row)) {
            return false;
        }
        for (int index = 0; index < size; index++) {
            double cut = Math.clamp(row[index], low[index], high[index]);
            row[index] = spread[index] > 1e-12 ? (cut - mean[index]) / spread[index] : 0;
        }
        row[size] = 1;
        return true;
    }

    /** What became known from {@code begin} to {@code end}. */
    private void gather(Block features, int[] origins, Target target, int begin, int end, Sums[] sums) {
        double[] row = new double[size + 1];
        for (int origin : origins) {
            int first = Math.max(0, begin - origin);
            int last = Math.min(leads, end - origin);
            if (first < last) {
                features.origin(origin);
            }
            for (int lead = first; lead < last; lead++) {
                double wanted = target.at(origin, lead);
                if (!Double.isNaN(wanted) && prepare(features, lead, row)) {
                    sums[lead].add(row, wanted);
                }
            }
        }
        Arrays.stream(sums).forEach(Sums::addUp);
    }

    private void solve(Sums[] sums, int perDay, Block features) {
        double[] holdBack = new double[size];
        features.holdBack(holdBack, 0);
        var solver = LinearSolverFactory_DDRM.symmPosDef(size + 1);
        for (int lead = 0; lead < leads; lead++) {
            double penalty = PENALTY_PER_DAY * (1 + lead / perDay);
            double[] penalties =
                    Arrays.stream(holdBack).map(each -> penalty * each).toArray();
            weights[lead] = solve(sums, lead, penalties, solver);
        }
    }

    private double[] solve(Sums[] sums, int lead, double[] penalties, LinearSolverDense<DMatrixRMaj> solver) {
        var pooled = new Sums(size + 1);
        pooled.add(sums[lead], 1);
        for (int step = 1; step <= NEIGHBOURS.length; step++) {
            if (lead - step >= 0) {
                pooled.add(sums[lead - step], NEIGHBOURS[step - 1]);
            }
            if (lead + step < leads) {
                pooled.add(sums[lead + step], NEIGHBOURS[step - 1]);
            }
        }
        return sums[lead].cases < CASES_MIN ? new double[0] : pooled.solve(penalties, solver);
    }

    /** The sums of a least-squares problem. */
    private static final class Sums {

        /** So many cases that the sums, which are too many for the nearest memory, are fetched seldom. */
        private static final int BATCH = 16;

        private final int size;
        private final double[] products;
        private final double[] right;
        private final double[][] batch;
        private int waiting;
        private double cases;

        Sums(int size) {
            this.size = size;
            this.products = new double[size * size];
            this.right = new double[size];
            this.batch = new double[BATCH][size + 1];
        }

        /** Kept until there are {@link #BATCH} of them. */
        void add(double[] row, double wanted) {
            System.arraycopy(row, 0, batch[waiting], 0, size);
            batch[waiting][size] = wanted;
            waiting++;
            cases++;
            if (waiting == BATCH) {
                addUp();
            }
        }

        /** Only the lower half: the whole is symmetric. */
        private void addUp() {
            if (waiting == 0) {
                return;
            }
            for (; waiting < BATCH; waiting++) {
                Arrays.fill(batch[waiting], 0);
            }
            waiting = 0;
            for (int one = 0; one < size; one++) {
                for (int four = 0; four < BATCH; four += 4) {
                    double[] a = batch[four];
                    double[] b = batch[four + 1];
                    double[] c = batch[four + 2];
                    double[] d = batch[four + 3];
                    addRow(one * size, one, a, b, c, d);
                    right[one] += a[one] * a[size] + b[one] * b[size] + c[one] * c[size] + d[one] * d[size];
                }
            }
        }

        private void addRow(int at, int one, double[] a, double[] b, double[] c, double[] d) {
            double ofA = a[one];
            double ofB = b[one];
            double ofC = c[one];
            double ofD = d[one];
            for (int other = 0; other <= one; other++) {
                products[at + other] += ofA * a[other] + ofB * b[other] + ofC * c[other] + ofD * d[other];
            }
        }

        void add(Sums other, double weight) {
            for (int index = 0; index < products.length; index++) {
                products[index] += weight * other.products[index];
            }
            for (int index = 0; index < size; index++) {
                right[index] += weight * other.right[index];
            }
            cases += weight * other.cases;
        }

        double[] solve(double[] penalties, LinearSolverDense<DMatrixRMaj> solver) {
            var matrix = new DMatrixRMaj(size, size);
            for (int one = 0; one < size; one++) {
                for (int other = 0; other <= one; other++) {
                    matrix.set(one, other, products[one * size + other]);
                    matrix.set(other, one, products[one * size + other]);
                }
                // The last column is the constant, which is not held back.
                matrix.add(one, one, one == size - 1 ? 1e-9 : penalties[one] * cases + 1e-9);
            }
            var solution = new DMatrixRMaj(size, 1);
            if (!solver.setA(matrix)) {
                return new double[0];
            }
            solver.solve(new DMatrixRMaj(right), solution);
            return solution.getData();
        }
    }
}
