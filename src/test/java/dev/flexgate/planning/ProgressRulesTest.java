package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.ProgressRules.Stance;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Demand;
import dev.flexgate.workload.Handling;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.Origin;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.SiteChoice;
import dev.flexgate.workload.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A job of six half-hours at 100 kW, released two hours before a plan of eight half-hours begins. */
class ProgressRulesTest {

    private static final Instant START = Boards.START;
    private static final HalfHours GRID = new HalfHours(START, 8);
    private static final JobShape CONTIGUOUS = new JobShape.Contiguous();
    private static final JobShape MALLEABLE = new JobShape.Malleable();

    private static Job job(JobShape shape, Duration deadline) {
        return new Job(
                new JobId(new UUID(0, 1)),
                new TenantId("tenant"),
                "job",
                "A job",
                shape,
                new Demand(Power.ofKilowatts(100), Energy.ofKilowattHours(300)),
                new Interval(START.minus(Duration.ofHours(2)), START.plus(deadline)),
                SiteChoice.of(Boards.EAST, List.of(Boards.EAST, Boards.WEST)),
                Handling.NONE,
                Priority.NORMAL,
                Origin.SUBMITTED);
    }

    /** Runs at west in the half-hours given, counted from the plan's start; negative is before it. */
    private static List<Allocation> ran(int... halfHours) {
        return IntStream.of(halfHours)
                .mapToObj(at -> new Allocation(
                        new JobId(new UUID(0, 1)),
                        Boards.WEST,
                        Interval.from(START.plus(HalfHours.STEP.multipliedBy(at)), HalfHours.STEP),
                        Power.ofKilowatts(100)))
                .toList();
    }

    private static Stance stance(JobShape shape, List<Allocation> ran) {
        return ProgressRules.stance(job(shape, Duration.ofHours(4)), ran, GRID);
    }

    private static JobInput open(Stance stance) {
        return assertInstanceOf(Stance.Open.class, stance).input();
    }

    @Test
    void a_job_that_has_not_begun_is_wholly_open() {
        JobInput input = open(stance(CONTIGUOUS, List.of()));
        assertEquals(Energy.ofKilowattHours(300), input.remaining());
        assertEquals(List.of(Boards.EAST, Boards.WEST), input.sites());
    }

    @Test
    void an_unbroken_run_that_has_begun_is_carried_to_its_end() {
        var carried = assertInstanceOf(Stance.Carried.class, stance(CONTIGUOUS, ran(-2, -1)));
        assertEquals(Boards.WEST, carried.run().site());
        assertEquals(Interval.from(START, Duration.ofHours(2)), carried.run().interval());
        assertEquals(Energy.ofKilowattHours(200), carried.run().energy());
    }

    @Test
    void what_ran_is_done_and_all_of_it_is_the_end() {
        assertEquals(new Stance.Finished(START), stance(CONTIGUOUS, ran(-6, -5, -4, -3, -2, -1)));
    }

    @Test
    void malleable_work_stays_free() {
        JobInput input = open(stance(MALLEABLE, ran(-1)));
        assertEquals(Energy.ofKilowattHours(250), input.remaining());
        assertEquals(List.of(Boards.EAST, Boards.WEST), input.sites());
    }

    @Test
    void pauses_taken_are_gone_and_the_site_is_kept() {
        JobInput paused = open(stance(new JobShape.Preemptible(3), ran(-6, -4)));
        assertEquals(new JobShape.Preemptible(1), paused.shape(), "one between the runs, and it pauses now");
        assertEquals(List.of(Boards.WEST), paused.sites());
        JobInput running = open(stance(new JobShape.Preemptible(3), ran(-3, -1)));
        assertEquals(new JobShape.Preemptible(1), running.shape(), "one taken, one held back for a pause right now");
    }

    @Test
    void a_job_that_runs_and_may_pause_no_more_is_carried() {
        assertInstanceOf(Stance.Carried.class, stance(new JobShape.Preemptible(1), ran(-3, -1)));
        assertInstanceOf(Stance.Carried.class, stance(new JobShape.Preemptible(0), ran(-1)));
    }

    @Test
    void pauses_without_limit_stay_without() {
        var any = new JobShape.Preemptible(JobShape.Preemptible.UNLIMITED);
        assertEquals(any, open(stance(any, ran(-5, -3, -1))).shape());
    }

    @Test
    void at_its_deadline_work_left_is_missed_and_a_half_hour_before_it_is_not() {
        Job late = job(MALLEABLE, Duration.ZERO);
        assertEquals(
                new Stance.Missed(START, Energy.ofKilowattHours(300)), ProgressRules.stance(late, List.of(), GRID));
        open(ProgressRules.stance(job(MALLEABLE, Duration.ofMinutes(30)), List.of(), GRID));
    }

    @Test
    void work_that_the_grid_is_too_short_for_waits_only_if_its_window_goes_on() {
        HalfHours brief = new HalfHours(START, 5);
        var beyond = assertInstanceOf(
                Stance.Beyond.class, ProgressRules.stance(job(CONTIGUOUS, Duration.ofHours(9)), List.of(), brief));
        assertEquals(ProgressRules.BEYOND_HORIZON, beyond.deferred().reason());
        open(ProgressRules.stance(job(CONTIGUOUS, Duration.ofMinutes(150)), List.of(), brief));
    }
}
