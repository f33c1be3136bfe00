package dev.flexgate.negotiation;

import java.util.SplittableRandom;

/**
 * Betters a plan by taking a few neighbouring jobs out and putting them back, each at its best place in another
 * order: so jobs move, swap and split. Accepts what costs no more at the carbon price given.
 *
 * <p>Neighbours are jobs that run in the same stretch of time, at one site or at all. They are put back at the
 * true cost plus a part of the scarcity prices, which keeps dear periods free for those who gain most from them.
 */
final class Reinsertion {

    private static final int MOST_TAKEN = 10;
    /** Neighbours run within so many periods, one in so many at another site of the first. */
    private static final int NEAR = 4;

    private static final int ELSEWHERE = 4;
    /** One attempt in so many takes jobs from anywhere. */
    private static final int ANYWHERE = 8;

    private static final double[] GUIDANCE = {0, 0.5, 1};
    private static final double[] CARBON_GUIDANCE = {0.2, 0.5, 1, 2, 8};
    private static final double NOISE = 0.5;

    private final Draft draft;
    private final Needs needs;
    private final Offers offers;
    private final Responder responder;
    private final SplittableRandom random;
    private final double[] scarcityPerMwh;
    private final double[][] guides = new double[2 * GUIDANCE.length][];
    private final Occupants occupants;
    private double judgedCarbonPrice;

    private final int[] taken = new int[MOST_TAKEN];
    private final int[][] cellsBefore = new int[MOST_TAKEN][];
    private final long[][] wattsBefore = new long[MOST_TAKEN][];
    private int count;

    Reinsertion(Draft draft, double[] scarcityPerMwh, long seed) {
        this.draft = draft;
        this.needs = draft.needs;
        this.offers = draft.offers;
        responder = new Responder(offers, needs);
        random = new SplittableRandom(seed);
        this.scarcityPerMwh = scarcityPerMwh;
        occupants = new Occupants(draft);
    }

    /**
     * Makes so many attempts, judged by their cost at a carbon price.
     *
     * @param threshold what an attempt may cost more, so that the plan can leave a place where no move betters it
     */
    void attempt(int attempts, double carbonPrice, double threshold) {
        judgedCarbonPrice = carbonPrice;
        attempt(attempts, carbonPrice, threshold, Double.POSITIVE_INFINITY);
    }

    /** The same, judged by their cost alone as long as the plan stays under the cap. */
    void attemptWithin(double carbonCapKg, int attempts, double carbonPrice) {
        judgedCarbonPrice = 0;
        attempt(attempts, carbonPrice, 0, carbonCapKg);
    }

    private void attempt(int attempts, double carbonPrice, double threshold, double carbonCapKg) {
        double carbonKg = draft.carbonKg();
        drawGuides();
        for (int attempt = 0; attempt < attempts && needs.count > 0; attempt++) {
            gather();
            carbonKg += reinsert(carbonPrice, threshold, carbonCapKg - carbonKg);
        }
    }

    /** Parts of the scarcity prices, and the same with some noise, so that other places than the first best are tried. */
    private void drawGuides() {
        double mean = 0;
        for (double perMwh : offers.moneyPerMwh) {
            mean += Math.abs(perMwh) / offers.moneyPerMwh.length;
        }
        for (int index = 0; index < guides.length; index++) {
            double part = GUIDANCE[index / 2];
            double noise = index % 2 == 0 ? 0 : NOISE * mean;
            guides[index] = new double[scarcityPerMwh.length];
            for (int cell = 0; cell < scarcityPerMwh.length; cell++) {
                guides[index][cell] = part * scarcityPerMwh[cell] + (noise > 0 ? noise * random.nextDouble() : 0);
            }
        }
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
        if (random.nextInt(ANYWHERE) == 0) {
            while (count < Math.min(wanted, needs.count)) {
                take(random.nextInt(needs.count));
            }
            return;
        }
        for (int tries = 0; tries < 3 * wanted && count < wanted; tries++) {
            int near = Math.clamp(period + random.nextInt(2 * NEAR + 1) - NEAR, 0, offers.periods - 1);
            int there = random.nextInt(ELSEWHERE) == 0
                    ? needs.sites[first][random.nextInt(needs.sites[first].length)]
                    : site;
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

    /** Takes out and puts back; how much more carbon the plan causes then. */
    private double reinsert(double carbonPrice, double threshold, double carbonLeftKg) {
        double costBefore = cost();
        double carbonBefore = carbon();
        for (int index = 0; index < count; index++) {
            int job = taken[index];
            cellsBefore[index] = draft.cells[job];
            wattsBefore[index] = draft.watts[job];
            occupants.leave(job, draft.cells[job]);
            draft.remove(job);
        }
        int[] order = order();
        double strictness = CARBON_GUIDANCE[random.nextInt(CARBON_GUIDANCE.length)];
        responder.quote(guides[random.nextInt(guides.length)], strictness * carbonPrice);
        double budgetKg = carbonLeftKg + carbonBefore;
        for (int index = 0; index < count; index++) {
            int job = taken[order[index]];
            responder.respond(job, draft.roomWatts);
            draft.place(job, responder);
            budgetKg -= draft.carbonKg(job);
            if (budgetKg < 0) {
                budgetKg += draft.carbonKg(job);
                draft.remove(job);
            }
        }
        double more = carbon() - carbonBefore;
        boolean kept = cost() <= costBefore + threshold && more <= carbonLeftKg;
        if (!kept) {
            putBack();
        }
        for (int index = 0; index < count; index++) {
            occupants.enter(taken[index], draft.cells[taken[index]]);
        }
        return kept ? more : 0;
    }

    private void putBack() {
        for (int index = 0; index < count; index++) {
            draft.remove(taken[index]);
        }
        for (int index = 0; index < count; index++) {
            draft.place(taken[index], cellsBefore[index], wattsBefore[index]);
        }
    }

    /** Any order, or every other time the most work first. */
    private int[] order() {
        int[] order = new int[count];
        boolean bySize = random.nextBoolean();
        for (int index = 0; index < count; index++) {
            int place = bySize ? index : random.nextInt(index + 1);
            while (bySize && place > 0 && work(order[place - 1]) < work(index)) {
                place--;
            }
            System.arraycopy(order, place, order, place + 1, index - place);
            order[place] = index;
        }
        return order;
    }

    private long work(int index) {
        return needs.workWattPeriods[taken[index]];
    }

    private double cost() {
        double sum = 0;
        for (int index = 0; index < count; index++) {
            sum += draft.objective(taken[index]) + judgedCarbonPrice * draft.carbonKg(taken[index]);
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
