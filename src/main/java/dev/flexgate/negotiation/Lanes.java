package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Betters the divisible work of a plan where there are too many jobs to clear all together: group by group, the rest staying
 * where it is. Groups are dealt to a fixed number of lanes that run side by side. A lane has its own part of the room that
 * is left over and each group its own part of the carbon, so that lanes never meet and the plan does not depend on how many
 * processors there are.
 */
final class Lanes {

    /** More than most machines that plan have processors. */
    private static final int LANES = 4;

    /** How many jobs are cleared together: enough to exchange places, few enough to be cleared in milliseconds. */
    static final int GROUP = 1_000;
    /** Most prices that a group hears: what more would bring is not worth the time. */
    private static final int ROUNDS = 40;

    /** How many groups of a lane meet its part of the carbon exactly. */
    private static final int EXACT_GROUPS = 2;
    /** By what the carbon price rises, in parts of it, for a part of carbon too much. */
    private static final double LEANING = 5;

    private static final double MOST_LEANING = 1.5;

    private final Draft plan;
    private final double[] scarcityPerMwh;
    private final double carbonPricePerKg;
    /** What the groups together may cause, over what they cause now. */
    private final double partOfCarbon;

    private final int count;

    /**
     * A plan to better.
     *
     * @param carbonCapKg of the whole plan; the groups share what other work leaves of it as they share its carbon now
     */
    Lanes(Draft plan, int[] jobs, double[] scarcityPerMwh, double carbonPricePerKg, double carbonCapKg) {
        this.plan = plan;
        count = jobs.length <= GROUP ? 1 : LANES;
        this.scarcityPerMwh = scarcityPerMwh;
        this.carbonPricePerKg = carbonPricePerKg;
        double carbonKg = 0;
        for (int job : jobs) {
            carbonKg += plan.carbonKg(job);
        }
        partOfCarbon = carbonKg > 0 ? (carbonCapKg - (plan.carbonKg() - carbonKg)) / carbonKg : 1;
    }

    /** The plan with the groups' work cleared anew. */
    static Draft better(
            Draft plan, int[] jobs, double[] scarcityPerMwh, double carbonPricePerKg, double carbonCapKg, long seed) {
        int[] shuffled = shuffled(jobs, seed);
        var lanes = new Lanes(plan, jobs, scarcityPerMwh, carbonPricePerKg, carbonCapKg);
        Draft[] bettered = IntStream.range(0, lanes.count)
                .parallel()
                .mapToObj(lane -> lanes.run(lane, lanes.part(shuffled, lane)))
                .toArray(Draft[]::new);
        Draft whole = new Draft(plan);
        Arrays.stream(jobs).forEach(whole::remove);
        for (int lane = 0; lane < lanes.count; lane++) {
            for (int job : lanes.part(shuffled, lane)) {
                whole.place(job, bettered[lane].cells[job], bettered[lane].watts[job]);
            }
        }
        return whole;
    }

    private static int[] shuffled(int[] jobs, long seed) {
        int[] shuffled = jobs.clone();
        var random = new SplittableRandom(seed);
        for (int place = shuffled.length - 1; place > 0; place--) {
            int other = random.nextInt(place + 1);
            int job = shuffled[other];
            shuffled[other] = shuffled[place];
            shuffled[place] = job;
        }
        return shuffled;
    }

    private int[] part(int[] jobs, int lane) {
        return Arrays.copyOfRange(
                jobs, (int) ((long) jobs.length * lane / count), (int) ((long) jobs.length * (lane + 1) / count));
    }

    /**
     * Clears the lane's groups one after the other. All but the last are cleared at the carbon price alone, which leans
     * against what they are over or under their part; the last meet what is left of the lane's part exactly.
     */
    private Draft run(int lane, int[] jobs) {
        Draft draft = new Draft(plan);
        for (int cell = 0; cell < draft.roomWatts.length; cell++) {
            long room = plan.roomWatts[cell];
            draft.roomWatts[cell] = room * (lane + 1) / count - room * lane / count;
        }
        int groups = Math.ceilDiv(jobs.length, GROUP);
        double spareKg = 0;
        double sumKg = 0;
        for (int group = 0; group < groups; group++) {
            int[] part = Arrays.copyOfRange(jobs, group * GROUP, Math.min(jobs.length, (group + 1) * GROUP));
            double carbonKg = partOfCarbon * carbonKg(draft, part);
            sumKg += carbonKg;
            if (partOfCarbon == Double.POSITIVE_INFINITY) {
                clearAt(draft, part, 0);
            } else if (groups - group > EXACT_GROUPS) {
                clearAt(draft, part, carbonPricePerKg * lean(spareKg / sumKg));
            } else {
                clearWithin(draft, part, carbonKg + spareKg / (groups - group));
            }
            spareKg += carbonKg - carbonKg(draft, part);
        }
        return draft;
    }

    private static double lean(double spare) {
        return Math.clamp(1 - LEANING * spare, 1 / MOST_LEANING, MOST_LEANING);
    }

    private static double carbonKg(Draft draft, int[] group) {
        double sum = 0;
        for (int job : group) {
            sum += draft.carbonKg(job);
        }
        return sum;
    }

    private void clearAt(Draft draft, int[] group, double carbonPrice) {
        var market = market(draft, group, Double.POSITIVE_INFINITY);
        market.openAt(carbonPrice);
        for (int round = 1; round < ROUNDS && market.advance(); round++) {
            // Each round clears anew.
        }
        market.into(draft, false);
    }

    private void clearWithin(Draft draft, int[] group, double capKg) {
        int[][] cells = new int[group.length][];
        long[][] watts = new long[group.length][];
        for (int place = 0; place < group.length; place++) {
            cells[place] = draft.cells[group[place]];
            watts[place] = draft.watts[group[place]];
        }
        var market = market(draft, group, capKg);
        market.open(carbonPricePerKg);
        if (!take(market, draft)) {
            for (int place = 0; place < group.length; place++) {
                draft.place(group[place], cells[place], watts[place]);
            }
        }
    }

    /** A market for a group, which is taken out of the draft. */
    private DivisibleMarket market(Draft draft, int[] group, double capKg) {
        int[][] cells = new int[group.length][];
        for (int place = 0; place < group.length; place++) {
            cells[place] = draft.cells[group[place]];
            draft.remove(group[place]);
        }
        var market = new DivisibleMarket(draft.offers, draft.needs, group, draft.roomWatts.clone(), capKg);
        for (int place = 0; place < group.length; place++) {
            market.name(place, cells[place]);
        }
        market.name(scarcityPerMwh, carbonPricePerKg);
        return market;
    }

    /** The best of the plans that the market comes by within its cap. */
    private static boolean take(DivisibleMarket market, Draft draft) {
        double best = Double.POSITIVE_INFINITY;
        for (int round = 0; round == 0 || (round < ROUNDS && market.advance()); round++) {
            double within = market.objectiveWithinCap();
            double atCap = market.objectiveAtCap();
            if (Math.min(within, atCap) < best) {
                best = Math.min(within, atCap);
                market.into(draft, atCap < within);
            }
        }
        return best < Double.POSITIVE_INFINITY;
    }
}
