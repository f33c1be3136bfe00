package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Branch and bound over the starts of a few contiguous jobs, the others staying where they are: what moves of one job at a
 * time cannot find between cap and capacity. A part of a plan is given up when its cost at the closing prices, with the
 * least of every job left that still fits, is not below what is known. Counted in looks at a start, so that every machine
 * comes to the same plan.
 */
final class StartSearch {

    /** So many are searched all together. */
    static final int MOST_JOBS = 60;

    private static final double RELATIVE = 1e-9;

    private final Offers offers;
    private final Needs needs;
    private final double[] prices;
    /** Of every job, once asked for. */
    private final Starts[] known;

    private Starts[] starts = {};
    private int[] jobs = {};
    private long[] room = {};
    private double capKg;
    private boolean[] open = {};
    private int[] taken = {};
    private int[] best = {};
    private double[][] lowest = {};
    private double least;
    private long looksLeft;

    /** @param prices scarcity of every cell, then carbon */
    StartSearch(Offers offers, Needs needs, double[] prices) {
        this.offers = offers;
        this.needs = needs;
        this.prices = prices.clone();
        known = new Starts[needs.count];
    }

    static boolean suits(Needs needs, int job) {
        return needs.shape[job] instanceof Shape.Contiguous;
    }

    /** Looks that were left over by the last search: above zero where it saw everything. */
    long looksLeft() {
        return looksLeft;
    }

    /**
     * A plan that costs less; empty where there is none, or none was found in so many looks.
     *
     * @param plan of all jobs
     * @param group contiguous jobs that may start elsewhere
     * @param carbonCapKg of the whole plan
     */
    Optional<Draft> below(Draft plan, int[] group, double carbonCapKg, long looks) {
        Draft others = new Draft(plan);
        double cost = 0;
        for (int job : group) {
            cost += others.objective(job);
            others.remove(job);
        }
        jobs = group;
        starts = IntStream.of(group).mapToObj(this::starts).toArray(Starts[]::new);
        room = others.roomWatts.clone();
        capKg = carbonCapKg < Double.POSITIVE_INFINITY ? carbonCapKg - others.carbonKg() : carbonCapKg;
        taken = new int[group.length];
        best = new int[0];
        open = new boolean[group.length];
        Arrays.fill(open, true);
        lowest = new double[group.length + 1][group.length];
        looksLeft = looks;
        least = cost - RELATIVE * Math.abs(plan.objective() - plan.lostValue());
        descend(group.length, 0, 0, worth());
        if (best.length == 0) {
            return Optional.empty();
        }
        for (int place = 0; place < group.length; place++) {
            take(others, group[place], starts[place].from[best[place]]);
        }
        return Optional.of(others);
    }

    private Starts starts(int job) {
        if (known[job] == null) {
            known[job] = Starts.of(job, offers, needs, prices);
        }
        return known[job];
    }

    /** What the room and the cap that are left are worth at the prices, as a cost below zero. */
    private double worth() {
        double sum = capKg < Double.POSITIVE_INFINITY ? -prices[offers.cells()] * capKg : 0;
        for (int cell = 0; cell < offers.cells(); cell++) {
            sum -= prices[cell] * room[cell] * offers.mwhPerWattPeriod;
        }
        return sum;
    }

    private void take(Draft draft, int job, int from) {
        if (from == Starts.UNDONE) {
            return;
        }
        int[] cells = IntStream.range(from, from + needs.length[job]).toArray();
        long[] watts = new long[cells.length];
        Arrays.fill(watts, needs.watts[job]);
        draft.place(job, cells, watts);
    }

    /** Takes the open job with the least choice and tries its starts, cheapest first. */
    private void descend(int left, double cost, double carbonKg, double reduced) {
        if (left == 0) {
            if (cost < least) {
                least = cost;
                best = taken.clone();
            }
            return;
        }
        double[] lowestHere = lowest[left];
        double bound = reduced;
        double cleanestLeft = carbonKg;
        for (int place = 0; place < jobs.length; place++) {
            if (open[place]) {
                lowestHere[place] = lowest(place);
                bound += lowestHere[place];
                cleanestLeft += starts[place].cleanestKg;
            }
        }
        if (bound >= least || cleanestLeft > capKg) {
            return;
        }
        int place = leastChoice(lowestHere, least - bound);
        Starts all = starts[place];
        open[place] = false;
        double others = bound - lowestHere[place];
        for (int start = 0; start < all.count; start++) {
            if (others + all.reduced[start] >= least || looksLeft < 0) {
                break;
            }
            looksLeft--;
            if (fits(place, all.from[start]) && cleanestLeft - all.cleanestKg + all.carbonKg[start] <= capKg) {
                occupy(place, all.from[start], 1);
                taken[place] = start;
                descend(left - 1, cost + all.cost[start], carbonKg + all.carbonKg[start], reduced + all.reduced[start]);
                occupy(place, all.from[start], -1);
            }
        }
        open[place] = true;
    }

    private double lowest(int place) {
        Starts all = starts[place];
        for (int start = 0; start < all.count; start++) {
            looksLeft--;
            if (fits(place, all.from[start])) {
                return all.reduced[start];
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private int leastChoice(double[] lowestHere, double slack) {
        int choice = -1;
        int fewest = Integer.MAX_VALUE;
        for (int place = 0; place < jobs.length; place++) {
            if (!open[place]) {
                continue;
            }
            int count = choices(place, lowestHere[place] + slack, fewest);
            if (count < fewest || (count == fewest && needs.watts[jobs[place]] > needs.watts[jobs[choice]])) {
                fewest = count;
                choice = place;
            }
        }
        return choice;
    }

    private int choices(int place, double below, int enough) {
        Starts all = starts[place];
        int count = 0;
        for (int start = 0; start < all.count && all.reduced[start] < below && count < enough; start++) {
            looksLeft--;
            count += fits(place, all.from[start]) ? 1 : 0;
        }
        return count;
    }

    private boolean fits(int place, int from) {
        if (from != Starts.UNDONE) {
            int job = jobs[place];
            for (int cell = from; cell < from + needs.length[job]; cell++) {
                if (room[cell] < needs.watts[job]) {
                    return false;
                }
            }
        }
        return true;
    }

    private void occupy(int place, int from, int times) {
        if (from != Starts.UNDONE) {
            int job = jobs[place];
            for (int cell = from; cell < from + needs.length[job]; cell++) {
                room[cell] -= times * needs.watts[job];
            }
        }
    }
}
