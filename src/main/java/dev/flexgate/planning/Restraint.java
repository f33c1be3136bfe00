package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobState;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TrackedJob;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which open jobs are held back from a plan.
 *
 * @param held with why, in words
 */
record Restraint(Map<JobId, String> held) {

    /** Named reason of work that somebody holds back. */
    static final String BUDGET_HELD = "BUDGET_HELD";

    /**
     * Asks about every job that has not begun.
     *
     * @param standing the plan before
     * @param bound jobs that are never held: what has begun, what a person has placed, and what a grid operator was promised
     */
    static Restraint of(
            Holds holds,
            List<TrackedJob> open,
            List<Allocation> standing,
            Set<JobId> bound,
            HalfHours grid,
            Map<SiteId, SiteCase> sites) {
        Map<JobId, List<Allocation>> runs = standing.stream().collect(Collectors.groupingBy(Allocation::job));
        List<Holds.Unbegun> unbegun = open.stream()
                .filter(each ->
                        canWait(each.state()) && !bound.contains(each.job().id()))
                .map(each -> new Holds.Unbegun(
                        each.job(),
                        () -> most(each.job(), grid, sites),
                        Optional.ofNullable(runs.get(each.job().id()))
                                .filter(_ -> each.state() instanceof JobState.Placed)
                                .map(placed -> within -> placed(placed, within, grid, sites))))
                .toList();
        return new Restraint(unbegun.isEmpty() ? Map.of() : holds.held(unbegun));
    }

    private static boolean canWait(JobState state) {
        return state instanceof JobState.Queued
                || state instanceof JobState.Deferred
                || state instanceof JobState.Placed;
    }

    private static Cost placed(List<Allocation> runs, Interval within, HalfHours grid, Map<SiteId, SiteCase> sites) {
        Cost sum = Cost.NONE;
        for (Allocation run : runs) {
            SiteCase at = sites.get(run.site());
            for (Interval period : HalfHours.of(run.interval()).stream().toList()) {
                if (at != null && within.contains(period) && grid.span().contains(period)) {
                    Energy drawn =
                            run.itPower().over(period).times(at.site().power().effectiveness());
                    SiteCase.Tariff tariff = at.tariffs().get(grid.indexOf(period.start()));
                    sum = sum.plus(new Cost(
                            tariff.price().p50().of(drawn),
                            tariff.carbon().p50().of(drawn)));
                }
            }
        }
        return sum;
    }

    /** The same stance, unless the job is held. */
    ProgressRules.Stance on(TrackedJob job, ProgressRules.Stance stance) {
        String why = held.get(job.job().id());
        return why != null && stance instanceof ProgressRules.Stance.Open(PlanInputs.JobInput input)
                ? new ProgressRules.Stance.Beyond(new Deferred(input.job(), input.remaining(), BUDGET_HELD, why))
                : stance;
    }

    private static Cost most(Job job, HalfHours grid, Map<SiteId, SiteCase> sites) {
        Cost most = Cost.NONE;
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
