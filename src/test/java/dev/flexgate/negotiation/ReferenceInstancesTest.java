package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceInstancesTest {

    private static final double COST_TOLERANCE = 2e-4;

    @ParameterizedTest
    @ValueSource(strings = {"I1-tiny", "I2-three-sites", "I3-residency"})
    void the_plan_without_a_cap_is_near_the_optimum_and_the_bound_not_above_it(String name) {
        ReferenceInstance instance = ReferenceInstance.read(name);
        check(name, instance.problem(), instance.unconstrainedGbp());
    }

    @ParameterizedTest
    @ValueSource(strings = {"I1-tiny", "I2-three-sites", "I3-residency"})
    void so_is_the_plan_under_every_carbon_cap(String name) {
        ReferenceInstance instance = ReferenceInstance.read(name);
        for (ReferenceInstance.Capped capped : instance.capped()) {
            check(name + " " + capped.name(), instance.capped(capped.capKg()), capped.objectiveGbp());
        }
    }

    private static void check(String name, Problem problem, double optimum) {
        Agreement agreement = Negotiation.agree(problem, NegotiationLimits.STANDARD);
        Certificate certificate = agreement.certificate();
        assertEquals(List.of(), FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()));
        assertEquals(List.of(), agreement.deferrals(), name);
        assertEquals(optimum, certificate.objective(), COST_TOLERANCE * optimum, name);
        assertTrue(certificate.lowerBound() <= optimum * (1 + 1e-6), name + ": the bound is above the optimum");
    }
}
