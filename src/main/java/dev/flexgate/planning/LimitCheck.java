package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.CarbonCap;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.Policy;
import dev.flexgate.workload.PolicyLimits;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The tenants' limits in whole watts, joules, milligrams and ten-thousandths, without tolerance. What is not negotiated cannot
 * be helped: where it alone exceeds a limit, nothing may come on top of it.
 */
final class LimitCheck {

    private final PlanCase aCase;
    private final List<Allocation> runs;
    private final Map<JobId, List<Allocation>> runsOf;
    private final List<String> broken = new ArrayList<>();

    private LimitCheck(PlanCase aCase, List<Allocation> runs) {
        this.aCase = aCase;
        this.runs = runs;
        this.runsOf = runs.stream().collect(Collectors.groupingBy(Allocation::job));
    }

    /** What the runs break, in words. */
    static List<String> broken(PlanCase aCase, List<Allocation> runs) {
        var check = new LimitCheck(aCase, runs);
        aCase.policies().forEach(check::policy);
        return check.broken;
    }

    /** What a plan would break if a job had other runs; empty where no policy has limits. */
    static Optional<String> brokenBy(PlanCase aCase, List<Allocation> plan, JobId job, List<Allocation> instead) {
        boolean unlimited = aCase.policies().stream()
                .allMatch(policy -> policy.limits().equals(PolicyLimits.NONE)
                        && (policy.cap() instanceof CarbonCap.None || aCase.runsASite(policy.tenant())));
        if (unlimited) {
            return Optional.empty();
        }
        List<Allocation> runs = new ArrayList<>(instead);
        plan.stream().filter(run -> !run.job().equals(job)).forEach(runs::add);
        return broken(aCase, runs).stream().findFirst();
    }

    /** Whether a site is further from the job's home than so long a round trip. */
    static boolean isTooFar(PlanCase aCase, Job job, SiteId site, Duration most) {
        return Optional.ofNullable(aCase.sites().get(job.sites().home()))
                .map(home ->
                        home.site().place().roundTrip(aCase.site(site).site().place()))
                .filter(trip -> trip.compareTo(most) > 0)
                .isPresent();
    }

    private void policy(Policy policy) {
        Predicate<JobId> bound = job -> aCase.binds(policy, job);
        String name = policy.tenant().value();
        PolicyLimits limits = policy.limits();
        Interval all = aCase.grid().span();
        if (policy.cap() instanceof CarbonCap.AtMost(CarbonMass most) && !aCase.runsASite(policy.tenant())) {
            costs(name, bound, all, Optional.of(most), Optional.empty());
        }
        costs(name, bound, all, Optional.empty(), limits.cost());
        for (LimitDays.Day day : LimitDays.of(aCase.grid())) {
            Interval span = ProblemRules.interval(aCase.grid(), day.from(), day.until());
            costs(name + " on " + day.date(), bound, span, limits.carbonADay(), limits.costADay());
        }
        for (JobInput job : aCase.jobInputs()) {
            if (bound.test(job.job())) {
                costs("job " + job.job(), job.job()::equals, all, limits.carbonAJob(), limits.costAJob());
            }
        }
        limits.peak().ifPresent(most -> peak(name, bound, most));
        limits.moved().ifPresent(most -> shifted(name, bound, most));
        limits.sitePeaks().forEach(peak -> sitePeak(policy, peak));
        negotiated(bound).forEach(run -> cells(run, limits));
    }

    private List<Allocation> negotiated(Predicate<JobId> bound) {
        return aCase.jobInputs().stream()
                .map(JobInput::job)
                .filter(bound)
                .flatMap(job -> runsOf.getOrDefault(job, List.of()).stream())
                .toList();
    }

    /** Work in other half-hours, or at another site, than it would have if it ran at home from its release on. */
    private void shifted(String whose, Predicate<JobId> bound, Energy most) {
        Energy moved = Energy.ZERO;
        for (JobInput input : aCase.jobInputs()) {
            if (bound.test(input.job())) {
                moved = moved.plus(shifted(input));
            }
        }
        if (moved.compareTo(most) > 0) {
            broken.add(whose + " moves " + moved + " of " + most);
        }
    }

    private Energy shifted(JobInput input) {
        Job job = aCase.job(input.job());
        SiteId named = job.sites().home();
        SiteId home = aCase.sites().containsKey(named) ? named : aCase.sites().firstKey();
        HalfHours grid = aCase.grid();
        int first = Math.max(0, grid.indexOf(HalfHours.ceiling(job.window().start())));
        long aHalfHour = job.demand().itPower().over(grid.at(0)).joules();
        long length = Math.ceilDiv(input.remaining().joules(), aHalfHour);
        Energy moved = Energy.ZERO;
        for (Allocation run : runsOf.getOrDefault(input.job(), List.of())) {
            for (Interval period : HalfHours.of(run.interval()).stream().toList()) {
                int at = grid.indexOf(period.start());
                boolean now = run.site().equals(home) && at >= first && at < first + length;
                moved = now ? moved : moved.plus(run.itPower().over(period));
            }
        }
        return moved;
    }

    private Cost cost(List<Allocation> of, Predicate<JobId> bound, Interval span) {
        List<Allocation> counted =
                of.stream().filter(run -> bound.test(run.job())).toList();
        return BillCheck.cost(aCase, counted, span);
    }

    private void costs(
            String whose, Predicate<JobId> bound, Interval span, Optional<CarbonMass> carbon, Optional<Money> money) {
        if (carbon.isEmpty() && money.isEmpty()) {
            return;
        }
        Cost used = cost(runs, bound, span);
        Cost fixed = cost(aCase.inputs().fixed(), bound, span);
        carbon.filter(most ->
                        used.carbon().compareTo(most) > 0 && !used.carbon().equals(fixed.carbon()))
                .ifPresent(most -> broken.add(whose + " causes " + used.carbon() + " of " + most));
        money.filter(most -> used.money().compareTo(most) > 0 && !used.money().equals(fixed.money()))
                .ifPresent(most -> broken.add(whose + " costs " + used.money() + " of " + most));
    }

    private void peak(String whose, Predicate<JobId> bound, Power most) {
        aCase.grid().stream().forEach(period -> {
            Power drawn = drawn(runs, bound, period);
            if (drawn.compareTo(most) > 0 && !drawn.equals(drawn(aCase.inputs().fixed(), bound, period))) {
                broken.add(whose + " draws " + drawn + " of " + most + " at " + period.start());
            }
        });
    }

    /** In watts of the grid connection, from the site's description alone. */
    private void sitePeak(Policy policy, PolicyLimits.SitePeak peak) {
        for (SiteInput input : aCase.inputs().sites()) {
            Site site = aCase.site(input.site()).site();
            boolean guarded = site.operator().equals(policy.tenant())
                    && (peak.site().isEmpty() || peak.site().get().equals(site.id()));
            for (int index = 0; guarded && index < aCase.grid().count(); index++) {
                Interval period = aCase.grid().at(index);
                Power jobs = drawnAt(runs, site.id(), period);
                Power all = jobs.plus(site.power().inflexibleBase())
                        .plus(input.committed().get(index));
                BigDecimal drawn =
                        BigDecimal.valueOf(all.watts()).multiply(site.power().effectiveness());
                boolean helped = !jobs.equals(drawnAt(aCase.inputs().fixed(), site.id(), period));
                if (helped
                        && peak.touches(period)
                        && drawn.compareTo(BigDecimal.valueOf(peak.most().watts())) > 0) {
                    broken.add(site.id() + " draws " + drawn + " W of " + peak.most() + " at " + period.start());
                }
            }
        }
    }

    private static Power drawnAt(List<Allocation> of, SiteId site, Interval period) {
        return of.stream()
                .filter(run -> run.site().equals(site) && run.interval().contains(period))
                .map(Allocation::itPower)
                .reduce(Power.ZERO, Power::plus);
    }

    private static Power drawn(List<Allocation> of, Predicate<JobId> bound, Interval period) {
        return of.stream()
                .filter(run -> bound.test(run.job()) && run.interval().contains(period))
                .map(Allocation::itPower)
                .reduce(Power.ZERO, Power::plus);
    }

    private void cells(Allocation run, PolicyLimits limits) {
        limits.maxLatency()
                .filter(most -> isTooFar(aCase, aCase.job(run.job()), run.site(), most))
                .ifPresent(most -> broken.add(run.job() + " runs at " + run.site() + ", further than " + most));
        limits.blackouts().stream()
                .filter(each -> each.site().map(run.site()::equals).orElse(true)
                        && each.when().overlaps(run.interval()))
                .forEach(each -> broken.add(run.job() + " runs at " + run.site() + " in a blackout"));
    }
}
