package dev.flexgate.negotiation;

import java.util.Arrays;

/**
 * The market of divisible work at one carbon price, cleared exactly among the cells that jobs have named so far.
 *
 * <p>For the maintainer. Work flows from a job through a cell it named to the root, at the job's own cost of that
 * cell; what reaches no cell is deferred, at its worth. The price of a cell's node is its scarcity. A cell that
 * was never named cannot be used: when the prices are announced and some job would rather have such a cell, it is
 * named and the market cleared again from the old basis. When no job does, the flow is optimal over all cells
 * (column generation), and plan and bound meet. A job that draws at most its power over all sites together gets
 * a node between itself and the cells of a period as soon as it has named two there.
 */
final class Clearing {

    private static final double MICRO = 1e6;

    private final Offers offers;
    private final Needs needs;
    private final int[] jobs;
    private final NetworkSimplex network;
    private final int[] jobNode;
    private final int[] deferralArc;
    private final int[] cellNode;
    private final int[] firstOption;
    private int options;
    private int[] nextOption = new int[1024];
    private int[] optionJob = new int[1024];
    private int[] optionCell = new int[1024];
    private int[] optionArc = new int[1024];
    private double[] optionCost = new double[1024];
    private double carbonPricePerKg;

    /**
     * A market for some jobs and for some room.
     *
     * @param jobs which jobs; any job of constant power among them is treated as if it could be divided
     */
    Clearing(Offers offers, Needs needs, int[] jobs, long[] roomWatts) {
        this.offers = offers;
        this.needs = needs;
        this.jobs = jobs;
        network = new NetworkSimplex(2 * jobs.length + offers.cells() + 2, 16 * jobs.length + offers.cells());
        jobNode = new int[needs.count];
        deferralArc = new int[needs.count];
        firstOption = new int[needs.count];
        Arrays.fill(firstOption, -1);
        for (int job : jobs) {
            long work = needs.workWattPeriods[job];
            deferralArc[job] = network.addNode(work, work + 1, micro(needs.lostWorkPerMwh[job]));
            jobNode[job] = network.tail(deferralArc[job]);
        }
        cellNode = new int[offers.cells()];
        for (int cell = 0; cell < cellNode.length; cell++) {
            cellNode[cell] = network.tail(network.addNode(0, Math.max(1, roomWatts[cell]), 0));
        }
    }

    private static long micro(double perMwh) {
        return Math.round(perMwh * MICRO);
    }

    /** The price of carbon at which the market is cleared next. */
    void quote(double carbonPricePerKg) {
        this.carbonPricePerKg = carbonPricePerKg;
        for (int option = 0; option < options; option++) {
            network.setCost(optionArc[option], cost(option));
        }
    }

    private long cost(int option) {
        return micro(optionCost[option] + carbonPricePerKg * offers.carbonKgPerMwh[optionCell[option]]);
    }

    /** The job names a cell it would use; whether it is new. */
    boolean name(int job, int cell) {
        int samePeriod = -1;
        for (int option = firstOption[job]; option >= 0; option = nextOption[option]) {
            if (optionCell[option] == cell) {
                return false;
            }
            if (offers.periodOf(optionCell[option]) == offers.periodOf(cell)) {
                samePeriod = option;
            }
        }
        int from = samePeriod >= 0 && needs.sharesPower(job) ? shared(job, samePeriod) : jobNode[job];
        add(job, cell);
        int option = options - 1;
        optionArc[option] = network.addArc(from, cellNode[cell], needs.watts[job], cost(option));
        network.setWeight(optionArc[option], offers.carbonKgPerMwh[cell] * offers.mwhPerWattPeriod);
        return true;
    }

    /** The node between the job and the cells of a period. */
    private int shared(int job, int samePeriod) {
        if (network.tail(optionArc[samePeriod]) == jobNode[job]) {
            optionArc[samePeriod] = network.split(optionArc[samePeriod]);
        }
        return network.tail(optionArc[samePeriod]);
    }

    private void add(int job, int cell) {
        if (options == optionJob.length) {
            nextOption = Arrays.copyOf(nextOption, 2 * options);
            optionJob = Arrays.copyOf(optionJob, 2 * options);
            optionCell = Arrays.copyOf(optionCell, 2 * options);
            optionArc = Arrays.copyOf(optionArc, 2 * options);
            optionCost = Arrays.copyOf(optionCost, 2 * options);
        }
        optionJob[options] = job;
        optionCell[options] = cell;
        optionCost[options] = needs.costPerMwh(job, cell, offers);
        nextOption[options] = firstOption[job];
        firstOption[job] = options++;
    }

    /**
     * Clears at the carbon price quoted.
     *
     * @param carbonCapKg of these jobs; the flow at which the search last crossed it is kept
     */
    void clear(double carbonCapKg) {
        // A hair below the cap, so that sums in another order stay under it too.
        network.watch(carbonCapKg * (1 - 1e-10));
        network.solve();
    }

    long scarcityMicroPerMwh(int cell) {
        return Math.max(0, network.price(cellNode[cell]));
    }

    double carbonKg() {
        return network.total();
    }

    /** Objective of the cleared plan, the carbon price left out. */
    double objective() {
        double sum = 0;
        for (int option = 0; option < options; option++) {
            sum += network.flow(optionArc[option]) * optionCost[option];
        }
        for (int job : jobs) {
            sum += network.flow(deferralArc[job]) * needs.lostWorkPerMwh[job];
        }
        return sum * offers.mwhPerWattPeriod;
    }

    boolean hasCrossed() {
        return network.flowAtCrossing().length > 0;
    }

    /** Gives every job of this market its part of the cleared flow. */
    void into(Draft draft) {
        into(draft, network.flow());
    }

    /** The same for the flow at which the cap was crossed. */
    void crossingInto(Draft draft) {
        into(draft, network.flowAtCrossing());
    }

    private void into(Draft draft, long[] flow) {
        for (int job : jobs) {
            int count = 0;
            for (int option = firstOption[job]; option >= 0; option = nextOption[option]) {
                count += flow[optionArc[option]] > 0 ? 1 : 0;
            }
            int[] cells = new int[count];
            long[] watts = new long[count];
            for (int option = firstOption[job]; option >= 0; option = nextOption[option]) {
                if (flow[optionArc[option]] > 0) {
                    cells[--count] = optionCell[option];
                    watts[count] = flow[optionArc[option]];
                }
            }
            draft.place(job, cells, watts);
        }
    }
}
