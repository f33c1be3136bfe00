package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.GeneratedInstances.Mix;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small random problems of every shape, weight and rule against an exact solver. */
class OptimumTest {

    private static final int PROBLEMS_A_MIX = 15;
    private static final double ROUNDING = 1e-6;
    /** A handful of jobs under a tight cap are a knapsack; larger problems are nearer to their bound. */
    private static final double MEAN_EXCESS = 0.02;

    @ParameterizedTest
    @EnumSource(Mix.class)
    void the_bound_is_never_above_the_optimum_and_the_plan_never_below(Mix mix) {
        double sumOfExcess = 0;
        for (long seed = 0; seed < PROBLEMS_A_MIX; seed++) {
            Problem problem = problem(mix, seed);
            double optimum = ExactSolver.optimum(problem);
            Agreement agreement = Negotiation.agree(problem, NegotiationLimits.STANDARD);
            Certificate certificate = agreement.certificate();
            double slack = ROUNDING * Math.max(1, Math.abs(optimum));
            String where = mix + " " + seed + ": optimum " + optimum + ", " + certificate;
            assertEquals(
                    List.of(),
                    FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()),
                    where);
            assertTrue(certificate.lowerBound() <= optimum + slack, where);
            assertTrue(certificate.objective() >= optimum - slack, where);
            if (mix == Mix.MALLEABLE) {
                assertEquals(optimum, certificate.objective(), 2e-4 * Math.abs(optimum) + slack, where);
            }
            sumOfExcess += (certificate.objective() - optimum) / Math.abs(optimum);
        }
        assertTrue(sumOfExcess / PROBLEMS_A_MIX < MEAN_EXCESS, mix + ": too far above the optimum on average");
    }

    /** A third has a cap that binds, a third too little room; weights of every kind. */
    private static Problem problem(Mix mix, long seed) {
        Random random = new Random(1_000 + seed);
        Problem plain = GeneratedInstances.problem(4 + random.nextInt(5), 2, 16, 0.3 + 0.2 * (seed % 3), mix, seed);
        List<JobNeed> jobs = plain.jobs().stream()
                .map(job -> job.withWeights(new Weights(
                        1,
                        random.nextInt(3) * 0.02,
                        random.nextInt(3) * 0.5,
                        random.nextInt(4) == 0 ? 90 : 3_000,
                        Map.of(1, (double) random.nextInt(4)))))
                .toList();
        Problem weighed = new Problem(plain.periods(), plain.periodHours(), plain.sites(), jobs, PolicyTerms.NONE);
        if (seed % 3 != 1) {
            return weighed;
        }
        double carbonKg = Negotiation.agree(weighed, NegotiationLimits.STANDARD.withMaxRounds(1))
                .certificate()
                .bill()
                .carbonKg();
        return GeneratedInstances.capped(weighed, 0.9 * carbonKg);
    }
}
