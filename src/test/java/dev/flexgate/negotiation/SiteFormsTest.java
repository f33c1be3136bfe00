package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A few of the random instances that {@code ReferenceSweep} solves by the dozen, against exact solvers. */
class SiteFormsTest {

    private static final int SEEDS = 8;
    private static final NegotiationLimits LIMITS =
            NegotiationLimits.STANDARD.withTargetGap(1e-7).withMaxMoves(100).withSearch(3_000);

    @Test
    void divisible_work_costs_at_most_a_thousandth_more_than_it_must() {
        for (long seed = 0; seed < SEEDS; seed++) {
            List<Shape> shapes = List.of(Shape.malleableAtEachSite(), Shape.malleable());
            Problem problem = tight(SiteForms.problem(seed, 20, shapes), seed);
            Agreement agreement = Negotiation.agree(problem, LIMITS);
            check(problem, agreement, ExactSolver.optimum(problem), 1e-3);
        }
    }

    @Test
    void contiguous_work_costs_at_most_half_a_hundredth_more_than_it_must() {
        for (long seed = 0; seed < SEEDS; seed++) {
            Problem problem = tight(SiteForms.problem(seed, 8, List.of(Shape.contiguous())), seed);
            Agreement agreement = Negotiation.agree(problem, LIMITS);
            StartProgram.Known known = StartProgram.solve(problem, agreement, 5);
            check(problem, agreement, known.objective(), 5e-3);
        }
    }

    /** Every other one under a cap a twentieth below what its plan without one causes. */
    private static Problem tight(Problem problem, long seed) {
        double carbonKg =
                Negotiation.agree(problem, LIMITS).certificate().bill().carbonKg();
        return seed % 2 == 0 ? problem : GeneratedInstances.capped(problem, 0.95 * carbonKg);
    }

    private static void check(Problem problem, Agreement agreement, double optimum, double within) {
        Certificate certificate = agreement.certificate();
        double done = Math.max(1, Math.abs(certificate.bill().objective()));
        assertEquals(List.of(), FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()));
        assertEquals(optimum, certificate.objective(), within * done, certificate::toString);
        assertTrue(certificate.lowerBound() <= optimum + 1e-6 * done, certificate::toString);
    }
}
