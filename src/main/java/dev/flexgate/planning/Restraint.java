package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TrackedJob;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which open jobs are held back from a plan.
 *
 * @param held with why, in words
 */
record Restraint(Map<JobId, String> held) {

    /** Named reason of work that somebody holds back. */
    static final String BUDGET_HELD = "BUDGET_HELD";

    /** @param begun jobs that had runs before the grid: those are never held */
    static Restraint of(
            Holds holds, List<TrackedJob> open, Set<JobId> begun, HalfHours grid, Map<SiteId, SiteCase> sites) {
        List<Job> fresh = open.stream()
                .filter(each ->
                        isFresh(each.state()) && !begun.contains(each.job().id()))
                .map(TrackedJob::job)
                .toList();
        return new Restraint(fresh.isEmpty() ? Map.of() : holds.held(fresh, job -> most(job, grid, sites)));
    }

    private static boolean isFresh(JobState state) {
        return state instanceof JobState.Queued || state instanceof JobState.Deferred;
    }

    /** The same stance, unless the job is held. */
    ProgressRules.Stance on(TrackedJob job, ProgressRules.Stance stance) {
        String why = held.get(job.job().id());
        return why != null && stance instanceof ProgressRules.Stance.Open(PlanInputs.JobInput input)
                ? new ProgressRules.Stance.Beyond(new Deferred(input.job(), input.remaining(), BUDGET_HELD, why))
                : stance;
    }

    private static Cost most(Job job, HalfHours grid, Map<SiteId, SiteCase> sites) {
        var most = new Cost(Money.zero(PlanCase.CURRENCY), CarbonMass.ZERO);
        int from = ProblemRules.release(grid, job);
        int until = ProblemRules.deadline(grid, job);
        for (SiteId allowed : job.sites().allowed()) {
            SiteCase at = sites.get(allowed);
            if (at == null || from >= until) {
                continue;
            }
            Energy drawn = job.demand().work().times(at.site().power().effectiveness());
            for (SiteCase.Tariff tariff : at.tariffs().subList(from, until)) {
                most = dearer(most, tariff.price().p50(), tariff.carbon().p50(), drawn);
            }
        }
        return most;
    }

    private static Cost dearer(Cost than, EnergyPrice price, CarbonIntensity carbon, Energy drawn) {
        Money money = price.of(drawn);
        CarbonMass mass = carbon.of(drawn);
        return new Cost(
                money.compareTo(than.money()) > 0 ? money : than.money(),
                mass.compareTo(than.carbon()) > 0 ? mass : than.carbon());
    }
}
