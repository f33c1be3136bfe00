package dev.flexgate.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.Deferral;
import dev.flexgate.negotiation.NegotiationLimits;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits and distances of instance files, on problems small enough to be solved in the head. */
class InstanceLimitsTest {

    private final InstanceSolver solver =
            new InstanceSolver(NegotiationLimits.STANDARD.withTargetGap(1e-7), System::nanoTime);

    /** Two sites, four hours each; A is dear and clean first, B cheap and dirty throughout. */
    private static Instance instance(String jobs, String more) {
        String text = """
                {"slot_hours": 1, "slots": 4, "sites": [
                  {"id": "A", "pue": 1, "price_gbp_per_mwh": [100, 80, 60, 40],
                   "carbon_kg_per_mwh": [100, 150, 200, 300], "capacity_mw": [9, 9, 9, 9]},
                  {"id": "B", "pue": 1, "price_gbp_per_mwh": [20, 20, 20, 20],
                   "carbon_kg_per_mwh": [500, 500, 500, 500], "capacity_mw": [9, 9, 9, 9]}],
                 "jobs": [%s]%s}
                """.formatted(jobs, more);
        return InstanceFile.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String job(String id, String more) {
        return "{\"id\": \"" + id + "\", \"energy_mwh\": 1, \"max_mw\": 1, \"release_slot\": 0, \"deadline_slot\": 4"
                + (more.isEmpty() ? "" : ", " + more) + "}";
    }

    private Solution solve(String jobs, String more) {
        Instance instance = instance(jobs, more);
        return solver.solve(instance, instance.caps().getLast());
    }

    @Test
    void a_tenant_pays_for_its_own_cap_and_nobody_else() {
        Solution solution = solve(
                job("mine", "\"tenant\": \"acme\"") + "," + job("other", ""),
                ", \"limits\": [{\"name\": \"acme\", \"tenant\": \"acme\", \"carbon_kg\": 300}]");
        assertEquals(60, solution.objective(), 0.01);
        var limit = solution.agreement().prices().limits().getFirst();
        assertEquals("acme", limit.id());
        assertEquals(300, limit.used(), 0.01);
        assertEquals(0.1, limit.shadowPrice(), 0.1, "from 300 to 500 kg saves 20 GBP, from 200 to 300 kg 20 GBP");
        assertTrue(limit.shadowPrice() > 0);
    }

    @Test
    void a_peak_a_day_and_a_shift_budget_are_kept() {
        String two = job("a", "\"home_site\": \"A\"") + "," + job("b", "\"home_site\": \"A\"");
        Solution peak = solve(two, ", \"limits\": [{\"peak_mw\": 0.5}]");
        assertEquals(0, peak.deferredMwh(), 1e-6);
        assertEquals(40, peak.objective(), 0.01);
        Solution day = solve(two, ", \"limits\": [{\"each\": \"day\", \"carbon_kg\": 500}]");
        assertEquals(500, day.carbonKg(), 0.01);
        Solution moved = solve(two, ", \"limits\": [{\"moved_mwh\": 0.5}]");
        assertEquals(150 + 10, moved.objective(), 0.01);
    }

    @Test
    void a_limit_that_leaves_a_job_out_is_named_with_its_numbers() {
        Solution solution =
                solve(job("j", "\"cost_cap_gbp\": 5, \"allowed_sites\": [\"A\"], \"shape\": \"contiguous\""), "");
        Deferral deferral = solution.agreement().deferrals().getFirst();
        assertEquals(Deferral.Reason.COST_CAP, deferral.reason());
        assertEquals(5, deferral.binding().most(), 1e-9);
        assertEquals(40, deferral.binding().least(), 1e-3);
    }

    @Test
    void distance_closes_sites_or_costs() {
        String table = ", \"latency_ms\": {\"A\": {\"B\": 12}}, \"transfer_gbp_per_gb\": 2";
        assertEquals(
                40,
                solve(job("j", "\"home_site\": \"A\", \"max_latency_ms\": 10"), table)
                        .objective(),
                0.01);
        assertEquals(
                20,
                solve(job("j", "\"home_site\": \"A\", \"max_latency_ms\": 12"), table)
                        .objective(),
                0.01);
        assertEquals(
                32,
                solve(job("j", "\"home_site\": \"A\", \"latency_gbp_per_mwh_ms\": 1"), table)
                        .objective(),
                0.01);
        assertEquals(
                30,
                solve(job("j", "\"home_site\": \"A\", \"data_gb\": 5"), table).objective(),
                0.01);
        assertEquals(
                40,
                solve(job("j", "\"home_site\": \"A\", \"data_gb\": 15"), table).objective(),
                0.01);
        Solution far =
                solve(job("j", "\"home_site\": \"A\", \"max_latency_ms\": 10, \"allowed_sites\": [\"B\"]"), table);
        assertEquals(
                Deferral.Reason.LATENCY, far.agreement().deferrals().getFirst().reason());
    }

    @Test
    void running_work_moves_only_where_it_may_and_the_gain_beats_what_moving_costs() {
        String running = "\"home_site\": \"A\", \"running_at\": \"A\"";
        assertEquals(40, solve(job("j", running), "").objective(), 0.01);
        assertEquals(
                35, solve(job("j", running + ", \"migration_gbp\": 15"), "").objective(), 0.01);
        assertEquals(
                40, solve(job("j", running + ", \"migration_gbp\": 25"), "").objective(), 0.01);
    }

    @Test
    void blackouts_of_a_tenant_bind_that_tenant_alone() {
        Solution solution = solve(
                job("mine", "\"tenant\": \"acme\"") + "," + job("other", ""),
                ", \"blackouts\": [{\"tenant\": \"acme\", \"site\": \"B\", \"from_slot\": 0, \"until_slot\": 4}]");
        assertEquals(60, solution.objective(), 0.01);
    }

    @Test
    void faults_are_named() {
        for (String wrong : List.of(
                "{\"tenant\": \"nobody\", \"carbon_kg\": 1}",
                "{\"job\": \"none\", \"carbon_kg\": 1}",
                "{\"carbon_kg\": -1}",
                "{\"name\": \"empty\"}")) {
            var fault = assertThrows(
                    StudyFileException.class, () -> instance(job("j", ""), ", \"limits\": [" + wrong + "]"));
            assertTrue(String.valueOf(fault.getMessage()).contains("limits[0]"), fault::getMessage);
        }
    }
}
