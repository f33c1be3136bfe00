package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Seeded problems of the form of the stored instances: few sites with an evening peak and a day's curve of room, jobs of a
 * quarter to two megawatts, residency and transfer costs, and caps from loose to all but the cleanest. What varies from seed
 * to seed: how many sites, slots and jobs, how full, how long the windows, whether prices fall below zero.
 */
public final class SiteForms {

    private static final double[] LOADS = {0.3, 0.5, 0.65, 0.8, 0.92};
    private static final int[] SLOTS = {12, 24, 48, 48, 96};
    private static final double[] HOURS = {0.5, 0.5, 0.5, 1, 0.25};
    private static final double[] MEGAWATTS = {0.25, 0.5, 1, 2};
    /** So that two or three of the largest jobs can run at once. */
    private static final double LEAST_MW = 3;

    private static final double TRANSFER_PER_MWH = 3;
    /** Nothing is left undone that can be done, as in an instance file. */
    private static final double LOST_WORK_PER_MWH = 1e6;

    private SiteForms() {}

    /** A problem without a cap; of one shape, or of any mixed. */
    public static Problem problem(long seed, int mostJobs, List<Shape> shapes) {
        var random = new Random(new SplittableRandom(seed).nextLong());
        int sites = 1 + random.nextInt(4);
        int periods = SLOTS[random.nextInt(SLOTS.length)];
        double hours = HOURS[random.nextInt(HOURS.length)];
        double load = LOADS[random.nextInt(LOADS.length)];
        int slack = 1 + random.nextInt(Math.max(2, periods / 2));
        boolean resident = random.nextBoolean();
        int jobs = 2 + random.nextInt(mostJobs - 1);
        List<JobNeed> needs = new ArrayList<>();
        double workMwh = 0;
        for (int job = 0; job < jobs; job++) {
            Shape shape = shapes.get(random.nextInt(shapes.size()));
            JobNeed need = job("j%03d".formatted(job), shape, sites, periods, hours, slack, resident, random);
            needs.add(need);
            workMwh += need.energyMwh();
        }
        double meanMw = workMwh / load / (sites * periods * hours);
        List<SiteTerms> terms = new ArrayList<>();
        for (int site = 0; site < sites; site++) {
            terms.add(site("s" + site, periods, Math.max(meanMw, LEAST_MW), random));
        }
        return new Problem(periods, hours, terms, needs, PolicyTerms.NONE);
    }

    private static JobNeed job(
            String id, Shape shape, int sites, int periods, double hours, int slack, boolean resident, Random random) {
        int length = 1 + random.nextInt(Math.min(14, periods - 1));
        int window = Math.min(periods, length + random.nextInt(slack + 1));
        int release = random.nextInt(periods - window + 1);
        double powerMw = MEGAWATTS[random.nextInt(MEGAWATTS.length)];
        int home = random.nextInt(sites);
        List<Integer> allowed = IntStream.range(0, sites)
                .filter(site -> site == home || !resident || random.nextBoolean())
                .boxed()
                .toList();
        Map<Integer, Double> transfer = new TreeMap<>();
        allowed.stream().filter(site -> site != home).forEach(site -> transfer.put(site, TRANSFER_PER_MWH));
        double less = shape instanceof Shape.Malleable ? random.nextInt(2) * 0.5 : 0;
        double energyMwh = powerMw * hours * (length - less);
        var weights = new Weights(1, 0, 0, LOST_WORK_PER_MWH, transfer);
        return new JobNeed(id, shape, powerMw, energyMwh, release, release + window, allowed, home, weights);
    }

    private static SiteTerms site(String id, int periods, double meanMw, Random random) {
        double[] price = new double[periods];
        double[] carbon = new double[periods];
        double[] capacity = new double[periods];
        double cheap = 30 + random.nextInt(40);
        double dirty = random.nextInt(3) == 0 ? 45 : 150 + random.nextInt(250);
        double sunny = random.nextInt(4) == 0 ? 60 : 12;
        double phase = 2 * Math.PI * random.nextDouble();
        for (int period = 0; period < periods; period++) {
            double day = 2 * Math.PI * period / Math.max(periods / 2, Math.min(48, periods));
            double evening = Math.max(0, Math.cos(day - 4.6));
            double noon = Math.max(0, Math.sin(day - 1.2));
            double noise = 5 * random.nextGaussian();
            price[period] = hundredths(cheap + 45 * evening * evening - sunny * noon + noise);
            double swing = dirty * (1 + 0.35 * Math.sin(day + phase));
            carbon[period] = hundredths(Math.max(5, swing + 8 * random.nextGaussian()));
            capacity[period] = Math.rint(meanMw * (1 + 0.25 * Math.sin(day + 0.7)) * 1e3) / 1e3;
        }
        return new SiteTerms(
                id, 1.1 + random.nextInt(30) / 100.0, Series.of(price), Series.of(carbon), Series.of(capacity));
    }

    private static double hundredths(double value) {
        return Math.rint(100 * value) / 100;
    }
}
