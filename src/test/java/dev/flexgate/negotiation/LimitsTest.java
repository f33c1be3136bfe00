package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.GeneratedInstances.Mix;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random problems under limits of every kind against an exact solver. */
class LimitsTest {

    private static final int PROBLEMS_A_MIX = 5;
    private static final double ROUNDING = 1e-6;
    private static final double MEAN_EXCESS = 0.005;
    /** Work that divides beside work that does not is placed by turns. */
    private static final double MIXED_EXCESS = 0.02;

    private static final NegotiationLimits SEARCHING = NegotiationLimits.STANDARD.withSearch(3_000);

    @ParameterizedTest
    @EnumSource(Mix.class)
    void the_bound_is_never_above_the_optimum_and_every_limit_is_kept(Mix mix) {
        double sumOfExcess = 0;
        for (long seed = 0; seed < PROBLEMS_A_MIX; seed++) {
            Problem problem = limited(mix, seed);
            double optimum = ExactSolver.optimum(problem);
            Agreement agreement = Negotiation.agree(problem, SEARCHING);
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
        double mean = sumOfExcess / PROBLEMS_A_MIX;
        assertTrue(mean < (mix == Mix.MIXED ? MIXED_EXCESS : MEAN_EXCESS), mix + ": " + mean + " above on average");
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
        List<Cap> caps = LimitForms.limits(problem, free, 1 + (int) (seed % 3), seed, random);
        var closure = new Closure(Set.of(jobs.getFirst().id()), 0, 0, 8, Closure.Why.BLACKOUT);
        PolicyTerms policy = PolicyTerms.NONE.withCaps(caps).withClosures(seed % 2 == 0 ? List.of() : List.of(closure));
        return new Problem(16, plain.periodHours(), plain.sites(), jobs, policy);
    }

    @Test
    void shards_and_agents_change_nothing() {
        Problem problem = limited(Mix.MIXED, 5);
        Agreement one = Negotiation.agree(problem, SEARCHING);
        Agreement many = Negotiation.agree(problem, SEARCHING.withShards(3));
        assertEquals(one.assignments(), many.assignments());
        assertEquals(one.certificate(), many.certificate());
        assertEquals(one.prices().limits(), many.prices().limits());
    }

    @Test
    void a_search_is_the_same_each_time_and_never_makes_a_plan_worse() {
        for (Mix mix : List.of(Mix.CONTIGUOUS, Mix.MIXED)) {
            Problem problem = limited(mix, 4);
            Agreement without = Negotiation.agree(problem, NegotiationLimits.STANDARD);
            Agreement one = Negotiation.agree(problem, NegotiationLimits.STANDARD.withSearch(200));
            Agreement again = Negotiation.agree(problem, NegotiationLimits.STANDARD.withSearch(200));
            assertEquals(one, again);
            assertTrue(one.certificate().objective() <= without.certificate().objective(), mix::name);
            assertEquals(without.certificate().lowerBound(), one.certificate().lowerBound());
        }
    }

    @Test
    void stopped_at_any_round_the_plan_keeps_every_limit() {
        for (int rounds = 1; rounds < 4; rounds++) {
            Problem problem = limited(Mix.MIXED, rounds);
            Agreement agreement =
                    Negotiation.agree(problem, SEARCHING.withMaxRounds(rounds).withMaxMoves(rounds - 1));
            assertEquals(List.of(), FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()));
        }
    }
}
