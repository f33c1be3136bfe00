package dev.flexgate.planning;

import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.PolicyTerms;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.Series;
import dev.flexgate.negotiation.Shape;
import dev.flexgate.negotiation.SiteTerms;
import dev.flexgate.negotiation.SiteTerms.Ceiling;
import dev.flexgate.negotiation.StandingBid;
import dev.flexgate.negotiation.Weights;
import dev.flexgate.negotiation.Weights.Pausing;
import dev.flexgate.planning.PlanInputs.Begun;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.CarbonCap;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobShape;
import dev.flexgate.workload.Priority;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.SitePower;
import dev.flexgate.workload.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** The door into the kernel: exact quantities become numbers with their unit in the name, here and nowhere else. */
final class ProblemRules {

    static final double PERIOD_HOURS = HalfHours.STEP.toMinutes() / 60.0;

    private static final double WATTS_PER_MEGAWATT = 1e6;
    private static final double JOULES_PER_MEGAWATT_HOUR = 3.6e9;
    private static final double KILOGRAMS_PER_TONNE = 1e3;
    private static final double MILLIGRAMS_PER_KILOGRAM = 1e6;

    private ProblemRules() {}

    static Problem problem(PlanCase aCase) {
        return new Problem(
                aCase.grid().count(), PERIOD_HOURS, sites(aCase), jobs(aCase), LimitTerms.of(aCase, policy(aCase)));
    }

    /** The plan before, as far as it reaches into this grid; what no longer fits is left out by the kernel. */
    static List<StandingBid> standingBids(PlanCase aCase) {
        HalfHours grid = aCase.grid();
        return aCase.standing().stream()
                .filter(run -> run.interval().overlaps(grid.span()))
                .map(run -> new StandingBid(
                        run.job().toString(),
                        run.site().value(),
                        Math.max(0, grid.indexOf(run.interval().start())),
                        Math.min(grid.count(), grid.indexOf(run.interval().end())),
                        run.itPower().watts()))
                .toList();
    }

    /** First half-hour of the grid in which the job may run. */
    static int release(HalfHours grid, Job job) {
        return Math.max(0, grid.indexOf(HalfHours.ceiling(job.window().start())));
    }

    /** First half-hour of the grid in which it may run no more. */
    static int deadline(HalfHours grid, Job job) {
        return Math.clamp(grid.indexOf(HalfHours.floor(job.window().end())), 0, grid.count());
    }

    private static List<SiteTerms> sites(PlanCase aCase) {
        return aCase.inputs().sites().stream().map(site -> site(aCase, site)).toList();
    }

    private static SiteTerms site(PlanCase aCase, SiteInput input) {
        SiteCase site = aCase.site(input.site());
        SitePower power = site.site().power();
        var terms = new SiteTerms(
                input.site().value(),
                site.site().power().effectiveness().doubleValue(),
                series(
                        site,
                        tariff -> tariff.price()
                                .p50()
                                .perKilowattHour()
                                .movePointRight(3)
                                .doubleValue()),
                series(site, tariff -> tariff.carbon().p50().gramsPerKwh().doubleValue()),
                room(aCase, input, _ -> power.inHalls()));
        if (power.isImportBound()) {
            terms = terms.under(new Ceiling(Ceiling.Kind.IMPORT_LIMIT, room(aCase, input, _ -> power.flexible())));
        }
        boolean guarded = IntStream.range(0, aCase.grid().count())
                .anyMatch(period -> aCase.sitePeak(input.site(), period).isPresent());
        return guarded
                ? terms.under(new Ceiling(
                        Ceiling.Kind.PEAK_LIMIT,
                        room(
                                aCase,
                                input,
                                period -> aCase.sitePeak(input.site(), period).orElse(power.inHalls()))))
                : terms;
    }

    /** What negotiated work may draw where {@code flexible} is for jobs and buyers. */
    private static Series room(PlanCase aCase, SiteInput input, IntFunction<Power> flexible) {
        return Series.of(IntStream.range(0, aCase.grid().count())
                .mapToDouble(period ->
                        aCase.room(input, period, flexible.apply(period)).watts() / WATTS_PER_MEGAWATT)
                .toArray());
    }

    private static Series series(SiteCase site, ToDoubleFunction<SiteCase.Tariff> value) {
        return Series.of(site.tariffs().stream().mapToDouble(value).toArray());
    }

    private static List<JobNeed> jobs(PlanCase aCase) {
        List<SiteId> sites =
                aCase.inputs().sites().stream().map(SiteInput::site).toList();
        var handling = new HandlingRules(aCase);
        return aCase.jobInputs().stream()
                .map(job -> job(aCase, handling, sites, job))
                .toList();
    }

    private static JobNeed job(PlanCase aCase, HandlingRules handling, List<SiteId> sites, JobInput input) {
        Job job = aCase.job(input.job());
        return new JobNeed(
                input.job().toString(),
                shape(input.shape()),
                job.demand().itPower().watts() / WATTS_PER_MEGAWATT,
                input.remaining().joules() / JOULES_PER_MEGAWATT_HOUR,
                release(aCase.grid(), job),
                deadline(aCase.grid(), job),
                input.sites().stream()
                        .map(sites::indexOf)
                        .filter(site -> site >= 0)
                        .toList(),
                Math.max(0, sites.indexOf(job.sites().home())),
                weights(aCase, job)
                        .withDelayPerMwhHour(
                                handling.delayPerMwhHour(handling.whose(job)).doubleValue())
                        .withPerMwhAtSite(away(handling, job, sites))
                        .withPausing(pausing(handling, job)));
    }

    private static Pausing pausing(HandlingRules handling, Job job) {
        HandlingRules.Whose whose = handling.whose(job);
        return new Pausing(
                handling.perPause(whose).doubleValue(),
                whose.begun().filter(Begun::running).isPresent());
    }

    private static Map<Integer, Double> away(HandlingRules handling, Job job, List<SiteId> sites) {
        HandlingRules.Whose whose = handling.whose(job);
        Map<Integer, Double> perMwh = new HashMap<>();
        for (int site = 0; site < sites.size(); site++) {
            if (job.sites().allowed().contains(sites.get(site))) {
                perMwh.put(site, handling.away(whose, sites.get(site)).sum().doubleValue());
            }
        }
        return perMwh;
    }

    private static Shape shape(JobShape shape) {
        return switch (shape) {
            case JobShape.Malleable _ -> Shape.malleable();
            case JobShape.Preemptible(int most) -> Shape.preemptible(most);
            case JobShape.Contiguous _ -> Shape.contiguous();
        };
    }

    private static Weights weights(PlanCase aCase, Job job) {
        return Weights.MONEY
                .withCarbonPricePerKg(carbonPricePerKg(aCase, job.tenant()))
                .withLostWorkPerMwh(lostWorkPerMwh(job.priority()));
    }

    static double carbonPricePerKg(PlanCase aCase, TenantId tenant) {
        return aCase.carbonPerTonne(tenant).amount().doubleValue() / KILOGRAMS_PER_TONNE;
    }

    /** Deferring a megawatt-hour of a higher class costs more than any energy could, and than ten of the next. */
    static double lostWorkPerMwh(Priority priority) {
        return switch (priority) {
            case HIGH -> 10 * Weights.LOST_WORK_PER_MWH;
            case NORMAL -> Weights.LOST_WORK_PER_MWH;
            case LOW -> Weights.LOST_WORK_PER_MWH / 10;
        };
    }

    private static PolicyTerms policy(PlanCase aCase) {
        return switch (aCase.cap()) {
            case CarbonCap.None _ -> PolicyTerms.NONE;
            case CarbonCap.AtMost(var mass) -> {
                long left = mass.milligrams()
                        - aCase.cost(aCase.inputs().fixed()).carbon().milligrams()
                        - roundings(aCase);
                yield PolicyTerms.carbonCap(Math.max(0, left) / MILLIGRAMS_PER_KILOGRAM);
            }
        };
    }

    /** The exact bill rounds each half-hour of each run to a milligram; the kernel must leave room for that. */
    private static long roundings(PlanCase aCase) {
        return (long) aCase.jobInputs().size()
                * aCase.grid().count()
                * aCase.sites().size();
    }

    /** Whole half-hours of {@code interval} in the grid's numbers. */
    static Interval interval(HalfHours grid, int from, int until) {
        return new Interval(grid.startOf(from), grid.startOf(until));
    }
}
