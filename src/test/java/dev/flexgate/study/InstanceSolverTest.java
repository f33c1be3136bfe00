package dev.flexgate.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Shared;
import dev.flexgate.negotiation.ExactSolver;
import dev.flexgate.negotiation.NegotiationLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Instances against the stored optima, and random ones of the same form against an exact solver. */
class InstanceSolverTest {

    private static final NegotiationLimits CLOSE =
            NegotiationLimits.STANDARD.withTargetGap(1e-7).withMaxMoves(100);

    private final InstanceSolver solver = new InstanceSolver(CLOSE, System::nanoTime);

    @ParameterizedTest
    @ValueSource(strings = {"I1-tiny", "I2-three-sites", "I3-residency"})
    void stored_optima_are_met_within_a_tenth_of_a_percent_under_every_cap(String name) throws IOException {
        byte[] text = Files.readAllBytes(Shared.path("reference/flexibility/vectors/opt/" + name + ".json"));
        Instance instance = InstanceFile.read(text);
        assertTrue(instance.caps().size() > 3, "the file has caps");
        for (Instance.Cap cap : instance.caps()) {
            Solution solution = solver.solve(instance, cap);
            double optimum = cap.reference().orElseThrow();
            assertEquals(optimum, solution.objective(), 1e-4 * optimum, name + " " + cap.name());
            assertTrue(solution.agreement().certificate().lowerBound() <= optimum * (1 + 1e-6), cap.name());
            assertTrue(solution.carbonKg() <= cap.carbonKg() * (1 + 1e-9), cap.name());
            assertEquals(0, solution.deferredMwh(), cap.name());
        }
    }

    @Test
    void random_divisible_instances_are_solved_to_a_tenth_of_a_percent() {
        for (long seed = 0; seed < 6; seed++) {
            Instance instance = InstanceFile.read(InstanceText.bytes(InstanceText.random(seed, 16, 3, 24, false)));
            check(instance, instance.caps().getFirst(), 1e-3);
            double free = solver.solve(instance, instance.caps().getFirst()).carbonKg();
            check(instance, new Instance.Cap("tight", 0.93 * free, OptionalDouble.empty()), 1e-3);
        }
    }

    @Test
    void random_contiguous_instances_are_solved_to_half_a_percent() {
        for (long seed = 0; seed < 6; seed++) {
            Instance instance = InstanceFile.read(InstanceText.bytes(InstanceText.random(seed, 7, 2, 20, true)));
            check(instance, instance.caps().getFirst(), 5e-3);
            double free = solver.solve(instance, instance.caps().getFirst()).carbonKg();
            check(instance, new Instance.Cap("tight", 0.95 * free, OptionalDouble.empty()), 5e-3);
        }
    }

    @Test
    void a_cap_that_nobody_could_keep_is_told_as_work_undone_and_why() {
        Instance instance = InstanceFile.read(InstanceText.bytes(InstanceText.random(1, 8, 2, 24, false)));
        Solution solution = solver.solve(instance, new Instance.Cap("none", 100, OptionalDouble.empty()));
        assertFalse(solution.agreement().deferrals().isEmpty());
        solution.agreement()
                .deferrals()
                .forEach(each -> assertTrue(each.reason().name().startsWith("CARBON_CAP"), each.toString()));
    }

    private void check(Instance instance, Instance.Cap cap, double tolerance) {
        Solution solution = solver.solve(instance, cap);
        double optimum = ExactSolver.optimum(solution.problem());
        var certificate = solution.agreement().certificate();
        String where = instance.id() + " " + cap.name() + ": " + certificate + ", optimum " + optimum;
        assertEquals(optimum, certificate.objective(), tolerance * Math.abs(optimum), where);
        assertTrue(certificate.lowerBound() <= optimum * (1 + 1e-6), where);
    }
}
