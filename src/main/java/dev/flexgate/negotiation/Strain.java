package dev.flexgate.negotiation;

import java.util.Arrays;

/**
 * How far a plan in the making is beyond capacity and limits, and what is charged for that: what stays beyond is charged ever
 * more, what keeps within less again, down to a part of the price agreed for it.
 */
final class Strain {

    private static final double DEARER = 1.05;
    private static final double CHEAPER = 0.01;
    /** First and least charge, in parts of the price agreed and of what energy costs. */
    private static final double FIRST = 1.2;

    private static final double LEAST = 0.5;
    private static final double UNPRICED = 0.1;
    private static final double TRIFLE = 1e-9;
    /** Dear enough that nothing goes beyond. */
    private static final double FORBIDDEN = 1e9;

    /** Watts free in each cell; below zero where there is too much. */
    final long[] room;

    private final Offers offers;
    private final Needs needs;
    private final CapRows rows;
    private final double[] use;
    private final double[] most;
    private final double[] perWatt;
    private final double[] perUnit;
    private final double[] leastPerWatt;
    private final double[] leastPerUnit;
    private double times = 1;
    private int cellsOver;

    /**
     * Without a plan.
     *
     * @param prices scarcity of every cell, then carbon
     * @param limitPrices of every row of the limits
     */
    Strain(Offers offers, Needs needs, CapRows rows, double carbonCapKg, double[] prices, double[] limitPrices) {
        this.offers = offers;
        this.needs = needs;
        this.rows = rows;
        room = offers.capacityWatts.clone();
        use = new double[rows.rows() + 1];
        most = new double[use.length];
        leastPerWatt = new double[room.length];
        leastPerUnit = new double[use.length];
        double money = mean(offers.moneyPerMwh);
        for (int cell = 0; cell < room.length; cell++) {
            leastPerWatt[cell] = (prices[cell] + UNPRICED * money) * offers.mwhPerWattPeriod;
        }
        for (int cap = 0; cap < rows.caps().size(); cap++) {
            double each = switch (rows.caps().get(cap).measure()) {
                case CARBON_KG -> mean(offers.carbonKgPerMwh);
                case MONEY -> money;
                case PEAK_MW, MOVED_MWH -> 1;
            };
            for (int row = rows.firstRow(cap); row < rows.untilRow(cap); row++) {
                most[row] = rows.most(row);
                leastPerUnit[row] = limitPrices[row] + UNPRICED * money / each;
            }
        }
        most[rows.rows()] = carbonCapKg;
        leastPerUnit[rows.rows()] = prices[offers.cells()] + UNPRICED * money / mean(offers.carbonKgPerMwh);
        perWatt = Arrays.stream(leastPerWatt).map(each -> FIRST * each).toArray();
        perUnit = Arrays.stream(leastPerUnit).map(each -> FIRST * each).toArray();
    }

    static double mean(double[] values) {
        return Math.max(1, Arrays.stream(values).map(Math::abs).average().orElse(1));
    }

    /** The limits of a job that count over time, as rows; carbon's last. */
    int[] summed(int job) {
        int[] summed = new int[rows.capsOf(job).length + 1];
        int count = 0;
        for (int cap : rows.capsOf(job)) {
            if (!isPower(cap)) {
                summed[count++] = rows.firstRow(cap);
            }
        }
        if (most[rows.rows()] < Double.POSITIVE_INFINITY) {
            summed[count++] = rows.rows();
        }
        return Arrays.copyOf(summed, count);
    }

    private boolean isPower(int cap) {
        return rows.caps().get(cap).measure() == Cap.Measure.PEAK_MW;
    }

    /** What a job uses of a row. */
    double use(int job, int row, int[] cells, long[] watts) {
        double[] own = new double[use.length];
        addTo(own, job, cells, watts, 1);
        return own[row];
    }

    private void addTo(double[] sum, int job, int[] cells, long[] watts, int times) {
        rows.add(job, cells, watts, cells.length, times, sum);
        if (most[rows.rows()] < Double.POSITIVE_INFINITY) {
            for (int index = 0; index < cells.length; index++) {
                sum[rows.rows()] +=
                        times * watts[index] * offers.mwhPerWattPeriod * offers.carbonKgPerMwh[cells[index]];
            }
        }
    }

    /** Adds a job, or takes it out with {@code times} of minus one. */
    void add(int job, int[] cells, long[] watts, int times) {
        for (int index = 0; index < cells.length; index++) {
            long before = room[cells[index]];
            long after = before - times * watts[index];
            room[cells[index]] = after;
            cellsOver += (after < 0 ? 1 : 0) - (before < 0 ? 1 : 0);
        }
        addTo(use, job, cells, watts, times);
    }

    /** Counts the use of every row anew, so that rounding does not add up. */
    void recount(int[][] cells, long[][] watts) {
        Arrays.fill(use, 0);
        for (int job = 0; job < cells.length; job++) {
            addTo(use, job, cells[job], watts[job], 1);
        }
    }

    boolean holds() {
        if (cellsOver > 0) {
            return false;
        }
        for (int row = 0; row < use.length; row++) {
            if (use[row] > most[row]) {
                return false;
            }
        }
        return true;
    }

    /** What so many watts more in a cell are charged. */
    double chargeCell(int cell, long watts) {
        long free = Math.max(0, room[cell]);
        return watts > free ? times * (watts - free) * perWatt[cell] : 0;
    }

    /** What so much more of a row is charged. */
    double chargeRow(int row, double more) {
        double free = Math.max(0, most[row] - use[row]);
        return more > free ? times * (more - free) * perUnit[row] : 0;
    }

    /** What so many watts more in one period, over all sites, are charged by the limits of power that bind a job. */
    double chargePower(int job, int period, long watts) {
        double charge = 0;
        for (int cap : rows.capsOf(job)) {
            int row = isPower(cap) ? rows.row(cap, period) : -1;
            charge += row < 0 ? 0 : chargeRow(row, watts * offers.mwhPerWattPeriod);
        }
        return charge;
    }

    /** Watts that limits of power leave a job in a period. */
    long powerLeft(int job, int period) {
        double left = Double.POSITIVE_INFINITY;
        for (int cap : rows.capsOf(job)) {
            int row = isPower(cap) ? rows.row(cap, period) : -1;
            left = row < 0 ? left : Math.min(left, most[row] - use[row]);
        }
        return (long) Math.floor(Math.max(0, left) / offers.mwhPerWattPeriod + 1e-6);
    }

    boolean isPowerLimited(int job) {
        for (int cap : rows.capsOf(job)) {
            if (isPower(cap)) {
                return true;
            }
        }
        return false;
    }

    /** What a job is charged by all that it would go beyond. */
    double charge(int job, int[] cells, long[] watts) {
        double charge = 0;
        double[] own = new double[use.length];
        addTo(own, job, cells, watts, 1);
        for (int index = 0; index < cells.length; index++) {
            charge += chargeCell(cells[index], watts[index]);
        }
        for (int row = 0; row < own.length; row++) {
            charge += own[row] > 0 ? chargeRow(row, own[row]) : 0;
        }
        return charge;
    }

    /** The greatest part of what a job would use that all rows have left; the whole is one. */
    double partWithin(int job, int[] cells, long[] watts) {
        double[] own = new double[use.length];
        addTo(own, job, cells, watts, 1);
        double part = 1;
        for (int row = 0; row < own.length; row++) {
            if (own[row] > 0) {
                part = Math.min(part, Math.max(0, most[row] - use[row]) / own[row]);
            }
        }
        return part < 1 ? part * (1 - TRIFLE) : 1;
    }

    /** What a MWh in a cell would be charged by the limits that count over time, were they all exceeded. */
    double marginPerMwh(int job, int cell) {
        double margin = 0;
        for (int cap : rows.capsOf(job)) {
            int row = isPower(cap) ? -1 : rows.row(cap, cell);
            boolean counts = row >= 0 && !(rows.countsMoves(cap) && needs.runsNow(job, cell, offers));
            margin += counts ? perUnit[row] * rows.perMwh(cap, cell) : 0;
        }
        boolean capped = most[rows.rows()] < Double.POSITIVE_INFINITY;
        return margin + (capped ? perUnit[rows.rows()] * offers.carbonKgPerMwh[cell] : 0);
    }

    /**
     * Makes dearer what is beyond, and cheaper what is not.
     *
     * @param ease how much cheaper: from 1 at first to 0 at last, when all should come within
     */
    void adapt(double ease) {
        double cheaper = 1 - ease * CHEAPER;
        for (int cell = 0; cell < room.length; cell++) {
            perWatt[cell] = room[cell] < 0
                    ? perWatt[cell] * DEARER
                    : Math.max(LEAST * leastPerWatt[cell], perWatt[cell] * cheaper);
        }
        for (int row = 0; row < use.length; row++) {
            perUnit[row] = use[row] > most[row]
                    ? perUnit[row] * DEARER
                    : Math.max(LEAST * leastPerUnit[row], perUnit[row] * cheaper);
        }
    }

    /** Forbids, or charges again, what goes beyond. */
    void forbid(boolean isForbidden) {
        times = isForbidden ? FORBIDDEN : 1;
    }
}
