package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TrackedJob;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The open jobs by what a new plan has to do about each. */
final class JobsSorted {

    private final List<Gathered.Closed> closed = new ArrayList<>();
    private final List<Deferred> beyond = new ArrayList<>();
    private final List<JobInput> negotiated = new ArrayList<>();
    private final List<ProgressRules.Stance.Carried> begun = new ArrayList<>();
    private final List<Allocation> carried = new ArrayList<>();

    void add(TrackedJob job, ProgressRules.Stance stance) {
        switch (stance) {
            case ProgressRules.Stance.Finished(Instant at) ->
                closed.add(new Gathered.Closed(job, new JobState.Done(at)));
            case ProgressRules.Stance.Missed(Instant at, var undone) ->
                closed.add(new Gathered.Closed(job, new JobState.Missed(at, undone)));
            case ProgressRules.Stance.Beyond(Deferred deferred) -> beyond.add(deferred);
            case ProgressRules.Stance.Open(JobInput input) -> negotiated.add(input);
            case ProgressRules.Stance.Carried run -> begun.add(run);
        }
    }

    /** A run that has begun goes on, unless its site shrank or its room was sold or promised away: then it is negotiated. */
    void carryWhatFits(HalfHours grid, Map<SiteId, SiteCase> sites, List<SiteInput> inputs, Ceilings ceilings) {
        Map<SiteId, long[]> free = new HashMap<>();
        for (SiteInput input : inputs) {
            SiteCase site = sites.get(input.site());
            long flexible = site == null ? 0 : site.site().power().flexible().watts();
            free.put(
                    input.site(),
                    IntStream.range(0, grid.count())
                            .mapToLong(period -> Math.min(
                                    flexible - input.committed().get(period).watts(),
                                    ceilings.at(input.site(), grid.startOf(period))
                                            .map(Power::watts)
                                            .orElse(Long.MAX_VALUE)))
                            .toArray());
        }
        for (ProgressRules.Stance.Carried each : begun) {
            if (take(grid, free.getOrDefault(each.run().site(), new long[grid.count()]), each.run())) {
                carried.add(each.run());
            } else {
                negotiated.add(each.otherwise());
            }
        }
    }

    private static boolean take(HalfHours grid, long[] free, Allocation run) {
        int until = grid.indexOf(run.interval().end());
        if (until > grid.count()) {
            return false;
        }
        for (int period = 0; period < until; period++) {
            if (free[period] < run.itPower().watts()) {
                return false;
            }
        }
        for (int period = 0; period < until; period++) {
            free[period] -= run.itPower().watts();
        }
        return true;
    }

    List<Gathered.Closed> closed() {
        return closed;
    }

    List<Deferred> beyond() {
        return beyond;
    }

    List<Allocation> carried() {
        return carried;
    }

    /** Those to be negotiated, in order of id. */
    List<JobInput> negotiated() {
        return negotiated.stream().sorted(Comparator.comparing(JobInput::job)).toList();
    }
}
