package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.PolicyInput;
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
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.SitePower;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The inputs of a plan with everything they refer to at hand: what the rules of this room work on.
 *
 * @param inputs what was decided from
 * @param sites every site with its forecasts, in order of id
 * @param jobs every job with work left or carried, by id
 * @param policies the tenants' policies
 * @param standing the allocations of the plan before, for opening bids
 */
record PlanCase(
        PlanInputs inputs,
        SortedMap<SiteId, SiteCase> sites,
        Map<JobId, Job> jobs,
        List<Policy> policies,
        List<Allocation> standing) {

    /** See {@link PlanningLimits#CURRENCY}. */
    static final Currency CURRENCY = PlanningLimits.CURRENCY;

    private static final BigDecimal HOURS =
            BigDecimal.valueOf(HalfHours.STEP.toMinutes()).divide(BigDecimal.valueOf(60));

    HalfHours grid() {
        return inputs.grid();
    }

    SiteCase site(SiteId id) {
        return Objects.requireNonNull(sites.get(id), () -> "no site " + id);
    }

    Job job(JobId id) {
        return Objects.requireNonNull(jobs.get(id), () -> "no job " + id);
    }

    List<JobInput> jobInputs() {
        return inputs.jobs();
    }

    /** At which version each tenant's policy was heeded. */
    Map<TenantId, Integer> policyVersions() {
        return inputs.policies().stream().collect(Collectors.toMap(PolicyInput::tenant, PolicyInput::version));
    }

    /** The same case under more ceilings. */
    PlanCase under(Ceilings more) {
        PlanInputs under = inputs.following(
                inputs.standingVersion(),
                inputs.standingSha256(),
                inputs.sites(),
                inputs.ceilings().and(more));
        return with(under);
    }

    /**
     * Room for negotiated work at a site: its limit less base load, less what is sold, or what was promised to be the
     * most, less what is not negotiated.
     */
    Power capacity(SiteInput site, int period) {
        return room(site, period, flexible(site.site(), period));
    }

    /** The same where {@code flexible} is what jobs and buyers may draw together. */
    Power room(SiteInput site, int period, Power flexible) {
        if (isClosed(site.site(), period)) {
            return Power.ZERO;
        }
        Power room = flexible.minus(site.committed().get(period));
        Power free = ceiling(site.site(), period).map(room::min).orElse(room).minus(fixed(site.site(), period));
        return free.isPositive() ? free : Power.ZERO;
    }

    /** What jobs and buyers may draw at a site: what its halls, its grid connection and its operator's guardrail leave. */
    Power flexible(SiteId site, int period) {
        Power flexible = site(site).site().power().flexible();
        return sitePeak(site, period).map(flexible::min).orElse(flexible);
    }

    /** What the guardrail of who runs a site leaves for jobs and buyers there; empty where there is none. */
    Optional<Power> sitePeak(SiteId site, int period) {
        Site at = site(site).site();
        return policies.stream()
                .filter(policy -> policy.tenant().equals(at.operator()))
                .flatMap(policy -> policy.limits().sitePeaks().stream())
                .filter(peak -> peak.site().map(site::equals).orElse(true))
                .filter(peak -> peak.touches(grid().at(period)))
                .map(peak -> at.power().flexibleUnder(peak.most()))
                .min(Comparator.naturalOrder());
    }

    /** What of a site's limits is the least in a half-hour. */
    SitePeriod.Limit limitedBy(SiteId site, int period) {
        SitePower power = site(site).site().power();
        if (sitePeak(site, period)
                .filter(peak -> peak.compareTo(power.flexible()) < 0)
                .isPresent()) {
            return SitePeriod.Limit.SITE_PEAK;
        }
        return power.isImportBound() ? SitePeriod.Limit.IMPORT_LIMIT : SitePeriod.Limit.SITE_CAPACITY;
    }

    /** Whether a person has closed a site in a half-hour. */
    boolean isClosed(SiteId site, int period) {
        return inputs.adjustments().isClosed(site, grid().at(period));
    }

    /** What a tonne is worth to a tenant: what was asked for everybody, else what its policy says. */
    Money carbonPerTonne(TenantId tenant) {
        return inputs.adjustments()
                .carbonPerTonne()
                .or(() -> policies.stream()
                        .filter(policy -> policy.tenant().equals(tenant))
                        .map(Policy::carbonPerTonne)
                        .findFirst())
                .orElse(Money.zero(CURRENCY));
    }

    Optional<Power> ceiling(SiteId site, int period) {
        return inputs.ceilings().at(site, grid().startOf(period));
    }

    /** The same case on other inputs that refer to nothing else. */
    PlanCase with(PlanInputs other) {
        return new PlanCase(other, sites, jobs, policies, standing);
    }

    /** IT power of runs that have begun and must not be broken, and of those that hold a floor. */
    Power fixed(SiteId site, int period) {
        return inputs.fixed().stream()
                .filter(run -> run.site().equals(site) && run.interval().contains(grid().at(period)))
                .map(Allocation::itPower)
                .reduce(Power.ZERO, Power::plus);
    }

    /** Whether what is not negotiated stays under every ceiling: else there is nothing to negotiate. */
    boolean fixedFits() {
        return inputs.ceilings().most().entrySet().stream()
                .allMatch(site -> site.getValue().entrySet().stream()
                        .allMatch(most -> fixed(site.getKey(), grid().indexOf(most.getKey()))
                                        .compareTo(most.getValue())
                                <= 0));
    }

    boolean runsASite(TenantId tenant) {
        return sites.values().stream().anyMatch(site -> site.site().operator().equals(tenant));
    }

    /** Whether a policy's limits bind a job: the tenant's own do, and those of whoever runs a site. */
    boolean binds(Policy policy, JobId job) {
        return runsASite(policy.tenant()) || job(job).tenant().equals(policy.tenant());
    }

    /** The tightest cap of those who run the sites: it binds all jobs together. */
    CarbonCap cap() {
        List<CarbonMass> caps = policies.stream()
                .filter(policy -> runsASite(policy.tenant()))
                .map(Policy::cap)
                .filter(CarbonCap.AtMost.class::isInstance)
                .map(cap -> ((CarbonCap.AtMost) cap).mass())
                .sorted()
                .toList();
        return caps.isEmpty() ? new CarbonCap.None() : new CarbonCap.AtMost(caps.getFirst());
    }

    /** What a run costs, half-hour by half-hour, each rounded once. */
    Cost cost(SiteId site, Interval interval, Power itPower) {
        Cost sum = new Cost(Money.zero(CURRENCY), CarbonMass.ZERO);
        SiteCase at = site(site);
        for (Interval period : HalfHours.of(interval).stream().toList()) {
            Energy drawn = itPower.over(period).times(at.site().power().effectiveness());
            SiteCase.Tariff tariff = at.tariffs().get(grid().indexOf(period.start()));
            sum = sum.plus(new Cost(
                    tariff.price().p50().of(drawn), tariff.carbon().p50().of(drawn)));
        }
        return sum;
    }

    /**
     * What runs are worth avoiding, in currency: their energy, their carbon as their tenants think of it, and what the jobs'
     * owners mind besides. Exact: nothing is rounded on the way.
     */
    BigDecimal worth(List<Allocation> runs) {
        BigDecimal sum = BigDecimal.ZERO;
        var handling = new HandlingRules(this);
        for (var each : runs.stream()
                .collect(Collectors.groupingBy(Allocation::job, TreeMap::new, Collectors.toList()))
                .entrySet()) {
            sum = sum.add(handling.minded(handling.whose(job(each.getKey())), each.getValue())
                    .sum());
        }
        for (Allocation run : runs) {
            sum = sum.add(worth(run));
        }
        return sum;
    }

    private BigDecimal worth(Allocation run) {
        SiteCase at = site(run.site());
        BigDecimal perTonne = carbonPerTonne(job(run.job()).tenant()).amount();
        BigDecimal perKilowattHour = BigDecimal.ZERO;
        for (Interval period : HalfHours.of(run.interval()).stream().toList()) {
            SiteCase.Tariff tariff = at.tariffs().get(grid().indexOf(period.start()));
            BigDecimal tonnes = tariff.carbon().p50().gramsPerKwh().movePointLeft(6);
            perKilowattHour =
                    perKilowattHour.add(tariff.price().p50().perKilowattHour()).add(perTonne.multiply(tonnes));
        }
        BigDecimal kilowatts = BigDecimal.valueOf(run.itPower().watts(), 3)
                .multiply(at.site().power().effectiveness());
        return perKilowattHour.multiply(kilowatts).multiply(HOURS);
    }

    Cost cost(List<Allocation> runs) {
        return runs.stream()
                .map(run -> cost(run.site(), run.interval(), run.itPower()))
                .reduce(new Cost(Money.zero(CURRENCY), CarbonMass.ZERO), Cost::plus);
    }
}
