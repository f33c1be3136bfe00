package dev.flexgate.planning;

import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.PolicyTerms;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.Series;
import dev.flexgate.negotiation.Shape;
import dev.flexgate.negotiation.SiteTerms;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/** Problems made from a seed: two sites, a day, jobs of every shape, somewhat too little room in the cheap hours. */
final class Problems {

    private static final int PERIODS = 48;

    private Problems() {}

    static Problem of(long seed, int jobs) {
        Random random = new Random(seed);
        List<SiteTerms> sites = List.of(site("a", random, 0.03 * jobs), site("b", random, 0.02 * jobs));
        List<JobNeed> needs = new ArrayList<>();
        for (int job = 0; job < jobs; job++) {
            needs.add(job("job-" + job, random));
        }
        return new Problem(PERIODS, 0.5, sites, needs, PolicyTerms.carbonCap(jobs * 60.0));
    }

    private static SiteTerms site(String id, Random random, double capacityMw) {
        return new SiteTerms(
                id,
                1.2,
                series(_ -> 40 + random.nextInt(100)),
                series(_ -> 50 + random.nextInt(200)),
                series(_ -> capacityMw));
    }

    private static Series series(IntToDoubleFunction value) {
        return Series.of(IntStream.range(0, PERIODS).mapToDouble(value).toArray());
    }

    private static JobNeed job(String id, Random random) {
        double powerMw = (1 + random.nextInt(10)) / 100.0;
        int length = 1 + random.nextInt(8);
        int release = random.nextInt(PERIODS - length);
        int deadline = Math.min(PERIODS, release + length + random.nextInt(16));
        Shape shape = switch (random.nextInt(3)) {
            case 0 -> Shape.malleable();
            case 1 -> Shape.preemptible(random.nextInt(4));
            default -> Shape.contiguous();
        };
        List<Integer> sites = random.nextBoolean() ? List.of(0, 1) : List.of(random.nextInt(2));
        return new JobNeed(id, shape, powerMw, powerMw * length * 0.5, release, deadline, sites);
    }
}
