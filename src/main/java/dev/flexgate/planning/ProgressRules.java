package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.Begun;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a job stands when a new grid begins. What an earlier plan placed before the grid counts as done as
 * planned; a run that has begun and may not be broken is carried, and the pauses a job has taken are gone.
 */
final class ProgressRules {

    /** Named reason of work that cannot be planned yet. */
    static final String BEYOND_HORIZON = "BEYOND_HORIZON";

    private ProgressRules() {}

    /** What the planner has to do about a job. */
    sealed interface Stance {

        /** Nothing: its work is done. */
        record Finished(Instant at) implements Stance {}

        /** Nothing: no half-hour is left for it. */
        record Missed(Instant deadline, Energy undone) implements Stance {}

        /** Nothing yet: the grid is too short for it. */
        record Beyond(Deferred deferred) implements Stance {}

        /** Keep its run going. */
        record Carried(Allocation run, JobInput otherwise) implements Stance {}

        /** Negotiate. */
        record Open(JobInput input) implements Stance {}
    }

    /**
     * The stance of one job.
     *
     * @param ran its runs before the grid, as planned
     */
    static Stance stance(Job job, List<Allocation> ran, HalfHours grid) {
        Energy done = ran.stream().map(Allocation::energy).reduce(Energy.ZERO, Energy::plus);
        Energy left = job.demand().work().minus(done);
        if (left.joules() <= 0) {
            return new Stance.Finished(lastEnd(ran, job));
        }
        int from = ProblemRules.release(grid, job);
        int until = ProblemRules.deadline(grid, job);
        if (until == 0) {
            return new Stance.Missed(job.window().end(), left);
        }
        if (isBeyond(job, grid, left, from, until)) {
            return new Stance.Beyond(new Deferred(
                    job.id(),
                    left,
                    BEYOND_HORIZON,
                    "released " + job.window().start() + ", due " + job.window().end() + ": a plan that ends at "
                            + grid.end() + " cannot hold it yet"));
        }
        return ran.isEmpty()
                ? new Stance.Open(new JobInput(
                        job.id(), left, job.shape(), List.copyOf(job.sites().allowed())))
                : begun(job, ran, grid, left);
    }

    private static boolean isBeyond(Job job, HalfHours grid, Energy left, int from, int until) {
        boolean goesOn = job.window().end().isAfter(grid.end());
        return from >= grid.count() || (goesOn && halfHours(job, left) > until - from);
    }

    private static Stance begun(Job job, List<Allocation> ran, HalfHours grid, Energy left) {
        return switch (job.shape()) {
            case JobShape.Malleable _ ->
                new Stance.Open(new JobInput(
                        job.id(), left, job.shape(), List.copyOf(job.sites().allowed())));
            case JobShape.Contiguous _ -> carried(job, ran, grid, left);
            case JobShape.Preemptible(int most) -> {
                boolean runs = lastEnd(ran, job).equals(grid.start());
                int pausesLeft = most == JobShape.Preemptible.UNLIMITED ? most : most - pauses(ran) - (runs ? 0 : 1);
                if (runs && pausesLeft <= 0) {
                    yield carried(job, ran, grid, left);
                }
                // A job that runs and is not continued at once takes a pause that the kernel does not count.
                int counted = runs && most != JobShape.Preemptible.UNLIMITED ? pausesLeft - 1 : pausesLeft;
                yield new Stance.Open(new JobInput(
                        job.id(),
                        left,
                        new JobShape.Preemptible(Math.max(0, counted)),
                        job.handling().migration().isPresent()
                                ? List.copyOf(job.sites().allowed())
                                : List.of(siteOf(ran)),
                        Optional.of(new Begun(siteOf(ran), runs))));
            }
        };
    }

    private static Stance carried(Job job, List<Allocation> ran, HalfHours grid, Energy left) {
        Power power = job.demand().itPower();
        Interval rest = new Interval(grid.start(), grid.startOf(halfHours(job, left)));
        return new Stance.Carried(
                new Allocation(job.id(), siteOf(ran), rest, power), there(job, ran, left, new JobShape.Contiguous()));
    }

    private static JobInput there(Job job, List<Allocation> ran, Energy left, JobShape shape) {
        return new JobInput(job.id(), left, shape, List.of(siteOf(ran)));
    }

    private static SiteId siteOf(List<Allocation> ran) {
        return ran.stream()
                .max(Comparator.comparing(run -> run.interval().end()))
                .orElseThrow()
                .site();
    }

    private static int halfHours(Job job, Energy left) {
        return Math.toIntExact(
                Math.ceilDiv(left.joules(), job.demand().itPower().watts() * HalfHours.STEP.toSeconds()));
    }

    private static int pauses(List<Allocation> ran) {
        List<Allocation> inOrder = ran.stream()
                .sorted(Comparator.comparing(run -> run.interval().start()))
                .toList();
        int pauses = 0;
        for (int next = 1; next < inOrder.size(); next++) {
            Allocation before = inOrder.get(next - 1);
            Allocation after = inOrder.get(next);
            // To be moved a job is suspended, be it for no time.
            boolean unbroken = before.interval().end().equals(after.interval().start())
                    && before.site().equals(after.site());
            pauses += unbroken ? 0 : 1;
        }
        return pauses;
    }

    private static Instant lastEnd(List<Allocation> ran, Job job) {
        return ran.stream()
                .map(run -> run.interval().end())
                .max(Comparator.naturalOrder())
                .orElse(job.window().end());
    }
}
