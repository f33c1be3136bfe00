package dev.flexgate.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.quantity.Energy;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.TrackedJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two days and more of plans one after the other: work is conserved, and what has begun is not broken. */
class TimePassesTest {

    @Test
    void work_is_neither_lost_nor_done_twice_while_plan_follows_plan() {
        try (World world = World.withSamples()) {
            Planning planning = world.planning();
            Map<JobId, Job> jobs = world.jobs.open().stream()
                    .map(TrackedJob::job)
                    .collect(Collectors.toMap(Job::id, Function.identity()));
            Instant end = world.clock.instant().plus(Duration.ofHours(50));
            Random random = new Random(20261121);
            while (world.clock.instant().isBefore(end)) {
                Plan plan = planning.plan("test");
                jobs.values().forEach(job -> assertConserved(world, plan, job));
                world.clock.advance(Duration.ofMinutes(10 + random.nextInt(240)));
            }
            planning.plan("last");
            for (JobId job : jobs.keySet()) {
                JobState state = world.jobs.find(job).orElseThrow().state();
                assertEquals(JobState.Done.class, state.getClass(), () -> jobs.get(job) + " is " + state);
            }
        }
    }

    private static void assertConserved(World world, Plan plan, Job job) {
        List<Allocation> done = PlanLines.progress(world.database, List.of(job.id()));
        Energy undone = plan.deferred().stream()
                .filter(each -> each.job().equals(job.id()))
                .map(Deferred::undone)
                .reduce(Energy.ZERO, Energy::plus);
        List<Allocation> all = Stream.concat(done.stream(), plan.allocations(job.id()).stream())
                .sorted(Comparator.comparing(run -> run.interval().start()))
                .toList();
        Energy placed = all.stream().map(Allocation::energy).reduce(Energy.ZERO, Energy::plus);
        assertEquals(job.demand().work(), placed.plus(undone), () -> plan.version() + ": " + job);
        all.forEach(run -> assertTrue(job.window().contains(run.interval()), () -> run + " of " + job));
        switch (job.shape()) {
            case JobShape.Malleable _ -> {}
            case JobShape.Contiguous _ -> assertPauses(job, all, 0);
            case JobShape.Preemptible(int most) -> assertPauses(job, all, most);
        }
    }

    private static void assertPauses(Job job, List<Allocation> all, int most) {
        assertTrue(all.stream().map(Allocation::site).distinct().count() <= 1, () -> "moved: " + all);
        int pauses = 0;
        for (int next = 1; next < all.size(); next++) {
            boolean unbroken = all.get(next - 1)
                    .interval()
                    .end()
                    .equals(all.get(next).interval().start());
            pauses += unbroken ? 0 : 1;
        }
        int counted = pauses;
        assertTrue(pauses <= most, () -> counted + " pauses of " + most + ": " + job + " " + all);
    }

    @Test
    void a_job_that_nobody_placed_in_time_is_missed_with_what_was_left() {
        try (World world = World.withoutJobs()) {
            Planning planning = world.planning();
            Job job = world.submit("short", new JobShape.Malleable(), 100, 4, Duration.ofHours(3), World.WALES);
            world.clock.advance(Duration.ofHours(3));
            planning.plan("too late");
            assertEquals(
                    new JobState.Missed(job.window().end(), job.demand().work()),
                    world.jobs.find(job.id()).orElseThrow().state());
        }
    }
}
