package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.Handling;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.Policy;
import dev.flexgate.workload.PolicyRates;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Adds a plan up anew, half-hour by half-hour, from nothing but its runs, the tariffs, and what sites, jobs and policies say:
 * energy, carbon, what owners mind besides, and work left undone. Shares no code with what negotiates and bills plans, so that
 * a slip in one is seen by the other; what both come to must be equal to the last digit.
 */
final class BillCheck {

    private static final MathContext DIGITS = new MathContext(80);
    private static final BigDecimal HALF = new BigDecimal("0.5");
    private static final BigDecimal WATTS_PER_MEGAWATT = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal KWH_PER_MWH = BigDecimal.valueOf(1_000);
    private static final BigDecimal JOULES_PER_KWH = BigDecimal.valueOf(3_600_000);
    private static final BigDecimal NANOS_PER_MS = BigDecimal.valueOf(1_000_000);
    private static final int GRAMS_TO_TONNES = 6;
    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);
    /** No rate counts for more: see {@code docs/reference/policies.md}. */
    private static final BigDecimal RATE_MAX = BigDecimal.valueOf(100_000);

    private final PlanCase aCase;
    private final Map<JobId, JobInput> negotiated = new HashMap<>();
    private final Map<SiteId, BigDecimal> meanPrice = new HashMap<>();
    private final Map<SiteId, BigDecimal> meanGrams = new HashMap<>();

    private BillCheck(PlanCase aCase) {
        this.aCase = aCase;
        aCase.jobInputs().forEach(input -> negotiated.put(input.job(), input));
        aCase.sites().forEach((id, site) -> {
            meanPrice.put(id, mean(site, tariff -> tariff.price().p50().perKilowattHour()));
            meanGrams.put(id, mean(site, tariff -> tariff.carbon().p50().gramsPerKwh()));
        });
    }

    /** What runs cost and cause within a span: each half-hour of each run to the joule and rounded once, as a meter has it. */
    static Cost cost(PlanCase aCase, List<Allocation> runs, Interval span) {
        var check = new BillCheck(aCase);
        BigDecimal money = BigDecimal.ZERO;
        BigDecimal milligrams = BigDecimal.ZERO;
        for (Allocation run : runs) {
            for (Instant at : check.halfHours(run)) {
                if (!at.isBefore(span.start()) && at.isBefore(span.end())) {
                    SiteCase.Tariff tariff = check.tariff(run.site(), at);
                    BigDecimal joules =
                            check.facilityKwh(run).multiply(JOULES_PER_KWH).setScale(0, RoundingMode.HALF_EVEN);
                    money = money.add(tariff.price()
                            .p50()
                            .perKilowattHour()
                            .multiply(joules)
                            .divide(JOULES_PER_KWH, Money.SCALE, RoundingMode.HALF_EVEN));
                    milligrams = milligrams.add(
                            BigDecimal.valueOf(tariff.carbon().p50().milligramsPerKwh())
                                    .multiply(joules)
                                    .divide(JOULES_PER_KWH, 0, RoundingMode.HALF_EVEN));
                }
            }
        }
        return new Cost(new Money(money, PlanCase.CURRENCY), new CarbonMass(milligrams.longValueExact()));
    }

    /** The bill of a plan. */
    static Bill bill(PlanCase aCase, List<Allocation> runs, List<Deferred> deferred) {
        return new BillCheck(aCase).bill(runs, deferred);
    }

    /** Where what a plan says of itself differs from its bill. */
    static List<String> differences(PlanCase aCase, Outcome outcome) {
        Certificate said = outcome.certificate();
        Cost cost = cost(aCase, outcome.allocations(), aCase.grid().span());
        Bill bill = bill(aCase, outcome.allocations(), outcome.deferred());
        List<String> differences = new ArrayList<>();
        if (!cost.money().equals(said.cost())) {
            differences.add("the plan says it costs " + said.cost() + ", and its runs cost " + cost.money());
        }
        if (!cost.carbon().equals(said.carbon())) {
            differences.add("the plan says it causes " + said.carbon() + ", and its runs cause " + cost.carbon());
        }
        if (!bill.objective().equals(said.objective())) {
            differences.add("the plan says its objective is " + said.objective() + ", and it is " + bill.objective());
        }
        return differences;
    }

    private Bill bill(List<Allocation> runs, List<Deferred> deferred) {
        Map<JobId, List<Allocation>> counted = new LinkedHashMap<>();
        List<Allocation> carried = new ArrayList<>(aCase.inputs().carried());
        for (Allocation run : runs) {
            if (!carried.remove(run)) {
                counted.computeIfAbsent(run.job(), _ -> new ArrayList<>()).add(run);
            }
        }
        Sums sums = new Sums();
        counted.forEach((id, of) -> add(sums, aCase.job(id), of));
        for (Deferred each : deferred) {
            if (negotiated.containsKey(each.job())) {
                BigDecimal perMwh = lostPerMwh(aCase.job(each.job()));
                sums.undone = sums.undone.add(perMwh.multiply(mwh(each.undone().joules())));
            }
        }
        return sums.bill();
    }

    /** What is added up, before it is rounded. */
    private static final class Sums {

        private BigDecimal energy = BigDecimal.ZERO;
        private BigDecimal carbon = BigDecimal.ZERO;
        private BigDecimal latency = BigDecimal.ZERO;
        private BigDecimal transfer = BigDecimal.ZERO;
        private BigDecimal pauses = BigDecimal.ZERO;
        private BigDecimal migration = BigDecimal.ZERO;
        private BigDecimal delay = BigDecimal.ZERO;
        private BigDecimal undone = BigDecimal.ZERO;

        Bill bill() {
            var extra =
                    new Extra(rounded(latency), rounded(transfer), rounded(pauses), rounded(migration), rounded(delay));
            BigDecimal all = energy.add(carbon)
                    .add(latency)
                    .add(transfer)
                    .add(pauses)
                    .add(migration)
                    .add(delay)
                    .add(undone);
            return new Bill(rounded(energy), rounded(carbon), extra, rounded(undone), money(all, RoundingMode.CEILING));
        }

        private static Money rounded(BigDecimal amount) {
            return money(amount, RoundingMode.HALF_EVEN);
        }

        /** A quotient that never ends is cut off somewhere: what that leaves of a tie is a tie. */
        private static Money money(BigDecimal amount, RoundingMode mode) {
            return new Money(amount.round(MathContext.DECIMAL128).setScale(Money.SCALE, mode), PlanCase.CURRENCY);
        }
    }

    private void add(Sums sums, Job job, List<Allocation> runs) {
        BigDecimal perTonne = aCase.carbonPerTonne(job.tenant()).amount();
        PolicyRates rates = aCase.policies().stream()
                .filter(policy -> policy.tenant().equals(job.tenant()))
                .findFirst()
                .map(Policy::rates)
                .orElse(PolicyRates.NONE);
        Optional<JobInput> input = Optional.ofNullable(negotiated.get(job.id()));
        Instant since = firstHalfHour(job.window().start());
        for (Allocation run : runs) {
            BigDecimal work = mwh(run.energy().joules());
            for (Instant at : halfHours(run)) {
                SiteCase.Tariff tariff = tariff(run.site(), at);
                BigDecimal kwh = facilityKwh(run);
                sums.energy =
                        sums.energy.add(tariff.price().p50().perKilowattHour().multiply(kwh));
                sums.carbon = sums.carbon.add(tariff.carbon()
                        .p50()
                        .gramsPerKwh()
                        .multiply(kwh)
                        .multiply(perTonne)
                        .movePointLeft(GRAMS_TO_TONNES));
                sums.delay = sums.delay.add(delay(job, rates, run, Duration.between(since, at)));
            }
            sums.latency =
                    sums.latency.add(latencyPerMwh(job, rates, run.site()).multiply(work));
            sums.transfer = sums.transfer.add(
                    transferPerMwh(job, rates, perTonne, run.site()).multiply(work));
            sums.migration = sums.migration.add(input.map(each -> migrationPerMwh(job, each, run.site()))
                    .orElse(BigDecimal.ZERO)
                    .multiply(work));
        }
        long pauses = pauses(runs, input.flatMap(JobInput::begun));
        sums.pauses = sums.pauses.add(perPause(job, perTonne).multiply(BigDecimal.valueOf(pauses)));
    }

    private static BigDecimal delay(Job job, PolicyRates rates, Allocation run, Duration late) {
        BigDecimal perMwhHour = job.handling()
                .delayPerMwhHour()
                .orElse(rates.delayPerMwhHour())
                .amount()
                .min(RATE_MAX);
        BigDecimal seconds = BigDecimal.valueOf(late.toSeconds());
        BigDecimal work =
                BigDecimal.valueOf(run.itPower().watts()).multiply(HALF).divide(WATTS_PER_MEGAWATT);
        return perMwhHour.multiply(work).multiply(seconds).divide(SECONDS_PER_HOUR, DIGITS);
    }

    /** The half-hour of the grid that begins at a moment or after it. */
    private Instant firstHalfHour(Instant moment) {
        Instant at = aCase.grid().start();
        while (at.isBefore(moment)) {
            at = at.plus(Duration.ofMinutes(30));
        }
        return at;
    }

    private BigDecimal latencyPerMwh(Job job, PolicyRates rates, SiteId site) {
        Optional<Site> home =
                Optional.ofNullable(aCase.sites().get(job.sites().home())).map(SiteCase::site);
        if (site.equals(job.sites().home()) || home.isEmpty()) {
            return BigDecimal.ZERO;
        }
        Duration trip = home.get().place().roundTrip(aCase.site(site).site().place());
        BigDecimal milliseconds = BigDecimal.valueOf(trip.toNanos()).divide(NANOS_PER_MS);
        return rates.latencyPerMwhMs().amount().multiply(milliseconds).min(RATE_MAX);
    }

    /** The data are moved once for all of the work: so each part of it bears its part. */
    private BigDecimal transferPerMwh(Job job, PolicyRates rates, BigDecimal perTonne, SiteId site) {
        if (site.equals(job.sites().home()) || job.handling().dataGigabytes().signum() == 0) {
            return BigDecimal.ZERO;
        }
        BigDecimal carbon = rates.networkKwhPerGb()
                .multiply(of(meanGrams, site))
                .multiply(perTonne)
                .movePointLeft(GRAMS_TO_TONNES);
        return job.handling()
                .dataGigabytes()
                .multiply(rates.transferPerGb().amount().add(carbon))
                .divide(mwh(job.demand().work().joules()), DIGITS)
                .min(RATE_MAX);
    }

    /** What has begun and goes on elsewhere moves once, with all that is left of it. */
    private static BigDecimal migrationPerMwh(Job job, JobInput input, SiteId site) {
        boolean moved = input.begun().map(begun -> !begun.at().equals(site)).orElse(false);
        BigDecimal once =
                moved ? job.handling().migration().map(Money::amount).orElse(BigDecimal.ZERO) : BigDecimal.ZERO;
        return once.divide(mwh(input.remaining().joules()), DIGITS).min(RATE_MAX);
    }

    private BigDecimal perPause(Job job, BigDecimal perTonne) {
        Handling handling = job.handling();
        BigDecimal kwh = BigDecimal.valueOf(handling.pauseEnergy().joules()).divide(JOULES_PER_KWH, DIGITS);
        BigDecimal dearest = BigDecimal.ZERO;
        for (SiteId site : job.sites().allowed()) {
            if (kwh.signum() > 0 && aCase.sites().containsKey(site)) {
                BigDecimal carbon = of(meanGrams, site).multiply(perTonne).movePointLeft(GRAMS_TO_TONNES);
                BigDecimal asks = of(meanPrice, site)
                        .add(carbon)
                        .multiply(effectiveness(site))
                        .multiply(kwh);
                dearest = dearest.max(asks);
            }
        }
        return handling.pauseCost().amount().add(dearest).min(RATE_MAX);
    }

    /** Half-hours without work between half-hours with; what runs as the plan begins and is not continued pauses too. */
    private long pauses(List<Allocation> runs, Optional<PlanInputs.Begun> begun) {
        var working = new TreeSet<Instant>();
        runs.forEach(run -> working.addAll(halfHours(run)));
        boolean works = begun.map(PlanInputs.Begun::running).orElse(false);
        long pauses = 0;
        boolean ever = works;
        for (int period = 0; period < aCase.grid().count(); period++) {
            boolean goesOn = working.contains(aCase.grid().startOf(period));
            if (goesOn && !works && ever) {
                pauses++;
            }
            ever |= goesOn;
            works = goesOn;
        }
        return pauses;
    }

    private static BigDecimal lostPerMwh(Job job) {
        return switch (job.priority()) {
            case HIGH -> BigDecimal.valueOf(100_000);
            case NORMAL -> BigDecimal.valueOf(10_000);
            case LOW -> BigDecimal.valueOf(1_000);
        };
    }

    private List<Instant> halfHours(Allocation run) {
        List<Instant> starts = new ArrayList<>();
        Instant end = run.interval().end();
        for (Instant at = run.interval().start(); at.isBefore(end); at = at.plus(Duration.ofMinutes(30))) {
            starts.add(at);
        }
        return starts;
    }

    private SiteCase.Tariff tariff(SiteId site, Instant at) {
        return aCase.site(site).tariffs().get(aCase.grid().indexOf(at));
    }

    private BigDecimal effectiveness(SiteId site) {
        return aCase.site(site).site().power().effectiveness();
    }

    private BigDecimal facilityKwh(Allocation run) {
        return BigDecimal.valueOf(run.itPower().watts())
                .multiply(HALF)
                .multiply(effectiveness(run.site()))
                .movePointLeft(3);
    }

    private static BigDecimal of(Map<SiteId, BigDecimal> means, SiteId site) {
        return Objects.requireNonNull(means.get(site));
    }

    private static BigDecimal mean(SiteCase site, Function<SiteCase.Tariff, BigDecimal> of) {
        BigDecimal sum = BigDecimal.ZERO;
        for (SiteCase.Tariff tariff : site.tariffs()) {
            sum = sum.add(of.apply(tariff));
        }
        return sum.divide(BigDecimal.valueOf(Math.max(1, site.tariffs().size())), DIGITS);
    }

    private static BigDecimal mwh(long joules) {
        return BigDecimal.valueOf(joules).divide(JOULES_PER_KWH.multiply(KWH_PER_MWH), DIGITS);
    }
}
