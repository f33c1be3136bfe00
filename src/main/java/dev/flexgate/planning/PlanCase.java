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
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;

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
        if (isClosed(site.site(), period)) {
            return Power.ZERO;
        }
        Power room = site(site.site())
                .site()
                .power()
                .flexible()
                .minus(site.committed().get(period));
        Power free = ceiling(site.site(), period).map(room::min).orElse(room).minus(fixed(site.site(), period));
        return free.isPositive() ? free : Power.ZERO;
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

    /** What runs are worth avoiding, in currency: their energy, and their carbon as their tenants think of it. */
    BigDecimal worth(List<Allocation> runs) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Allocation run : runs) {
            Cost cost = cost(run.site(), run.interval(), run.itPower());
            BigDecimal perKilogram = BigDecimal.valueOf(
                    ProblemRules.carbonPricePerKg(this, job(run.job()).tenant()));
            sum = sum.add(cost.money().amount())
                    .add(perKilogram.multiply(cost.carbon().kilograms()));
        }
        return sum;
    }

    Cost cost(List<Allocation> runs) {
        return runs.stream()
                .map(run -> cost(run.site(), run.interval(), run.itPower()))
                .reduce(new Cost(Money.zero(CURRENCY), CarbonMass.ZERO), Cost::plus);
    }
}
