package dev.flexgate.planning;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.JobId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a plan gives a job.
 *
 * @param planVersion which plan
 * @param asOf when its inputs were read
 * @param quality the worst of its forecasts
 * @param runs when and where; empty where all of it waits
 * @param energy facility energy of the runs
 * @param cost of the runs
 * @param deferred what waits, and why
 */
public record Placement(
        long planVersion,
        Instant asOf,
        Quality quality,
        List<Allocation> runs,
        Energy energy,
        Cost cost,
        Optional<Deferred> deferred) {

    public Placement {
        runs = List.copyOf(runs);
    }

    static Optional<Placement> of(Plan plan, PlanCase aCase, JobId job) {
        List<Allocation> runs = plan.allocations(job);
        Optional<Deferred> deferred =
                plan.deferred().stream().filter(each -> each.job().equals(job)).findFirst();
        if (runs.isEmpty() && deferred.isEmpty()) {
            return Optional.empty();
        }
        Energy energy = runs.stream()
                .map(run ->
                        run.energy().times(aCase.site(run.site()).site().power().effectiveness()))
                .reduce(Energy.ZERO, Energy::plus);
        return Optional.of(
                new Placement(plan.version(), plan.asOf(), plan.quality(), runs, energy, aCase.cost(runs), deferred));
    }

    /** When its first run begins. */
    public Optional<Instant> start() {
        return runs.stream().map(run -> run.interval().start()).min(Comparator.naturalOrder());
    }

    /** When its last run ends. */
    public Optional<Instant> end() {
        return runs.stream().map(run -> run.interval().end()).max(Comparator.naturalOrder());
    }
}
