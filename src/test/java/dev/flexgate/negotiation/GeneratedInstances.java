package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Seeded problems of any size: half-hours with daily price and carbon curves, windows of 4 to 40 periods. */
public final class GeneratedInstances {

    private static final double PERIOD_HOURS = 0.5;

    private GeneratedInstances() {}

    /** Which shapes the jobs have. */
    public enum Mix {
        MALLEABLE,
        PREEMPTIBLE,
        CONTIGUOUS,
        MIXED
    }

    /**
     * A problem without a carbon cap.
     *
     * @param load IT work wanted over IT work possible
     */
    public static Problem problem(int jobs, int sites, int periods, double load, Mix mix, long seed) {
        Random random = new Random(seed);
        List<JobNeed> needs = new ArrayList<>();
        double workMwh = 0;
        for (int job = 0; job < jobs; job++) {
            JobNeed need = job("j" + job, sites, periods, shape(mix, random), random);
            needs.add(need);
            workMwh += need.energyMwh();
        }
        double capacityMw = workMwh / load / (sites * periods * PERIOD_HOURS);
        List<SiteTerms> terms = new ArrayList<>();
        for (int site = 0; site < sites; site++) {
            terms.add(site(site, periods, capacityMw, random));
        }
        return new Problem(periods, PERIOD_HOURS, terms, needs, PolicyTerms.NONE);
    }

    public static Problem capped(Problem problem, double carbonCapKg) {
        return new Problem(
                problem.periods(),
                problem.periodHours(),
                problem.sites(),
                problem.jobs(),
                PolicyTerms.carbonCap(carbonCapKg));
    }

    /** The same problem for owners who mind carbon alone. */
    public static Problem carbonOnly(Problem problem) {
        List<JobNeed> jobs = problem.jobs().stream()
                .map(job -> job.withWeights(new Weights(
                        0, 1, 0, Weights.LOST_WORK_PER_MWH, job.weights().perMwhAtSite())))
                .toList();
        return new Problem(problem.periods(), problem.periodHours(), problem.sites(), jobs, problem.policy());
    }

    private static Shape shape(Mix mix, Random random) {
        return switch (mix) {
            case MALLEABLE -> Shape.malleable();
            case PREEMPTIBLE -> Shape.preemptible();
            case CONTIGUOUS -> Shape.contiguous();
            case MIXED ->
                switch (random.nextInt(4)) {
                    case 0 -> Shape.malleable();
                    case 1 -> Shape.preemptible();
                    case 2 -> Shape.contiguous();
                    default -> Shape.preemptible(1 + random.nextInt(2));
                };
        };
    }

    private static JobNeed job(String id, int sites, int periods, Shape shape, Random random) {
        int window = Math.min(periods, 4 + random.nextInt(37));
        int release = random.nextInt(periods - window + 1);
        int length = 1 + random.nextInt(Math.min(8, window));
        double powerMw = (20 + random.nextInt(181)) / 1000.0;
        int home = random.nextInt(sites);
        List<Integer> allowed = IntStream.range(0, sites)
                .filter(site -> site == home || random.nextBoolean())
                .boxed()
                .toList();
        double energyMwh = powerMw * length * PERIOD_HOURS;
        return new JobNeed(id, shape, powerMw, energyMwh, release, release + window, allowed, home, Weights.MONEY);
    }

    private static SiteTerms site(int site, int periods, double capacityMw, Random random) {
        double[] price = new double[periods];
        double[] carbon = new double[periods];
        double[] capacity = new double[periods];
        double dear = 40 + random.nextInt(60);
        double dirty = 60 + random.nextInt(240);
        double phase = random.nextDouble() * Math.PI;
        for (int period = 0; period < periods; period++) {
            double day = 2 * Math.PI * period / 48;
            price[period] = dear * (1 + 0.4 * Math.sin(day + phase)) + 5 * random.nextGaussian();
            carbon[period] = dirty * (1 + 0.3 * Math.cos(day - phase)) + 8 * Math.abs(random.nextGaussian());
            capacity[period] = Math.rint(capacityMw * (0.8 + 0.4 * random.nextDouble()) * 1e6) / 1e6;
        }
        double pue = 1.1 + random.nextInt(40) / 100.0;
        return new SiteTerms("s" + site, pue, Series.of(price), Series.of(carbon), Series.of(capacity));
    }
}
