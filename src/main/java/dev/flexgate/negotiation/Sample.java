package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The jobs that a market is cleared for: all of them, or of very many a sample that stands for the rest.
 *
 * <p>A job is drawn with a chance in proportion to its work, and then stands for as much work as any other that was drawn by
 * chance; the largest are all in it, as they are. So a few large jobs among many small ones are neither missed nor counted
 * many times. Drawn at equal steps along the jobs in order of their sites and windows, so that no part of the horizon is
 * left to luck (probability proportional to size, systematic: Madow 1949).
 */
final class Sample {

    /** Clearing grows faster than linearly with the jobs; beyond this a sample tells the prices well enough. */
    static final int MOST_JOBS = 1_500;

    /** So many are cleared too where few of them meet: over a year, say. */
    private static final int MOST_SPARSE_JOBS = 5_000;

    /** In how many windows a period is, on average, where few jobs meet. */
    private static final double SPARSE = 100;

    private static final int JOBS_A_SAMPLE = 25_000;
    private static final int MOST_SAMPLES = 4;

    /** How many are drawn where not all are asked. */
    private static final int DRAWN = 1_000;

    private final int[] jobs;
    private final double[] times;

    private Sample(int[] jobs, double[] times) {
        this.jobs = jobs;
        this.times = times;
    }

    int[] jobs() {
        return jobs;
    }

    /** The jobs drawn, each as large as what it stands for; the others as they are. */
    Needs weighed(Needs needs) {
        return times.length == 0 ? needs : needs.enlarged(jobs, times);
    }

    /** A plan of the jobs that stand for themselves alone, as the market cleared them. */
    Draft whole(DivisibleMarket market, Draft asked, Draft draft) {
        Draft cleared = market.plan(asked);
        for (int index = 0; index < jobs.length; index++) {
            if (times[index] <= 1) {
                draft.place(jobs[index], cleared.cells[jobs[index]], cleared.watts[jobs[index]]);
            }
        }
        return draft;
    }

    /**
     * Draws one of several samples, which have in common only the largest jobs.
     *
     * @param periods of the horizon
     * @param which of {@code samples}
     */
    static Sample of(Needs needs, int periods, long seed, int which, int samples) {
        int[] all = IntStream.range(0, needs.count).toArray();
        if (needs.count <= MOST_JOBS || (needs.count <= MOST_SPARSE_JOBS && meeting(needs, periods) <= SPARSE)) {
            return new Sample(all, new double[0]);
        }
        double stands = stands(needs);
        int[] order = IntStream.of(all)
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(job -> Arrays.hashCode(needs.sites[job]))
                        .thenComparingInt(job -> needs.from[job])
                        .thenComparingInt(job -> needs.until[job])
                        .thenComparingInt(job -> job))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] drawn = new int[needs.count];
        double[] times = new double[needs.count];
        int count = 0;
        double passed = (new SplittableRandom(seed).nextDouble() + (double) which / samples) % 1;
        for (int job : order) {
            double chance = needs.workWattPeriods[job] / stands;
            passed += Math.min(1, chance);
            if (chance >= 1 || passed >= 1) {
                drawn[count] = job;
                times[count++] = Math.max(1, 1 / chance);
                passed -= 1;
            }
        }
        return new Sample(Arrays.copyOf(drawn, count), Arrays.copyOf(times, count));
    }

    /** How many samples tell the prices of so many jobs: errors of their own average out. */
    static int many(int jobs) {
        return Math.clamp(jobs / JOBS_A_SAMPLE, 1, MOST_SAMPLES);
    }

    private static double meeting(Needs needs, int periods) {
        return IntStream.range(0, needs.count).mapToLong(needs::window).sum() / (double) periods;
    }

    /** How much work a drawn job stands for, so that about as many are drawn as may be. */
    private static double stands(Needs needs) {
        long[] work = needs.workWattPeriods.clone();
        Arrays.sort(work);
        double rest = Arrays.stream(work).asDoubleStream().sum();
        int whole = 0;
        while (whole < DRAWN / 2 && work[work.length - 1 - whole] * (double) (DRAWN - whole) > rest) {
            rest -= work[work.length - 1 - whole++];
        }
        return rest / (DRAWN - whole);
    }
}
