package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Betters where contiguous jobs start, a few at a time: those that compete for the same stretch of time are taken out and put
 * back in the best way there is for them together. Work left undone is tried first: it gets in if the few can make way.
 */
final class StartExchange {

    private static final int LEAST_TAKEN = 3;
    private static final int MOST_TAKEN = 9;
    /** Competitors run within so many periods. */
    private static final int NEAR = 4;
    /** One group in so many comes from anywhere, to exchange carbon. */
    private static final int ANYWHERE = 4;

    private static final long LOOKS_A_GROUP = 20_000;
    /** Of more, only work left undone is tried: to go through all of them takes too long. */
    private static final int MOST_JOBS = 3_000;

    private final Offers offers;
    private final Needs needs;
    private final StartSearch search;
    private final int[] rigid;
    private final int[] near;

    StartExchange(Offers offers, Needs needs, StartSearch search) {
        this.offers = offers;
        this.needs = needs;
        this.search = search;
        rigid = IntStream.range(0, needs.count)
                .filter(job -> StartSearch.suits(needs, job))
                .toArray();
        near = new int[rigid.length];
    }

    /** A plan that costs no more, within the cap if the first was, after so many looks at a start. */
    Draft better(Draft plan, double carbonCapKg, long looks, long seed) {
        Draft best = plan;
        var random = new SplittableRandom(seed);
        long looksLeft = rigid.length == 0 ? 0 : looks;
        while (looksLeft > 0 && (rigid.length <= MOST_JOBS || isUndone(best))) {
            int[] group = gather(best, random);
            long most = Math.min(looksLeft, LOOKS_A_GROUP);
            Optional<Draft> found = search.below(best, group, carbonCapKg, most);
            // To gather a group and to copy the plan costs about a look a job.
            looksLeft -= needs.count + offers.cells() + most - search.looksLeft();
            best = found.orElse(best);
        }
        return best;
    }

    private boolean isUndone(Draft plan) {
        return Arrays.stream(rigid).anyMatch(job -> plan.deferredWattPeriods[job] > 0);
    }

    private int[] gather(Draft plan, SplittableRandom random) {
        int wanted = LEAST_TAKEN + random.nextInt(MOST_TAKEN - LEAST_TAKEN + 1);
        int first = first(plan, random);
        int count = random.nextInt(ANYWHERE) == 0 ? anyone() : neighbours(plan, first, random);
        int[] group = new int[Math.min(wanted, rigid.length)];
        group[0] = first;
        int size = 1;
        while (size < group.length && count > 0) {
            int at = random.nextInt(count);
            int job = near[at];
            near[at] = near[--count];
            if (job != first) {
                group[size++] = job;
            }
        }
        return Arrays.copyOf(group, size);
    }

    private int anyone() {
        System.arraycopy(rigid, 0, near, 0, rigid.length);
        return rigid.length;
    }

    /** Half of the groups begin with work that is not done, as long as there is some. */
    private int first(Draft plan, SplittableRandom random) {
        int start = random.nextInt(rigid.length);
        if (rigid.length > MOST_JOBS || random.nextBoolean()) {
            for (int step = 0; step < rigid.length; step++) {
                int job = rigid[(start + step) % rigid.length];
                if (plan.deferredWattPeriods[job] > 0) {
                    return job;
                }
            }
        }
        return rigid[start];
    }

    /** Jobs that run near some period of the first one's window, at a site that it may use. */
    private int neighbours(Draft plan, int first, SplittableRandom random) {
        if (needs.window(first) == 0) {
            return 0;
        }
        int period = needs.from[first] + random.nextInt(needs.window(first));
        int count = 0;
        for (int job : rigid) {
            int[] cells = plan.cells[job];
            if (cells.length > 0
                    && offers.periodOf(cells[0]) <= period + NEAR
                    && offers.periodOf(cells[cells.length - 1]) >= period - NEAR
                    && isAllowed(first, offers.siteOf(cells[0]))) {
                near[count++] = job;
            }
        }
        return count;
    }

    private boolean isAllowed(int job, int site) {
        for (int allowed : needs.sites[job]) {
            if (allowed == site) {
                return true;
            }
        }
        return false;
    }
}
