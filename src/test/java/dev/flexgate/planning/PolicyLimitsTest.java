package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SitePower;
import dev.flexgate.workload.WorkloadCatalog;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tenant limits is kept by every plan, and work left out is told which limit it was. */
class PolicyLimitsTest {

    private static final JobShape MALLEABLE = new JobShape.Malleable();
    private static final JobShape CONTIGUOUS = new JobShape.Contiguous();
    private static final Duration DAY = Duration.ofHours(24);

    @TempDir
    Path folder = Path.of("");

    private final World world = World.withoutJobs();

    @BeforeEach
    void forecast() {
        world.forecastEverything();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private void limit(String fields) throws IOException {
        limit("fen-research", fields);
    }

    private void limit(String tenant, String fields) throws IOException {
        Path policies = Files.createDirectories(folder.resolve("policies"));
        Files.writeString(
                policies.resolve(tenant + ".json"),
                "{\"tenant\": \"" + tenant + "\", \"name\": \"limited\", \"carbonGbpPerTonne\": 60, " + fields + "}");
        new WorkloadCatalog(world.database, world.jobs, world.records, world.clock).load(folder);
    }

    private static String reason(Plan plan, Job job) {
        return plan.deferred().stream()
                .filter(each -> each.job().equals(job.id()))
                .map(Deferred::reason)
                .findFirst()
                .orElse("");
    }

    private static List<Allocation> runs(Plan plan, Job job) {
        return plan.allocations().stream()
                .filter(run -> run.job().equals(job.id()))
                .toList();
    }

    @Test
    void a_tenants_carbon_cap_leaves_work_out_with_its_numbers_and_a_replay_gives_the_same_bytes() throws Exception {
        limit("\"carbonCapKg\": 30");
        world.submit("one", MALLEABLE, 100, 4, DAY, World.CAMBRIDGE);
        world.submit("two", MALLEABLE, 100, 4, DAY, World.WALES);
        Planning planning = world.planning();
        Plan plan = planning.plan("test");
        assertTrue(
                plan.certificate().carbon().compareTo(CarbonMass.ofKilograms(BigDecimal.valueOf(30))) <= 0,
                plan.certificate()::toString);
        assertEquals(
                List.of("TENANT_CARBON_CAP"),
                plan.deferred().stream().map(Deferred::reason).distinct().toList());
        assertTrue(
                plan.deferred().getFirst().detail().contains("fen-research carbon: at most"),
                plan.deferred()::toString);
        assertTrue(
                plan.certificate().carbon().compareTo(CarbonMass.ofKilograms(BigDecimal.valueOf(29))) > 0,
                "what the cap leaves is used");
        assertTrue(planning.replay(plan.id()).orElseThrow().isSame());
        String transcript = new String(planning.transcript(plan.version()).orElseThrow(), StandardCharsets.UTF_8);
        assertTrue(transcript.contains("\"shadow_price\""), "the price of the limit is on record");
    }

    @Test
    void a_peak_is_never_exceeded_and_a_blackout_never_met() throws Exception {
        var start = HalfHours.ceiling(world.clock.instant());
        limit("\"limits\": {\"peakKw\": 100, \"blackouts\": [{\"from\": \"" + start.plus(Duration.ofHours(2))
                + "\", \"until\": \"" + start.plus(Duration.ofHours(20)) + "\"}]}");
        Job one = world.submit("one", CONTIGUOUS, 100, 4, DAY, World.CAMBRIDGE);
        Job two = world.submit("two", CONTIGUOUS, 100, 4, DAY, World.WALES);
        Job long2 = world.submit("long", CONTIGUOUS, 100, 10, DAY, World.WALES);
        Plan plan = world.planning().plan("test");
        assertEquals("BLACKOUT", reason(plan, long2));
        assertEquals(List.of(), runs(plan, long2));
        assertNotEquals(List.of(), runs(plan, one));
        assertNotEquals(List.of(), runs(plan, two));
        for (Allocation run : plan.allocations()) {
            assertTrue(!run.interval().end().isAfter(start.plus(Duration.ofHours(2)))
                    || !run.interval().start().isBefore(start.plus(Duration.ofHours(20))));
        }
        for (var period : plan.grid().stream().toList()) {
            long watts = plan.allocations().stream()
                    .filter(run -> run.interval().contains(period))
                    .mapToLong(run -> run.itPower().watts())
                    .sum();
            assertTrue(watts <= Power.ofKilowatts(100).watts(), period::toString);
        }
    }

    @Test
    void caps_of_cost_of_a_job_and_of_a_day_are_told_apart() throws Exception {
        limit("\"limits\": {\"costCapGbpAJob\": 1}");
        Job dear = world.submit("dear", CONTIGUOUS, 100, 4, DAY, World.CAMBRIDGE);
        Planning planning = world.planning();
        assertEquals("COST_CAP", reason(planning.plan("cost"), dear));
        limit("\"limits\": {\"carbonCapKgAJob\": 1}");
        assertEquals("JOB_CARBON_CAP", reason(planning.plan("job"), dear));
        limit("\"limits\": {\"carbonCapKgADay\": 1}");
        assertEquals("DAY_CARBON_CAP", reason(planning.plan("day"), dear));
    }

    @Test
    void without_a_shift_budget_all_runs_now_and_far_sites_are_closed() throws Exception {
        limit("\"limits\": {\"shiftBudgetKwh\": 0}");
        Job now = world.submit("now", CONTIGUOUS, 100, 4, DAY, World.CAMBRIDGE, World.WALES);
        Planning planning = world.planning();
        Allocation run = runs(planning.plan("budget"), now).getFirst();
        assertEquals(World.CAMBRIDGE, run.site());
        assertEquals(HalfHours.ceiling(world.clock.instant()), run.interval().start());
        PlanCase aCase = planning.current().orElseThrow().aCase();
        var later = new Interval(
                run.interval().start().plus(HalfHours.STEP),
                run.interval().end().plus(HalfHours.STEP));
        assertEquals(List.of(), LimitCheck.broken(aCase, List.of(run)));
        assertEquals(
                List.of("fen-research moves 50 kWh of 0 kWh"),
                LimitCheck.broken(aCase, List.of(new Allocation(run.job(), run.site(), later, run.itPower()))));
        var start = HalfHours.ceiling(world.clock.instant());
        limit("\"limits\": {\"maxLatencyMs\": 1, \"blackouts\": [{\"site\": \"cambridge-east\", \"from\": \"" + start
                + "\", \"until\": \"" + start.plus(Duration.ofDays(3)) + "\"}]}");
        Job far = world.submit("far", CONTIGUOUS, 100, 4, DAY, World.CAMBRIDGE, World.WALES);
        assertTrue(List.of("LATENCY", "BLACKOUT").contains(reason(planning.plan("far"), far)));
    }

    @Test
    void a_sites_guardrail_holds_by_the_clock_of_its_zone_and_is_named_with_its_numbers() throws Exception {
        SitePower power = world.sites.find(World.CAMBRIDGE).orElseThrow().power();
        BigDecimal most =
                power.inflexibleBase().plus(Power.ofKilowatts(120)).kilowatts().multiply(power.effectiveness());
        limit(
                "flexgate-compute",
                "\"limits\": {\"sitePeaks\": [{\"site\": \"cambridge-east\", \"kw\": " + most
                        + ", \"from\": \"13:00\", \"until\": \"19:00\", \"zone\": \"Europe/Berlin\"}]}");
        Duration window = Duration.ofHours(5);
        Job one = world.submit("one", CONTIGUOUS, 100, 4, window, World.CAMBRIDGE);
        Job two = world.submit("two", CONTIGUOUS, 100, 4, window, World.CAMBRIDGE);
        Job large = world.submit("large", CONTIGUOUS, 150, 4, window, World.CAMBRIDGE);
        Planning planning = world.planning();
        Plan plan = planning.plan("test");
        assertEquals(1, runs(plan, one).size());
        assertEquals(1, runs(plan, two).size());
        assertFalse(runs(plan, one)
                .getFirst()
                .interval()
                .overlaps(runs(plan, two).getFirst().interval()));
        assertEquals("PEAK_LIMIT", reason(plan, large));
        assertTrue(
                plan.deferred()
                        .getFirst()
                        .detail()
                        .contains("cambridge-east guardrail: at most 120 kW, others use 0, it needs at least 150"),
                plan.deferred()::toString);
        Grounds grounds = planning.grounds(plan.version(), one.id()).orElseThrow();
        assertTrue(
                grounds.constraints().stream()
                        .anyMatch(each -> each instanceof Grounds.Constraint.Room room
                                && room.by() == SitePeriod.Limit.SITE_PEAK
                                && room.limit().equals(Power.ofKilowatts(120))),
                grounds.constraints()::toString);
        assertTrue(planning.replay(plan.id()).orElseThrow().isSame());
    }

    @Test
    void where_the_grid_connection_is_what_is_short_it_is_named() {
        SitePower power = world.sites.find(World.WALES).orElseThrow().power();
        long most = power.flexible().watts() / 1_000;
        assertTrue(power.inHalls().watts() / 1_000 > most + 50, "else its halls would be short too");
        Duration window = Duration.ofHours(2);
        world.submit("first", CONTIGUOUS, most - 20, 4, window, World.WALES);
        Job second = world.submit("second", CONTIGUOUS, 50, 4, window, World.WALES);
        Plan plan = world.planning().plan("test");
        assertEquals("IMPORT_LIMIT", reason(plan, second));
        assertTrue(
                plan.deferred().getFirst().detail().contains("south-wales grid connection: at most"),
                plan.deferred()::toString);
    }
}
