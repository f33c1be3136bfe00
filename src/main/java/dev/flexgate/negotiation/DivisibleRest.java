package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Negotiates the divisible work of a plan anew in what the rest leaves of room and limits: there, mixtures of plans are plans. */
final class DivisibleRest {

    private static final double WATTS_PER_MEGAWATT = 1e6;

    private DivisibleRest() {}

    /** The plan with its divisible work done as well as can be; empty where none is. */
    static Optional<Draft> clear(Problem problem, CapRows rows, Draft plan) {
        List<Integer> divisible = IntStream.range(0, plan.needs.count)
                .filter(plan.needs::isDivisible)
                .boxed()
                .toList();
        if (divisible.isEmpty()) {
            return Optional.empty();
        }
        Draft draft = new Draft(plan);
        divisible.forEach(draft::remove);
        List<JobNeed> jobs = divisible.stream().map(problem.jobs()::get).toList();
        var rest = new Problem(
                problem.periods(),
                problem.periodHours(),
                sites(problem, draft),
                jobs,
                policy(problem, rows, draft, jobs));
        Agreement agreement = Negotiation.agree(rest, NegotiationLimits.STANDARD.withMaxMoves(0));
        for (Assignment assignment : agreement.assignments()) {
            int job = divisible.get(jobs.stream().map(JobNeed::id).toList().indexOf(assignment.jobId()));
            int[] cells = assignment.runs().stream()
                    .flatMapToInt(run -> IntStream.range(run.from(), run.until())
                            .map(period -> run.site() * problem.periods() + period))
                    .toArray();
            long[] watts = assignment.runs().stream()
                    .flatMapToLong(run -> LongStream.generate(run::watts).limit(run.periods()))
                    .toArray();
            draft.place(job, cells, watts);
        }
        return Optional.of(draft);
    }

    private static List<SiteTerms> sites(Problem problem, Draft others) {
        List<SiteTerms> sites = new ArrayList<>();
        for (int site = 0; site < problem.sites().size(); site++) {
            SiteTerms terms = problem.sites().get(site);
            int first = site * problem.periods();
            double[] room = IntStream.range(0, problem.periods())
                    .mapToDouble(period -> others.roomWatts[first + period] / WATTS_PER_MEGAWATT)
                    .toArray();
            sites.add(new SiteTerms(
                    terms.id(), terms.pue(), terms.pricePerMwh(), terms.carbonKgPerMwh(), Series.of(room)));
        }
        return sites;
    }

    /** The limits less what others use; one of power becomes one a period. */
    private static PolicyTerms policy(Problem problem, CapRows rows, Draft others, List<JobNeed> jobs) {
        PolicyTerms policy = problem.policy();
        double[] use = rows.use(others);
        Set<String> ids = jobs.stream().map(JobNeed::id).collect(Collectors.toSet());
        List<Cap> left = new ArrayList<>();
        for (int number = 0; number < rows.caps().size(); number++) {
            Cap cap = rows.caps().get(number);
            if (ids.stream().noneMatch(cap::binds)) {
                continue;
            }
            boolean power = cap.measure() == Cap.Measure.PEAK_MW;
            for (int row = rows.firstRow(number); row < rows.untilRow(number); row++) {
                double most = Math.max(0, rows.most(row) - use[row]) / (power ? problem.periodHours() : 1);
                int period = cap.from() + row - rows.firstRow(number);
                left.add(new Cap(
                        cap.id() + "@" + row,
                        cap.measure(),
                        cap.scope(),
                        cap.jobs(),
                        power ? period : cap.from(),
                        power ? period + 1 : cap.until(),
                        most));
            }
        }
        return new PolicyTerms(
                Math.max(0, policy.carbonCapKg() - others.carbonKg()), policy.blackouts(), policy.closures(), left);
    }
}
