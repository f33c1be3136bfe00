package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Betters a plan by taking a few neighbouring jobs out and putting them back, each at its best place in another
 * order: so jobs move, swap and split. Accepts what costs no more at the carbon price and keeps the cap.
 *
 * <p>Neighbours are jobs that run in the same stretch of time, at one site or at all. They are put back at the
 * true cost plus a part of the scarcity prices, which keeps dear periods free for those who gain most from them.
 */
final class Reinsertion {

    private static final int MOST_TAKEN = 10;
    private static final double[] GUIDANCE = {0, 0.5, 1};

    private final Draft draft;
    private final Needs needs;
    private final Offers offers;
    private final Responder responder;
    private final SplittableRandom random;
    private final double[][] guides = new double[GUIDANCE.length][];
    private final double carbonPrice;
    private final double carbonCapKg;
    private final Occupants occupants;
    private double carbonKg;
    double threshold;

    private final int[] taken = new int[MOST_TAKEN];
    private final int[][] cellsBefore = new int[MOST_TAKEN][];
    private final long[][] wattsBefore = new long[MOST_TAKEN][];
    private int count;

    Reinsertion(Draft draft, double[] scarcityPerMwh, double carbonPrice, double carbonCapKg, long seed) {
        this.draft = draft;
        this.needs = draft.needs;
        this.offers = draft.offers;
        this.carbonPrice = carbonPrice;
        this.carbonCapKg = carbonCapKg;
        responder = new Responder(offers, needs);
        random = new SplittableRandom(seed);
        for (int index = 0; index < GUIDANCE.length; index++) {
            double part = GUIDANCE[index];
            guides[index] =
                    Arrays.stream(scarcityPerMwh).map(each -> part * each).toArray();
        }
        occupants = new Occupants(draft);
        carbonKg = draft.carbonKg();
    }

    /** Makes so many attempts; how much the cost at the carbon price fell. */
    double attempt(int attempts) {
        double gain = 0;
        for (int attempt = 0; attempt < attempts && needs.count > 0; attempt++) {
            gather();
            gain += reinsert();
        }
        return gain;
    }

    private void gather() {
        count = 0;
        int first = first();
        take(first);
        if (needs.window(first) == 0 || needs.sites[first].length == 0) {
            return;
        }
        int[] cells = draft.cells[first];
        int site = needs.sites[first][random.nextInt(needs.sites[first].length)];
        int period = cells.length == 0 || random.nextInt(2) == 0
                ? needs.from[first] + random.nextInt(needs.window(first))
                : offers.periodOf(cells[random.nextInt(cells.length)]);
        int wanted = 2 + random.nextInt(MOST_TAKEN - 1);
        for (int tries = 0; tries < 3 * wanted && count < wanted; tries++) {
            int near = Math.clamp(period + random.nextInt(9) - 4, 0, offers.periods - 1);
            int there = random.nextInt(3) == 0 ? needs.sites[first][random.nextInt(needs.sites[first].length)] : site;
            int job = occupants.any(there * offers.periods + near, random);
            if (job >= 0) {
                take(job);
            }
        }
    }

    /** Half of the attempts begin with work that is not done, as long as there is some. */
    private int first() {
        int start = random.nextInt(needs.count);
        if (random.nextBoolean()) {
            for (int step = 0; step < needs.count; step++) {
                int job = start + step < needs.count ? start + step : start + step - needs.count;
                if (draft.deferredWattPeriods[job] > 0) {
                    return job;
                }
            }
        }
        return start;
    }

    private void take(int job) {
        for (int index = 0; index < count; index++) {
            if (taken[index] == job) {
                return;
            }
        }
        if (count < MOST_TAKEN) {
            taken[count++] = job;
        }
    }

    private double reinsert() {
        double costBefore = cost();
        double carbonBefore = carbon();
        for (int index = 0; index < count; index++) {
            int job = taken[index];
            cellsBefore[index] = draft.cells[job];
            wattsBefore[index] = draft.watts[job];
            occupants.leave(job, draft.cells[job]);
            draft.remove(job);
        }
        int[] order = shuffled();
        responder.quote(guides[random.nextInt(guides.length)], carbonPrice);
        for (int index = 0; index < count; index++) {
            responder.respond(taken[order[index]], draft.roomWatts);
            draft.place(taken[order[index]], responder);
        }
        double gain = costBefore - cost();
        double carbonAfter = carbonKg - carbonBefore + carbon();
        boolean kept = gain >= -threshold && (carbonAfter <= carbonCapKg || carbonAfter <= carbonKg);
        if (!kept) {
            putBack();
        } else {
            carbonKg = carbonAfter;
        }
        for (int index = 0; index < count; index++) {
            occupants.enter(taken[index], draft.cells[taken[index]]);
        }
        return kept ? gain : 0;
    }

    private void putBack() {
        for (int index = 0; index < count; index++) {
            draft.remove(taken[index]);
        }
        for (int index = 0; index < count; index++) {
            draft.place(taken[index], cellsBefore[index], wattsBefore[index]);
        }
    }

    private int[] shuffled() {
        int[] order = new int[count];
        for (int index = 0; index < count; index++) {
            int other = random.nextInt(index + 1);
            order[index] = order[other];
            order[other] = index;
        }
        return order;
    }

    private double cost() {
        double sum = 0;
        for (int index = 0; index < count; index++) {
            sum += draft.objective(taken[index]) + carbonPrice * draft.carbonKg(taken[index]);
        }
        return sum;
    }

    private double carbon() {
        double sum = 0;
        for (int index = 0; index < count; index++) {
            sum += draft.carbonKg(taken[index]);
        }
        return sum;
    }
}
