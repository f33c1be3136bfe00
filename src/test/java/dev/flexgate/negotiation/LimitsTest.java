package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.GeneratedInstances.Mix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random problems under limits of every kind against an exact solver. */
class LimitsTest {

    private static final int PROBLEMS_A_MIX = 5;
    private static final double ROUNDING = 1e-6;

    @ParameterizedTest
    @EnumSource(Mix.class)
    void the_bound_is_never_above_the_optimum_and_every_limit_is_kept(Mix mix) {
        double sumOfExcess = 0;
        for (long seed = 0; seed < PROBLEMS_A_MIX; seed++) {
            Problem problem = limited(mix, seed);
            double optimum = ExactSolver.optimum(problem);
            Agreement agreement = Negotiation.agree(problem, NegotiationLimits.STANDARD);
            Certificate certificate = agreement.certificate();
            double slack = ROUNDING * Math.max(1, Math.abs(optimum));
            String where = mix + " " + seed + ": optimum " + optimum + ", " + certificate + " "
                    + agreement.prices().limits() + agreement.warnings();
            assertEquals(
                    List.of(),
                    FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()),
                    where);
            assertTrue(certificate.lowerBound() <= optimum + slack, where);
            assertTrue(certificate.objective() >= optimum - slack, where);
            if (mix == Mix.MALLEABLE) {
                assertEquals(optimum, certificate.objective(), 2e-4 * Math.abs(optimum) + slack, where);
                assertEquals(optimum, certificate.lowerBound(), 1e-3 * Math.abs(optimum) + slack, where);
            }
            sumOfExcess += (certificate.objective() - optimum) / Math.abs(optimum);
        }
        assertTrue(
                sumOfExcess / PROBLEMS_A_MIX < 0.12, mix + ": " + sumOfExcess / PROBLEMS_A_MIX + " above on average");
    }

    /** A plain plan is made first, and what it uses limited to a part: one limit, or several together. */
    private static Problem limited(Mix mix, long seed) {
        Random random = new Random(7_000 + seed);
        Problem plain = GeneratedInstances.problem(6 + random.nextInt(5), 2, 16, 0.35, mix, seed);
        List<JobNeed> jobs = plain.jobs().stream()
                .map(job -> job.withWeights(Weights.MONEY.withLostWorkPerMwh(3_000)))
                .toList();
        Problem problem = new Problem(16, plain.periodHours(), plain.sites(), jobs, PolicyTerms.NONE);
        List<Assignment> free =
                Negotiation.agree(problem, NegotiationLimits.STANDARD).assignments();
        List<Cap> caps = new ArrayList<>();
        List<Cap.Measure> measures = new ArrayList<>(List.of(Cap.Measure.values()));
        int count = 1 + (int) (seed % 3);
        for (int number = 0; number < count; number++) {
            Cap.Measure measure = measures.remove((int) ((seed + number) % measures.size()));
            Set<String> some = random.nextBoolean()
                    ? Set.of()
                    : jobs.stream()
                            .map(JobNeed::id)
                            .filter(_ -> random.nextInt(3) > 0)
                            .collect(Collectors.toCollection(HashSet::new));
            int from = measure == Cap.Measure.CARBON_KG && random.nextBoolean() ? 4 : 0;
            var loose =
                    new Cap("l" + number, measure, Cap.Scope.TENANT, some.isEmpty() ? Set.of() : some, from, 16, 1e9);
            double used = used(problem, loose, free);
            double part = measure == Cap.Measure.MONEY ? 0.97 : 0.9 - 0.3 * random.nextDouble();
            caps.add(new Cap("l" + number, measure, Cap.Scope.TENANT, some, from, 16, part * used));
        }
        var closure = new Closure(Set.of(jobs.getFirst().id()), 0, 0, 8, Closure.Why.BLACKOUT);
        PolicyTerms policy = PolicyTerms.NONE.withCaps(caps).withClosures(seed % 2 == 0 ? List.of() : List.of(closure));
        return new Problem(16, plain.periodHours(), plain.sites(), jobs, policy);
    }

    private static double used(Problem problem, Cap cap, List<Assignment> plan) {
        double[] each = new double[problem.periods()];
        for (Assignment assignment : plan) {
            JobNeed job = problem.jobs().stream()
                    .filter(need -> need.id().equals(assignment.jobId()))
                    .findFirst()
                    .orElseThrow();
            for (Run run : assignment.runs()) {
                for (int period = run.from(); cap.binds(job.id()) && period < run.until(); period++) {
                    SiteTerms site = problem.sites().get(run.site());
                    double energyMwh = run.powerMw() * problem.periodHours();
                    int length = (int) Math.ceil(job.energyMwh() / (job.powerMw() * problem.periodHours()) - 1e-9);
                    boolean now =
                            run.site() == job.homeSite() && job.release() <= period && period < job.release() + length;
                    each[period] += period < cap.from()
                            ? 0
                            : switch (cap.measure()) {
                                case CARBON_KG ->
                                    energyMwh
                                            * site.pue()
                                            * site.carbonKgPerMwh().at(period);
                                case MONEY ->
                                    energyMwh * site.pue() * site.pricePerMwh().at(period);
                                case MOVED_MWH -> now ? 0 : energyMwh;
                                case PEAK_MW -> run.powerMw();
                            };
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

    @Test
    void shards_and_agents_change_nothing() {
        Problem problem = limited(Mix.MIXED, 5);
        Agreement one = Negotiation.agree(problem, NegotiationLimits.STANDARD);
        Agreement many = Negotiation.agree(problem, NegotiationLimits.STANDARD.withShards(3));
        assertEquals(one.assignments(), many.assignments());
        assertEquals(one.certificate(), many.certificate());
        assertEquals(one.prices().limits(), many.prices().limits());
    }

    @Test
    void stopped_at_any_round_the_plan_keeps_every_limit() {
        for (int rounds = 1; rounds < 4; rounds++) {
            Problem problem = limited(Mix.MIXED, rounds);
            Agreement agreement = Negotiation.agree(
                    problem, NegotiationLimits.STANDARD.withMaxRounds(rounds).withMaxMoves(0));
            assertEquals(List.of(), FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()));
        }
    }
}
