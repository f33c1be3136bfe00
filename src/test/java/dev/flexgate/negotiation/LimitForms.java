package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Seeded limits of every kind for any problem: what a plan without them uses, limited to a part. */
public final class LimitForms {

    private LimitForms() {}

    /**
     * The problem under so many limits, of another kind each: of all jobs, or of about two thirds of them.
     *
     * @param free a plan without limits
     */
    public static List<Cap> limits(Problem problem, List<Assignment> free, int count, long seed, Random random) {
        List<Cap> caps = new ArrayList<>();
        List<Cap.Measure> measures = new ArrayList<>(List.of(Cap.Measure.values()));
        for (int number = 0; number < count; number++) {
            Cap.Measure measure = measures.remove((int) ((seed + number) % measures.size()));
            Set<String> some = random.nextBoolean()
                    ? Set.of()
                    : problem.jobs().stream()
                            .map(JobNeed::id)
                            .filter(_ -> random.nextInt(3) > 0)
                            .collect(Collectors.toCollection(HashSet::new));
            int from = measure == Cap.Measure.CARBON_KG && random.nextBoolean() ? problem.periods() / 4 : 0;
            var loose = new Cap("l" + number, measure, Cap.Scope.TENANT, some, from, problem.periods(), 1e9);
            double part = measure == Cap.Measure.MONEY ? 0.97 : 0.9 - 0.3 * random.nextDouble();
            caps.add(new Cap(
                    loose.id(), measure, loose.scope(), some, from, loose.until(), part * used(problem, loose, free)));
        }
        return caps;
    }

    /** What a plan uses of a limit. */
    static double used(Problem problem, Cap cap, List<Assignment> plan) {
        Map<String, JobNeed> jobs = problem.jobs().stream().collect(Collectors.toMap(JobNeed::id, Function.identity()));
        double[] each = new double[problem.periods()];
        for (Assignment assignment : plan) {
            JobNeed job = jobs.get(assignment.jobId());
            if (job == null || !cap.binds(job.id())) {
                continue;
            }
            for (Run run : assignment.runs()) {
                for (int period = Math.max(cap.from(), run.from());
                        period < Math.min(cap.until(), run.until());
                        period++) {
                    each[period] += counted(problem, cap, job, run, period);
                }
            }
        }
        return cap.measure() == Cap.Measure.PEAK_MW
                ? IntStream.range(0, each.length)
                        .mapToDouble(period -> each[period])
                        .max()
                        .orElse(0)
                : IntStream.range(0, each.length)
                        .mapToDouble(period -> each[period])
                        .sum();
    }

    private static double counted(Problem problem, Cap cap, JobNeed job, Run run, int period) {
        SiteTerms site = problem.sites().get(run.site());
        double energyMwh = run.powerMw() * problem.periodHours();
        int length = (int) Math.ceil(job.energyMwh() / (job.powerMw() * problem.periodHours()) - 1e-9);
        boolean now = run.site() == job.homeSite() && job.release() <= period && period < job.release() + length;
        return switch (cap.measure()) {
            case CARBON_KG -> energyMwh * site.pue() * site.carbonKgPerMwh().at(period);
            case MONEY -> energyMwh * site.pue() * site.pricePerMwh().at(period);
            case MOVED_MWH -> now ? 0 : energyMwh;
            case PEAK_MW -> run.powerMw();
        };
    }
}
