package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Signal;
import dev.flexgate.planning.Candidate.Verdict;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.Handling;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.WorkloadCatalog;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What jobs' owners mind besides energy and carbon moves work, and the explanation says by how much. */
class HandlingTest {

    private static final JobShape CONTIGUOUS = new JobShape.Contiguous();
    private static final JobShape PREEMPTIBLE = new JobShape.Preemptible(JobShape.Preemptible.UNLIMITED);
    private static final Duration DAY = Duration.ofHours(24);

    @TempDir
    Path folder = Path.of("");

    private final World world = World.withoutJobs();

    @AfterEach
    void close() {
        world.close();
    }

    private static Handling handling(String gigabytes, String pause, String pauseKwh, Optional<String> migration) {
        return new Handling(
                new BigDecimal(gigabytes),
                Money.of(pause, "GBP"),
                Energy.ofKilowattHours(new BigDecimal(pauseKwh)),
                migration.map(amount -> Money.of(amount, "GBP")),
                Optional.empty());
    }

    private void rates(String fields) throws IOException {
        Path policies = Files.createDirectories(folder.resolve("policies"));
        Files.writeString(
                policies.resolve("fen-research.json"),
                "{\"tenant\": \"fen-research\", \"name\": \"minds\", \"carbonGbpPerTonne\": 60, \"rates\": {" + fields
                        + "}}");
        new WorkloadCatalog(world.database, world.jobs, world.records, world.clock).load(folder);
    }

    private static List<SiteId> sites(Plan plan, Job job) {
        return plan.allocations(job.id()).stream()
                .map(Allocation::site)
                .distinct()
                .toList();
    }

    private static Verdict.Unhandy unhandy(Planning planning, Plan plan, Job job) {
        return planning.grounds(plan.version(), job.id()).orElseThrow().candidates().stream()
                .map(Candidate::verdict)
                .filter(Verdict.Unhandy.class::isInstance)
                .map(Verdict.Unhandy.class::cast)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void what_is_far_or_heavy_stays_at_home() throws Exception {
        world.forecastEverything();
        rates("\"transferGbpPerGb\": 0.1");
        SiteId[] both = {World.CAMBRIDGE, World.WALES};
        Job light = world.submit("light", CONTIGUOUS, 100, 4, DAY, both);
        Job heavy = world.submit("heavy", CONTIGUOUS, 100, 4, DAY, handling("100", "0", "0", Optional.empty()), both);
        Planning planning = world.planning();
        Plan plan = planning.plan("transfer");
        assertEquals(List.of(World.WALES), sites(plan, light), "cooling costs less there");
        assertEquals(List.of(World.CAMBRIDGE), sites(plan, heavy));
        Verdict.Unhandy because = unhandy(planning, plan, heavy);
        assertEquals("TRANSFER_COST", because.code());
        // 100 GB at 0.10 GBP, and the carbon of 0.1 kWh at about 103 g and 60 GBP a tonne.
        assertTrue(because.of().compareTo(Money.of("10.0006", "GBP")) >= 0, because::toString);
        assertTrue(because.of().compareTo(Money.of("10.0007", "GBP")) <= 0, because::toString);
        assertTrue(planning.replay(plan.id()).orElseThrow().isSame());
        rates("\"latencyGbpPerMwhMs\": 20");
        Plan near = planning.plan("latency");
        assertEquals(List.of(World.CAMBRIDGE), sites(near, light));
        assertEquals("LATENCY_PENALTY", unhandy(planning, near, light).code());
        assertTrue(planning.replay(near.id()).orElseThrow().isSame());
    }

    /** Every second half-hour is cheap. */
    private void forecastComb() {
        for (Site site : world.sites.all()) {
            world.forecast(site.grid().carbonZone(), Signal.CARBON_INTENSITY, _ -> "100");
            world.forecast(site.grid().priceZone(), Signal.ENERGY_PRICE, period -> period % 2 == 0 ? "0.30" : "0.10");
        }
    }

    @Test
    void a_job_is_paused_only_where_that_saves_more_than_it_costs() {
        forecastComb();
        Job free = world.submit("free", PREEMPTIBLE, 100, 4, DAY, World.CAMBRIDGE);
        // 0.20 GBP/kWh on 50 kWh times 1.22 is 12.20 GBP a half-hour.
        Job cheap = world.submit(
                "cheap", PREEMPTIBLE, 100, 4, DAY, handling("0", "5", "1", Optional.empty()), World.CAMBRIDGE);
        Job dear = world.submit(
                "dear", PREEMPTIBLE, 100, 4, DAY, handling("0", "5", "50", Optional.empty()), World.CAMBRIDGE);
        Planning planning = world.planning();
        Plan plan = planning.plan("pauses");
        assertEquals(4, plan.allocations(free.id()).size());
        assertEquals(4, plan.allocations(cheap.id()).size());
        assertEquals(1, plan.allocations(dear.id()).size(), "50 kWh at 0.20 GBP, and 5 GBP on top");
        assertEquals("CHECKPOINT_COST", unhandy(planning, plan, dear).code());
        assertTrue(planning.replay(plan.id()).orElseThrow().isSame());
    }

    @Test
    void work_that_has_begun_moves_at_a_checkpoint_where_that_gains_more_than_it_costs() {
        for (Site site : world.sites.all()) {
            world.forecast(site.grid().carbonZone(), Signal.CARBON_INTENSITY, _ -> "100");
            world.forecast(site.grid().priceZone(), Signal.ENERGY_PRICE, _ -> "0.10");
        }
        Duration window = Duration.ofHours(3);
        SiteId[] both = {World.WALES, World.CAMBRIDGE};
        Job moves = world.submit("moves", PREEMPTIBLE, 100, 6, window, handling("0", "0", "0", Optional.of("3")), both);
        Job stays =
                world.submit("stays", PREEMPTIBLE, 100, 6, window, handling("0", "0", "0", Optional.of("300")), both);
        Job bound = world.submit("bound", PREEMPTIBLE, 100, 6, window, both);
        Planning planning = world.planning();
        Plan before = planning.plan("start");
        for (Job job : List.of(moves, stays, bound)) {
            assertEquals(List.of(World.WALES), sites(before, job));
        }
        world.clock.advance(Duration.ofHours(1));
        Site wales = world.sites.find(World.WALES).orElseThrow();
        world.forecast(wales.grid().priceZone(), Signal.ENERGY_PRICE, _ -> "0.90");
        Plan after = planning.plan("dearer");
        assertEquals(List.of(World.CAMBRIDGE), sites(after, moves));
        assertEquals(List.of(World.WALES), sites(after, stays));
        assertEquals(List.of(World.WALES), sites(after, bound));
        String sentence = planning.explain(moves.id()).orElseThrow().sentence();
        assertTrue(sentence.contains("moved there at a checkpoint from South Wales"), sentence);
        assertEquals("MIGRATION_COST", unhandy(planning, after, stays).code());
        assertTrue(planning.replay(after.id()).orElseThrow().isSame());
    }
}
