package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.Begun;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.Handling;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.JobRequest;
import dev.flexgate.workload.Policy;
import dev.flexgate.workload.PolicyRates;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What jobs' owners mind about where they run and how often they pause, in money beside energy and carbon: their policies'
 * rates for latency and data, and what each job says of its data, its pauses and being moved.
 */
final class HandlingRules {

    /** So many digits between, and one rounding at the end, come to the same last digit in whatever order one adds. */
    private static final MathContext EXACT_ENOUGH = new MathContext(60);

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);
    private static final BigDecimal JOULES_PER_MEGAWATT_HOUR = BigDecimal.valueOf(3_600_000_000L);
    private static final BigDecimal KILOWATT_HOURS_PER_MEGAWATT_HOUR = BigDecimal.valueOf(1_000);
    private static final BigDecimal GRAMS_PER_TONNE = BigDecimal.valueOf(1_000_000);
    private static final int NANOS_TO_MILLIS = 6;
    /** No rate of the kernel is above it: whoever minds a site more does not go there either way. */
    private static final BigDecimal MOST = BigDecimal.valueOf(100_000);

    private final PlanCase aCase;
    private final Map<SiteId, BigDecimal> meanGrams = new HashMap<>();
    private final Map<SiteId, BigDecimal> meanPrice = new HashMap<>();
    private final Map<JobId, JobInput> inputs = new HashMap<>();

    HandlingRules(PlanCase aCase) {
        this.aCase = aCase;
        aCase.jobInputs().forEach(input -> inputs.put(input.job(), input));
    }

    /**
     * Whose job it is that is weighed.
     *
     * @param work all of it: what is paid once is spread over it, so that work done in part elsewhere pays in part
     * @param left what is left of it: all of that moves at once
     * @param begun how far it is, once it has begun
     * @param since when waiting begins to cost: its release, or the beginning of the plan where that is later
     */
    record Whose(
            TenantId tenant,
            SiteId home,
            Set<SiteId> allowed,
            Energy work,
            Energy left,
            Handling handling,
            Optional<Begun> begun,
            Instant since) {}

    /** Of a job that nobody has taken yet. */
    Whose whose(JobRequest request) {
        return new Whose(
                request.tenant(),
                request.sites().home(),
                request.sites().allowed(),
                request.demand().work(),
                request.demand().work(),
                request.handling(),
                Optional.empty(),
                since(request.window().start()));
    }

    private Instant since(Instant release) {
        Instant first = HalfHours.ceiling(release);
        return first.isAfter(aCase.grid().start()) ? first : aCase.grid().start();
    }

    Whose whose(Job job) {
        Optional<JobInput> input = Optional.ofNullable(inputs.get(job.id()));
        return new Whose(
                job.tenant(),
                job.sites().home(),
                job.sites().allowed(),
                job.demand().work(),
                input.map(JobInput::remaining).orElse(job.demand().work()),
                job.handling(),
                input.flatMap(JobInput::begun),
                since(job.window().start()));
    }

    /** What a MWh of its IT work at a site asks. */
    Away away(Whose whose, SiteId site) {
        PolicyRates rates = rates(whose.tenant());
        BigDecimal latency = rates.latencyPerMwhMs().amount().multiply(milliseconds(whose.home(), site));
        BigDecimal work = megawattHours(whose.work());
        BigDecimal transfer = site.equals(whose.home())
                ? BigDecimal.ZERO
                : whose.handling()
                        .dataGigabytes()
                        .multiply(rates.transferPerGb().amount().add(carbonPerGb(whose.tenant(), rates, site)))
                        .divide(work, EXACT_ENOUGH);
        BigDecimal migration = whose.begun()
                .filter(begun -> !begun.at().equals(site))
                .flatMap(_ -> whose.handling().migration())
                .map(money -> money.amount().divide(megawattHours(whose.left()), EXACT_ENOUGH))
                .orElse(BigDecimal.ZERO);
        return new Away(MOST.min(latency), MOST.min(transfer), MOST.min(migration));
    }

    /** What each pause asks: its cost, and its energy at the mean price and intensity of the dearest of its sites. */
    BigDecimal perPause(Whose whose) {
        Handling handling = whose.handling();
        BigDecimal energy = BigDecimal.ZERO;
        if (handling.pauseEnergy().joules() > 0) {
            BigDecimal kilowattHours = megawattHours(handling.pauseEnergy()).multiply(KILOWATT_HOURS_PER_MEGAWATT_HOUR);
            energy = whose.allowed().stream()
                    .filter(site -> aCase.sites().containsKey(site))
                    .map(site -> perKilowattHour(whose.tenant(), site).multiply(kilowattHours, EXACT_ENOUGH))
                    .reduce(BigDecimal.ZERO, BigDecimal::max);
        }
        return MOST.min(handling.pauseCost().amount().add(energy));
    }

    /** What each MWh of its IT work asks for each hour that it is done after its release. */
    BigDecimal delayPerMwhHour(Whose whose) {
        return MOST.min(whose.handling()
                .delayPerMwhHour()
                .orElseGet(() -> rates(whose.tenant()).delayPerMwhHour())
                .amount());
    }

    /** The parts of an {@link Extra} before they are rounded. */
    record Minded(BigDecimal latency, BigDecimal transfer, BigDecimal pauses, BigDecimal migration, BigDecimal delay) {

        BigDecimal sum() {
            return latency.add(transfer).add(pauses).add(migration).add(delay);
        }

        Extra rounded() {
            return new Extra(money(latency), money(transfer), money(pauses), money(migration), money(delay));
        }

        /** What is a tie but for the sixtieth digit is one. */
        private static Money money(BigDecimal amount) {
            return Money.rounded(amount.round(MathContext.DECIMAL128), PlanCase.CURRENCY);
        }
    }

    /** What runs of one job ask beside their energy and carbon. */
    Extra extra(Whose whose, List<Allocation> runs) {
        return minded(whose, runs).rounded();
    }

    /** The same, exactly. */
    Minded minded(Whose whose, List<Allocation> runs) {
        BigDecimal latency = BigDecimal.ZERO;
        BigDecimal transfer = BigDecimal.ZERO;
        BigDecimal migration = BigDecimal.ZERO;
        BigDecimal delay = BigDecimal.ZERO;
        BigDecimal perMwhHour = delayPerMwhHour(whose);
        for (Allocation run : runs) {
            Away away = away(whose, run.site());
            BigDecimal work = megawattHours(run.energy());
            latency = latency.add(away.latency().multiply(work));
            transfer = transfer.add(away.transfer().multiply(work));
            migration = migration.add(away.migration().multiply(work));
            if (perMwhHour.signum() > 0) {
                delay = delay.add(perMwhHour.multiply(megawattHourHours(whose, run)));
            }
        }
        BigDecimal pauses = perPause(whose).multiply(BigDecimal.valueOf(pauses(whose, runs)));
        return new Minded(latency, transfer, pauses, migration, delay);
    }

    /** Each half-hour's work times how long after the release it begins. */
    private static BigDecimal megawattHourHours(Whose whose, Allocation run) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Interval period : HalfHours.of(run.interval()).stream().toList()) {
            long late = Duration.between(whose.since(), period.start()).toSeconds();
            sum = sum.add(megawattHours(run.itPower().over(period)).multiply(BigDecimal.valueOf(late)));
        }
        return sum.divide(SECONDS_PER_HOUR, EXACT_ENOUGH);
    }

    /** Between its stretches; and before the first, where it runs as the grid begins and does not go on at once. */
    private long pauses(Whose whose, List<Allocation> runs) {
        long stretches = runs.stream()
                .filter(run -> runs.stream()
                        .noneMatch(other ->
                                other.interval().end().equals(run.interval().start())))
                .count();
        boolean goesOn = runs.stream()
                .anyMatch(run -> run.interval().start().equals(aCase.grid().start()));
        boolean suspended = whose.begun().filter(Begun::running).isPresent() && !goesOn;
        return Math.max(0, stretches - 1) + (stretches > 0 && suspended ? 1 : 0);
    }

    private PolicyRates rates(TenantId tenant) {
        return aCase.policies().stream()
                .filter(policy -> policy.tenant().equals(tenant))
                .map(Policy::rates)
                .findFirst()
                .orElse(PolicyRates.NONE);
    }

    private BigDecimal milliseconds(SiteId home, SiteId site) {
        if (home.equals(site) || !aCase.sites().containsKey(home)) {
            return BigDecimal.ZERO;
        }
        Duration trip = aCase.site(home)
                .site()
                .place()
                .roundTrip(aCase.site(site).site().place());
        return BigDecimal.valueOf(trip.toNanos(), NANOS_TO_MILLIS);
    }

    private BigDecimal carbonPerGb(TenantId tenant, PolicyRates rates, SiteId site) {
        return rates.networkKwhPerGb()
                .multiply(grams(site))
                .multiply(aCase.carbonPerTonne(tenant).amount())
                .divide(GRAMS_PER_TONNE, EXACT_ENOUGH);
    }

    /** Price and worth of carbon of a kWh of IT energy. */
    private BigDecimal perKilowattHour(TenantId tenant, SiteId site) {
        BigDecimal carbon =
                grams(site).multiply(aCase.carbonPerTonne(tenant).amount()).divide(GRAMS_PER_TONNE, EXACT_ENOUGH);
        BigDecimal price = meanPrice.computeIfAbsent(
                site,
                id -> mean(aCase.site(id).tariffs().stream()
                        .map(tariff -> tariff.price().p50().perKilowattHour())
                        .toList()));
        return price.add(carbon)
                .max(BigDecimal.ZERO)
                .multiply(aCase.site(site).site().power().effectiveness());
    }

    private BigDecimal grams(SiteId site) {
        return meanGrams.computeIfAbsent(
                site,
                id -> mean(aCase.site(id).tariffs().stream()
                        .map(tariff -> tariff.carbon().p50().gramsPerKwh())
                        .toList()));
    }

    private static BigDecimal mean(List<BigDecimal> values) {
        return values.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(BigDecimal.valueOf(Math.max(1, values.size())), EXACT_ENOUGH);
    }

    private static BigDecimal megawattHours(Energy energy) {
        return BigDecimal.valueOf(energy.joules()).divide(JOULES_PER_MEGAWATT_HOUR, EXACT_ENOUGH);
    }
}
