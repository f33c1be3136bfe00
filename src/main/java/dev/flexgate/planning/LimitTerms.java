package dev.flexgate.planning;

import dev.flexgate.negotiation.Cap;
import dev.flexgate.negotiation.Cap.Measure;
import dev.flexgate.negotiation.Cap.Scope;
import dev.flexgate.negotiation.Closure;
import dev.flexgate.negotiation.PolicyTerms;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.CarbonCap;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.Policy;
import dev.flexgate.workload.PolicyLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The tenants' limits as the kernel's: what is not negotiated is taken off first, and so is what rounding a bill half-hour by
 * half-hour could add.
 */
final class LimitTerms {

    private static final double MILLIGRAMS_PER_KILOGRAM = 1e6;
    private static final double WATTS_PER_MEGAWATT = 1e6;
    private static final double JOULES_PER_MEGAWATT_HOUR = 3.6e9;
    /** Money is rounded to four decimals, half of the last at the most. */
    private static final double MONEY_ROUNDING = 5e-5;

    /** The kernel keeps a sum of energies to a millionth and a little more; the exact check allows nothing. */
    private static final double ROUNDING = 1e-6;

    private static final double JOULES_SPARED = 3_600;

    private final PlanCase aCase;
    private final HalfHours grid;
    private final List<Cap> caps = new ArrayList<>();
    private final List<Closure> closures = new ArrayList<>();

    private LimitTerms(PlanCase aCase) {
        this.aCase = aCase;
        grid = aCase.grid();
    }

    static PolicyTerms of(PlanCase aCase, PolicyTerms terms) {
        var limits = new LimitTerms(aCase);
        aCase.policies().forEach(limits::policy);
        return terms.withCaps(limits.caps).withClosures(limits.closures);
    }

    private void policy(Policy policy) {
        Group group = group(policy);
        if (group.inputs().isEmpty()) {
            return;
        }
        String name = policy.tenant().value();
        PolicyLimits limits = policy.limits();
        if (!group.isAll() && policy.cap() instanceof CarbonCap.AtMost(CarbonMass most)) {
            carbon(name + " carbon", Scope.TENANT, group, 0, grid.count(), most);
        }
        limits.cost().ifPresent(most -> cost(name + " cost", Scope.TENANT, group, 0, grid.count(), most));
        days(limits, name, group);
        for (JobInput job : group.inputs()) {
            Group one = new Group(Set.of(job.job().toString()), List.of(job), false);
            limits.carbonAJob()
                    .ifPresent(most -> carbon("job " + job.job() + " carbon", Scope.JOB, one, 0, grid.count(), most));
            limits.costAJob()
                    .ifPresent(most -> cost("job " + job.job() + " cost", Scope.JOB, one, 0, grid.count(), most));
            limits.maxLatency().ifPresent(most -> latency(job, most));
        }
        limits.peak().ifPresent(most -> peak(name + " peak", group, most));
        limits.moved()
                .ifPresent(most -> caps.add(new Cap(
                        name + " shift budget",
                        Measure.MOVED_MWH,
                        Scope.TENANT,
                        group.jobs(),
                        0,
                        grid.count(),
                        Math.max(0, most.joules() * (1 - ROUNDING) - JOULES_SPARED) / JOULES_PER_MEGAWATT_HOUR)));
        limits.blackouts().forEach(each -> blackout(each, group));
    }

    /** The jobs that a policy binds: all of them where its tenant runs a site. */
    private record Group(Set<String> jobs, List<JobInput> inputs, boolean isAll) {}

    private Group group(Policy policy) {
        List<JobInput> bound = aCase.jobInputs().stream()
                .filter(job -> aCase.binds(policy, job.job()))
                .toList();
        boolean all = aCase.runsASite(policy.tenant());
        Set<String> ids =
                all ? Set.of() : bound.stream().map(job -> job.job().toString()).collect(Collectors.toSet());
        return new Group(ids, bound, all);
    }

    private void days(PolicyLimits limits, String name, Group group) {
        for (LimitDays.Day day : LimitDays.of(grid)) {
            limits.carbonADay()
                    .ifPresent(most ->
                            carbon(name + " carbon " + day.date(), Scope.DAY, group, day.from(), day.until(), most));
            limits.costADay()
                    .ifPresent(most ->
                            cost(name + " cost " + day.date(), Scope.DAY, group, day.from(), day.until(), most));
        }
    }

    private void carbon(String id, Scope scope, Group group, int from, int until, CarbonMass most) {
        long left = most.milligrams()
                - aCase.cost(fixed(group, from, until)).carbon().milligrams()
                - roundings(group, from, until);
        double kg = Math.max(0, left) / MILLIGRAMS_PER_KILOGRAM;
        caps.add(new Cap(id, Measure.CARBON_KG, scope, group.jobs(), from, until, kg));
    }

    private void cost(String id, Scope scope, Group group, int from, int until, Money most) {
        double left = most.amount()
                        .subtract(aCase.cost(fixed(group, from, until)).money().amount())
                        .doubleValue()
                - MONEY_ROUNDING * roundings(group, from, until);
        caps.add(new Cap(id, Measure.MONEY, scope, group.jobs(), from, until, Math.max(0, left)));
    }

    /** How many half-hours of runs may be rounded: work that divides may run at all its sites at once. */
    private static long roundings(Group group, int from, int until) {
        return group.inputs().stream().mapToLong(job -> job.sites().size()).sum() * (until - from);
    }

    private List<Allocation> fixed(Group group, int from, int until) {
        return Runs.within(
                aCase.inputs().fixed().stream()
                        .filter(run ->
                                group.isAll() || group.jobs().contains(run.job().toString()))
                        .toList(),
                ProblemRules.interval(grid, from, until));
    }

    /** A limit for each stretch in which what is not negotiated draws the same. */
    private void peak(String id, Group group, Power most) {
        long[] left = new long[grid.count()];
        for (int period = 0; period < left.length; period++) {
            Interval at = grid.at(period);
            long drawn = aCase.inputs().fixed().stream()
                    .filter(run ->
                            group.isAll() || group.jobs().contains(run.job().toString()))
                    .filter(run -> run.interval().contains(at))
                    .mapToLong(run -> run.itPower().watts())
                    .sum();
            left[period] = Math.max(0, most.watts() - drawn);
        }
        for (int from = 0; from < left.length; ) {
            int until = from + 1;
            while (until < left.length && left[until] == left[from]) {
                until++;
            }
            String name = from == 0 && until == left.length ? id : id + " from " + grid.startOf(from);
            caps.add(new Cap(
                    name, Measure.PEAK_MW, Scope.TENANT, group.jobs(), from, until, left[from] / WATTS_PER_MEGAWATT));
            from = until;
        }
    }

    private void latency(JobInput input, Duration most) {
        Job job = aCase.job(input.job());
        List<SiteInput> sites = aCase.inputs().sites();
        for (int site = 0; site < sites.size(); site++) {
            if (LimitCheck.isTooFar(aCase, job, sites.get(site).site(), most)) {
                closures.add(new Closure(Set.of(input.job().toString()), site, 0, grid.count(), Closure.Why.LATENCY));
            }
        }
    }

    /** Half-hours that it touches are closed. */
    private void blackout(PolicyLimits.Blackout blackout, Group group) {
        if (!blackout.when().overlaps(grid.span())) {
            return;
        }
        int from = Math.max(0, grid.indexOf(HalfHours.floor(blackout.when().start())));
        int until = Math.min(
                grid.count(), grid.indexOf(HalfHours.ceiling(blackout.when().end())));
        List<SiteInput> sites = aCase.inputs().sites();
        for (int site = 0; site < sites.size(); site++) {
            var id = sites.get(site).site();
            if (blackout.site().map(id::equals).orElse(true)) {
                closures.add(new Closure(group.jobs(), site, from, until, Closure.Why.BLACKOUT));
            }
        }
    }
}
