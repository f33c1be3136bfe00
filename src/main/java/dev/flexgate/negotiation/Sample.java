package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The jobs that a market is cleared for: all of them, or of very many a sample that stands for the rest.
 */
final class Sample {

    /** Clearing grows faster than linearly with the jobs; beyond this a sample tells the prices well enough. */
    static final int MOST_JOBS = 1_500;

    private final int[] jobs;
    private final double share;

    private Sample(int[] jobs, double share) {
        this.jobs = jobs;
        this.share = share;
    }

    int[] jobs() {
        return jobs;
    }

    /** Work of the sample over work of all. */
    double share() {
        return share;
    }

    static Sample of(Needs needs, long seed) {
        int[] jobs = IntStream.range(0, needs.count).toArray();
        if (needs.count <= MOST_JOBS) {
            return new Sample(jobs, 1);
        }
        var random = new SplittableRandom(seed);
        for (int place = 0; place < MOST_JOBS; place++) {
            int other = place + random.nextInt(needs.count - place);
            int job = jobs[other];
            jobs[other] = jobs[place];
            jobs[place] = job;
        }
        double all = Arrays.stream(needs.workWattPeriods).asDoubleStream().sum();
        int[] sampled = Arrays.copyOf(jobs, MOST_JOBS);
        Arrays.sort(sampled);
        double work = Arrays.stream(sampled)
                .mapToDouble(job -> needs.workWattPeriods[job])
                .sum();
        return new Sample(sampled, work / all);
    }

    /** The room that falls to the sample. */
    long[] part(long[] roomWatts) {
        return share == 1
                ? roomWatts
                : Arrays.stream(roomWatts).map(watts -> (long) (share * watts)).toArray();
    }
}
