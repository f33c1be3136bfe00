package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Takes a plan that holds and breaks each rule in turn, by as little as can be. */
class ExactCheckTest {

    private final World world = World.withoutJobs();
    private Standing standing = standing();

    private Standing standing() {
        Planning planning = world.planning();
        world.submit("unbroken", new JobShape.Contiguous(), 400, 4, Duration.ofHours(24), World.WALES);
        world.submit("pausing", new JobShape.Preemptible(1), 300, 6, Duration.ofHours(24), World.WALES);
        planning.plan("test");
        return planning.current().orElseThrow();
    }

    @BeforeEach
    void the_plan_as_agreed_holds() {
        assertEquals(List.of(), broken(runs -> runs));
    }

    @AfterEach
    void close() {
        world.close();
    }

    private List<String> broken(UnaryOperator<List<Allocation>> change) {
        Plan plan = standing.plan();
        return ExactCheck.broken(
                standing.aCase(),
                new Outcome(
                        change.apply(new ArrayList<>(plan.allocations())),
                        plan.deferred(),
                        plan.certificate(),
                        plan.scarcity()));
    }

    private void assertBroken(String expected, UnaryOperator<List<Allocation>> change) {
        List<String> broken = broken(change);
        assertTrue(broken.stream().anyMatch(each -> each.contains(expected)), broken::toString);
    }

    private Job jobOf(Allocation run) {
        return standing.aCase().job(run.job());
    }

    private Allocation first(JobShape shape) {
        return standing.plan().allocations().stream()
                .filter(run -> jobOf(run).shape().equals(shape))
                .findFirst()
                .orElseThrow();
    }

    private static UnaryOperator<List<Allocation>> swap(Allocation old, Allocation... other) {
        return runs -> {
            int at = runs.indexOf(old);
            runs.remove(at);
            runs.addAll(at, List.of(other));
            return runs;
        };
    }

    private static Allocation at(Allocation run, SiteId site, Interval interval, Power power) {
        return new Allocation(run.job(), site, interval, power);
    }

    @Test
    void a_watt_less_is_work_undone() {
        Allocation run = first(new JobShape.Contiguous());
        Power less = run.itPower().minus(new Power(1));
        assertBroken("placed and", swap(run, at(run, run.site(), run.interval(), less)));
    }

    @Test
    void a_watt_more_than_the_job_may_draw() {
        Allocation run = first(new JobShape.Contiguous());
        assertBroken(
                "draws",
                swap(run, at(run, run.site(), run.interval(), run.itPower().plus(new Power(1)))));
    }

    @Test
    void a_site_that_is_not_allowed() {
        Allocation run = first(new JobShape.Contiguous());
        assertBroken("may not run at", swap(run, at(run, World.CAMBRIDGE, run.interval(), run.itPower())));
    }

    @Test
    void a_run_before_the_release_or_beyond_the_deadline() {
        Allocation run = first(new JobShape.Contiguous());
        for (Interval outside : List.of(
                Interval.from(
                        jobOf(run).window().start().minus(Duration.ofMinutes(30)),
                        run.interval().length()),
                Interval.from(
                        jobOf(run).window().end().minus(Duration.ofMinutes(90)),
                        run.interval().length()))) {
            assertBroken("outside its window", swap(run, at(run, run.site(), outside, run.itPower())));
        }
    }

    @Test
    void a_break_in_what_must_not_be_broken() {
        Allocation run = first(new JobShape.Contiguous());
        Interval whole = run.interval();
        Interval head = Interval.from(whole.start(), Duration.ofMinutes(30));
        Interval tail = Interval.from(head.end().plus(Duration.ofMinutes(30)), Duration.ofMinutes(90));
        assertBroken(
                "pauses 1 times of 0",
                swap(run, at(run, run.site(), head, run.itPower()), at(run, run.site(), tail, run.itPower())));
    }

    @Test
    void a_site_filled_by_a_watt_too_much() {
        PlanInputs.SiteInput wales = standing.aCase().inputs().sites().getLast();
        assertEquals(World.WALES, wales.site());
        Allocation run = first(new JobShape.Contiguous());
        int period = standing.plan().grid().indexOf(run.interval().start());
        Power free = standing.aCase()
                .capacity(wales, period)
                .minus(PlannedPower.at(
                                World.WALES,
                                standing.plan().grid(),
                                standing.plan().allocations())
                        .get(period));
        assertEquals(List.of(), withSold(free));
        assertTrue(withSold(free.plus(new Power(1))).toString().contains("south-wales at "));
    }

    private List<String> withSold(Power sold) {
        PlanInputs inputs = standing.aCase().inputs();
        List<PlanInputs.SiteInput> sites = inputs.sites().stream()
                .map(site -> new PlanInputs.SiteInput(
                        site.site(),
                        site.version(),
                        site.carbon(),
                        site.price(),
                        site.site().equals(World.WALES)
                                ? Collections.nCopies(standing.plan().grid().count(), sold)
                                : site.committed()))
                .toList();
        var changed = new PlanInputs(
                inputs.asOf(),
                inputs.grid(),
                sites,
                inputs.jobs(),
                inputs.carried(),
                inputs.beyond(),
                inputs.policies(),
                inputs.standingVersion(),
                inputs.standingSha256(),
                inputs.ceilings(),
                inputs.floors(),
                inputs.held(),
                inputs.adjustments(),
                inputs.awaiting(),
                inputs.limits());
        PlanCase before = standing.aCase();
        var aCase = new PlanCase(changed, before.sites(), before.jobs(), before.policies(), before.standing());
        return ExactCheck.broken(aCase, Outcome.of(standing.plan())).stream()
                .filter(each -> each.startsWith(World.WALES + " at "))
                .toList();
    }

    @Test
    void a_milligram_over_the_cap() {
        Certificate held = standing.plan().certificate();
        for (long over : new long[] {0, 1}) {
            var caused = new CarbonMass(16_000_000_000L + over);
            var certificate = new Certificate(
                    held.cost(),
                    caused,
                    held.objective(),
                    held.lowerBound(),
                    held.gap(),
                    held.carbonPerTonne(),
                    held.rounds(),
                    held.stopped());
            Plan plan = standing.plan();
            var outcome = new Outcome(plan.allocations(), plan.deferred(), certificate, plan.scarcity());
            assertEquals(over, ExactCheck.obstacles(standing.aCase(), outcome).size());
        }
    }
}
