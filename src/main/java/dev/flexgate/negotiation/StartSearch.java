package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Branch and bound over the starts of contiguous jobs, for problems of few jobs, where moves get caught between cap and
 * capacity. A part of a plan is given up when its cost at the closing prices, with the least of every job left that still
 * fits, is not below the best plan known. Counted in looks at a start, so that every machine comes to the same plan.
 */
final class StartSearch {

    static final int MOST_JOBS = 60;

    private static final double RELATIVE = 1e-9;

    /** One way to run a job, or to leave it undone where {@code from} is negative. */
    private record Start(int from, double cost, double carbonKg, double reduced) {}

    private final Offers offers;
    private final Needs needs;
    private final double carbonCapKg;
    private final double constant;
    private final List<List<Start>> starts = new ArrayList<>();
    private final double[] cleanest;
    private final long[] room;
    private final Start[] taken;
    private Start[] best = {};
    private double least;
    private long looksLeft;

    /** @param prices scarcity of every cell, then carbon */
    StartSearch(Offers offers, Needs needs, double carbonCapKg, double[] prices) {
        this.offers = offers;
        this.needs = needs;
        this.carbonCapKg = carbonCapKg;
        room = offers.capacityWatts.clone();
        taken = new Start[needs.count];
        cleanest = new double[needs.count];
        double sum = carbonCapKg < Double.POSITIVE_INFINITY ? -prices[offers.cells()] * carbonCapKg : 0;
        for (int cell = 0; cell < offers.cells(); cell++) {
            sum -= prices[cell] * offers.capacityWatts[cell] * offers.mwhPerWattPeriod;
        }
        constant = sum;
        for (int job = 0; job < needs.count; job++) {
            starts.add(starts(job, prices));
            cleanest[job] =
                    starts.get(job).stream().mapToDouble(Start::carbonKg).min().orElse(0);
        }
    }

    static boolean suits(Needs needs) {
        for (int job = 0; job < needs.count; job++) {
            if (!(needs.shape[job] instanceof Shape.Contiguous)) {
                return false;
            }
        }
        return needs.count > 0 && needs.count <= MOST_JOBS;
    }

    /** A plan that costs less than {@code known}; empty where there is none, or none was found in so many looks. */
    Optional<Draft> below(double known, long looks) {
        looksLeft = looks;
        least = known - RELATIVE * Math.abs(known);
        boolean[] open = new boolean[needs.count];
        java.util.Arrays.fill(open, true);
        descend(open, needs.count, 0, 0, constant);
        return best.length == 0 ? Optional.empty() : Optional.of(draft());
    }

    private List<Start> starts(int job, double[] prices) {
        List<Start> found = new ArrayList<>();
        double worth = needs.workWattPeriods[job] * needs.lostWorkPerMwh[job] * offers.mwhPerWattPeriod;
        found.add(new Start(-1, worth, 0, worth));
        double energyMwh = needs.watts[job] * offers.mwhPerWattPeriod;
        for (int site : needs.sites[job]) {
            for (int period = needs.from[job]; period + needs.length[job] <= needs.until[job]; period++) {
                int from = site * offers.periods + period;
                double cost = 0;
                double carbonKg = 0;
                double scarcity = 0;
                boolean fits = true;
                for (int cell = from; cell < from + needs.length[job]; cell++) {
                    cost += energyMwh * needs.costPerMwh(job, cell, offers);
                    carbonKg += energyMwh * offers.carbonKgPerMwh[cell];
                    scarcity += energyMwh * prices[cell];
                    fits &= offers.capacityWatts[cell] >= needs.watts[job] && needs.levies.isOpen(job, cell);
                }
                if (fits) {
                    double reduced = cost + scarcity + prices[offers.cells()] * carbonKg;
                    found.add(new Start(from, cost, carbonKg, reduced));
                }
            }
        }
        found.sort(Comparator.comparingDouble(Start::reduced).thenComparingInt(Start::from));
        return found;
    }

    /** Takes the open job with the least choice and tries its starts, cheapest first. */
    private void descend(boolean[] open, int left, double cost, double carbonKg, double reduced) {
        if (left == 0) {
            if (cost < least) {
                least = cost;
                best = taken.clone();
            }
            return;
        }
        double[] lowest = new double[needs.count];
        double bound = reduced;
        double cleanestLeft = carbonKg;
        for (int job = 0; job < needs.count; job++) {
            if (open[job]) {
                lowest[job] = lowest(job);
                bound += lowest[job];
                cleanestLeft += cleanest[job];
            }
        }
        if (bound >= least || cleanestLeft > carbonCapKg) {
            return;
        }
        int job = leastChoice(open, lowest, least - bound);
        open[job] = false;
        double others = bound - lowest[job];
        for (Start start : starts.get(job)) {
            if (others + start.reduced() >= least || looksLeft < 0) {
                break;
            }
            if (fits(job, start) && cleanestLeft - cleanest[job] + start.carbonKg() <= carbonCapKg) {
                occupy(job, start, 1);
                taken[job] = start;
                descend(open, left - 1, cost + start.cost(), carbonKg + start.carbonKg(), reduced + start.reduced());
                occupy(job, start, -1);
            }
        }
        open[job] = true;
    }

    private double lowest(int job) {
        for (Start start : starts.get(job)) {
            looksLeft--;
            if (fits(job, start)) {
                return start.reduced();
            }
        }
        return Double.POSITIVE_INFINITY;
    }

    private int leastChoice(boolean[] open, double[] lowest, double slack) {
        int choice = -1;
        int fewest = Integer.MAX_VALUE;
        for (int job = 0; job < needs.count; job++) {
            if (!open[job]) {
                continue;
            }
            int count = 0;
            for (Start start : starts.get(job)) {
                if (start.reduced() - lowest[job] >= slack || count >= fewest) {
                    break;
                }
                looksLeft--;
                count += fits(job, start) ? 1 : 0;
            }
            if (count < fewest || (count == fewest && needs.watts[job] > needs.watts[choice])) {
                fewest = count;
                choice = job;
            }
        }
        return choice;
    }

    private boolean fits(int job, Start start) {
        if (start.from() >= 0) {
            for (int cell = start.from(); cell < start.from() + needs.length[job]; cell++) {
                if (room[cell] < needs.watts[job]) {
                    return false;
                }
            }
        }
        return true;
    }

    private void occupy(int job, Start start, int times) {
        if (start.from() >= 0) {
            for (int cell = start.from(); cell < start.from() + needs.length[job]; cell++) {
                room[cell] -= times * needs.watts[job];
            }
        }
    }

    private Draft draft() {
        var draft = new Draft(offers, needs);
        for (int job = 0; job < needs.count; job++) {
            if (best[job].from() >= 0) {
                int[] cells = new int[needs.length[job]];
                long[] watts = new long[cells.length];
                java.util.Arrays.fill(watts, needs.watts[job]);
                for (int step = 0; step < cells.length; step++) {
                    cells[step] = best[job].from() + step;
                }
                draft.place(job, cells, watts);
            }
        }
        return draft;
    }
}
