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
    private final long[] roomWatts;
    private final NetworkSimplex network;
    private final int[] jobNode;
    private final int[] deferralArc;
    private final int[] cellNode;
    private final int[] firstOption;
    private int options;
    private int[] nextOption = new int[1024];
    private int[] optionCell = new int[1024];
    private int[] optionArc = new int[1024];
    /** For the power above what the job had there before, which costs more; or none. */
    private int[] moreArc = new int[1024];

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
        this.roomWatts = roomWatts;
        network = new NetworkSimplex(2 * jobs.length + offers.cells() + 2, 16 * jobs.length + offers.cells());
        jobNode = new int[jobs.length];
        deferralArc = new int[jobs.length];
        firstOption = new int[jobs.length];
        Arrays.fill(firstOption, -1);
        for (int place = 0; place < jobs.length; place++) {
            long work = needs.workWattPeriods[jobs[place]];
            deferralArc[place] = network.addNode(work, work + 1, micro(needs.lostWorkPerMwh[jobs[place]]));
            jobNode[place] = network.tail(deferralArc[place]);
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
            if (moreArc[option] >= 0) {
                network.setCost(moreArc[option], cost(option) + micro(needs.switchingPerMwh()));
            }
        }
    }

    private long cost(int option) {
        return micro(optionCost[option] + carbonPricePerKg * offers.carbonKgPerMwh[optionCell[option]]);
    }

    /** The job at that place among the market's jobs names a cell it would use; whether it is new, and has room. */
    boolean name(int place, int cell) {
        // The network's arcs carry a watt at the least: a cell without room must not be among them.
        if (roomWatts[cell] <= 0) {
            return false;
        }
        int job = jobs[place];
        int samePeriod = -1;
        for (int option = firstOption[place]; option >= 0; option = nextOption[option]) {
            if (optionCell[option] == cell) {
                return false;
            }
            if (offers.periodOf(optionCell[option]) == offers.periodOf(cell)) {
                samePeriod = option;
            }
        }
        int from = samePeriod >= 0 && needs.sharesPower(job) ? shared(place, samePeriod) : jobNode[place];
        add(place, cell);
        int option = options - 1;
        optionArc[option] = network.addArc(from, cellNode[cell], needs.watts[job], cost(option));
        moreArc[option] = -1;
        long stood = needs.stoodWatts(job, cell);
        if (0 < stood && stood < needs.watts[job]) {
            partStood(place, option, stood);
        }
        network.setWeight(optionArc[option], offers.carbonKgPerMwh[cell] * offers.mwhPerWattPeriod);
        return true;
    }

    /** Two arcs side by side: one for the power that the job had there, one for more, which is dearer. */
    private void partStood(int place, int option, long stood) {
        if (network.tail(optionArc[option]) == jobNode[place]) {
            optionArc[option] = network.split(optionArc[option]);
        }
        int node = network.tail(optionArc[option]);
        int cell = optionCell[option];
        network.limit(optionArc[option], stood);
        long dearer = cost(option) + micro(needs.switchingPerMwh());
        moreArc[option] = network.addArc(node, cellNode[cell], needs.watts[jobs[place]] - stood, dearer);
        network.setWeight(moreArc[option], offers.carbonKgPerMwh[cell] * offers.mwhPerWattPeriod);
    }

    /** The node between the job and the cells of a period. */
    private int shared(int place, int samePeriod) {
        if (network.tail(optionArc[samePeriod]) == jobNode[place]) {
            optionArc[samePeriod] = network.split(optionArc[samePeriod]);
        }
        return network.tail(optionArc[samePeriod]);
    }

    private void add(int place, int cell) {
        if (options == optionCell.length) {
            nextOption = Arrays.copyOf(nextOption, 2 * options);
            optionCell = Arrays.copyOf(optionCell, 2 * options);
            optionArc = Arrays.copyOf(optionArc, 2 * options);
            moreArc = Arrays.copyOf(moreArc, 2 * options);
            optionCost = Arrays.copyOf(optionCost, 2 * options);
        }
        optionCell[options] = cell;
        optionCost[options] = needs.costPerMwh(jobs[place], cell, offers);
        nextOption[options] = firstOption[place];
        firstOption[place] = options++;
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
        return objective(network.flow());
    }

    /** The same of the flow at which the cap was crossed. */
    double crossingObjective() {
        return objective(network.flowAtCrossing());
    }

    private double objective(long[] flow) {
        double sum = 0;
        for (int option = 0; option < options; option++) {
            sum += flow[optionArc[option]] * optionCost[option];
            if (moreArc[option] >= 0) {
                sum += flow[moreArc[option]] * (optionCost[option] + needs.switchingPerMwh());
            }
        }
        for (int place = 0; place < jobs.length; place++) {
            sum += flow[deferralArc[place]] * needs.lostWorkPerMwh[jobs[place]];
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
        for (int place = 0; place < jobs.length; place++) {
            int count = 0;
            for (int option = firstOption[place]; option >= 0; option = nextOption[option]) {
                count += watts(flow, option) > 0 ? 1 : 0;
            }
            int[] cells = new int[count];
            long[] watts = new long[count];
            for (int option = firstOption[place]; option >= 0; option = nextOption[option]) {
                if (watts(flow, option) > 0) {
                    cells[--count] = optionCell[option];
                    watts[count] = watts(flow, option);
                }
            }
            draft.remove(jobs[place]);
            draft.place(jobs[place], cells, watts);
        }
    }

    private long watts(long[] flow, int option) {
        return flow[optionArc[option]] + (moreArc[option] >= 0 ? flow[moreArc[option]] : 0);
    }
}
