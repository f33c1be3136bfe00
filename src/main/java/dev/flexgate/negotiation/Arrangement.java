package dev.flexgate.negotiation;

import java.util.Arrays;

/**
 * Where jobs run while they are tried here and there, what that costs and is charged, and the best plan within capacity and
 * limits that was come by.
 */
final class Arrangement {

    private static final int[] NO_CELLS = {};
    private static final long[] NO_WATTS = {};
    /** So many times what work costs on average is far above it. */
    private static final double FAR = 6;

    private static final double BEYOND = 1e-3;
    private static final double NO_GAIN = 1e-9;

    final Offers offers;
    final Needs needs;
    final Strain strain;
    final int[][] cells;
    final long[][] watts;
    /** What a job costs on average, were all its work done at mean prices. */
    final double meanCost;

    private final Draft from;
    private final double[] cost;
    private final double[] undone;
    private double objective;
    private double least;
    private final int[][] bestCells;
    private final long[][] bestWatts;
    private boolean isStrict;

    /** @param strain of no plan at all */
    Arrangement(Draft from, Strain strain) {
        this.from = from;
        this.strain = strain;
        offers = from.offers;
        needs = from.needs;
        cells = from.cells.clone();
        watts = from.watts.clone();
        bestCells = cells.clone();
        bestWatts = watts.clone();
        cost = new double[needs.count];
        double work = 0;
        for (int job = 0; job < needs.count; job++) {
            strain.add(job, cells[job], watts[job], 1);
            cost[job] = from.objective(job);
            work += needs.workWattPeriods[job] * offers.mwhPerWattPeriod;
        }
        double perMwh = Strain.mean(offers.moneyPerMwh);
        meanCost = perMwh * work / Math.max(1, needs.count);
        undone = undone(FAR * perMwh * offers.mwhPerWattPeriod);
        objective = from.objective();
        least = objective;
    }

    /** Worth far above what work costs counts little more than that, or no two jobs would ever change places. */
    private double[] undone(double far) {
        double[] perWattPeriod = new double[needs.count];
        for (int job = 0; job < needs.count; job++) {
            double worth = from.worthOf(job, 1);
            perWattPeriod[job] = Math.min(worth, far + BEYOND * Math.max(0, worth - far));
        }
        return perWattPeriod;
    }

    /** Whether nothing may go beyond capacity and limits, and work left undone counts what it is worth. */
    void strict(boolean value) {
        isStrict = value;
        strain.forbid(value);
    }

    boolean isStrict() {
        return isStrict;
    }

    boolean isIdle(int job) {
        return cells[job].length == 0;
    }

    /** What a job asks for so much of its work left undone. */
    double undone(int job, long wattPeriods) {
        return isStrict ? from.worthOf(job, wattPeriods) : undone[job] * wattPeriods;
    }

    /** Takes a job out, for it to be set down again. */
    void takeOut(int job) {
        strain.add(job, cells[job], watts[job], -1);
        cells[job] = NO_CELLS;
        watts[job] = NO_WATTS;
    }

    /** Sets a job down that was taken out; the arrays are kept and never written to. */
    void set(int job, int[] where, long[] drawn) {
        strain.add(job, where, drawn, 1);
        cells[job] = where;
        watts[job] = drawn;
        long left = left(job, drawn);
        double now = needs.bill(job, where, drawn, where.length, offers).objective() + from.worthOf(job, left);
        objective += now - cost[job];
        cost[job] = now;
    }

    /** Leaves a job undone that was taken out. */
    void leave(int job) {
        set(job, NO_CELLS, NO_WATTS);
    }

    private long left(int job, long[] drawn) {
        long left = needs.workWattPeriods[job];
        for (long each : drawn) {
            left -= each;
        }
        return left;
    }

    /** What a job that is taken out would ask there, charges included. */
    double asked(int job, int[] where, long[] drawn) {
        return needs.bill(job, where, drawn, where.length, offers).objective()
                + undone(job, left(job, drawn))
                + strain.charge(job, where, drawn);
    }

    /** What two jobs ask together where they are. */
    double asked(int one, int other) {
        strain.add(one, cells[one], watts[one], -1);
        double sum = asked(one, cells[one], watts[one]);
        strain.add(other, cells[other], watts[other], -1);
        sum += asked(other, cells[other], watts[other]);
        strain.add(other, cells[other], watts[other], 1);
        strain.add(one, cells[one], watts[one], 1);
        return sum;
    }

    /** Remembers the plan if it is within capacity and limits and the best so far. */
    void note() {
        if (objective < least - NO_GAIN * Math.abs(least) && strain.holds()) {
            least = objective;
            System.arraycopy(cells, 0, bestCells, 0, cells.length);
            System.arraycopy(watts, 0, bestWatts, 0, watts.length);
        }
    }

    /** Puts every job back where it was. */
    void restore(int[][] cellsThen, long[][] wattsThen) {
        for (int job = 0; job < needs.count; job++) {
            if (!Arrays.equals(cells[job], cellsThen[job]) || !Arrays.equals(watts[job], wattsThen[job])) {
                takeOut(job);
                set(job, cellsThen[job], wattsThen[job]);
            }
        }
    }

    /** The best plan so far. */
    Draft best() {
        var draft = new Draft(offers, needs);
        for (int job = 0; job < needs.count; job++) {
            if (bestCells[job].length > 0) {
                draft.place(job, bestCells[job], bestWatts[job]);
            }
        }
        return draft;
    }
}
