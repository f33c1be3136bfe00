package dev.flexgate.planning;

import dev.flexgate.negotiation.Announcement;
import dev.flexgate.negotiation.EnergyRules;
import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.JobRules;
import dev.flexgate.negotiation.PolicyTerms;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.SiteOffer;
import dev.flexgate.negotiation.WholeSeries;
import dev.flexgate.planning.Explanation.WhyNot;
import dev.flexgate.planning.PlanInputs.JobInput;
import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.JobId;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Explains a stored plan from its own inputs: what a job would have chosen with the sites to itself comes from
 * the job agent's own rule, asked at prices without scarcity.
 */
final class ExplainRules {

    private static final double JOULES_PER_MEGAWATT_HOUR = 3.6e9;
    private static final EnergyPrice FREE = new EnergyPrice(BigDecimal.ZERO, PlanCase.CURRENCY);

    private final Plan plan;
    private final PlanCase aCase;
    private final Job job;
    private final List<Allocation> runs;

    private ExplainRules(Plan plan, PlanCase aCase, Job job) {
        this.plan = plan;
        this.aCase = aCase;
        this.job = job;
        this.runs = plan.allocations(job.id());
    }

    /** Empty for a job that the plan does not know. */
    static Optional<Explanation> explain(Plan plan, PlanCase aCase, JobId id) {
        Job job = aCase.jobs().get(id);
        Optional<Deferred> waits =
                plan.deferred().stream().filter(each -> each.job().equals(id)).findFirst();
        if (job == null) {
            return Optional.empty();
        }
        var rules = new ExplainRules(plan, aCase, job);
        if (waits.isPresent()) {
            return Optional.of(rules.waiting(waits.get()));
        }
        return rules.runs.isEmpty() ? Optional.empty() : Optional.of(rules.running());
    }

    private Explanation waiting(Deferred deferred) {
        return new Explanation.Waits(
                job.id(),
                plan.id(),
                plan.version(),
                plan.quality(),
                Sentences.waiting(job, deferred, plan.quality()),
                deferred,
                runs);
    }

    private Explanation running() {
        Optional<JobInput> negotiated = aCase.jobInputs().stream()
                .filter(each -> each.job().equals(job.id()))
                .findFirst();
        List<Allocation> cheapest = negotiated.map(this::cheapest).orElse(runs);
        Cost cost = aCase.cost(runs);
        Cost cheapestCost = aCase.cost(cheapest);
        Energy work = runs.stream().map(Allocation::energy).reduce(Energy.ZERO, Energy::plus);
        WhyNot whyNot = negotiated.isEmpty() ? whyNotMoved() : whyNot(cheapest, cost, cheapestCost);
        Instant end = runs.stream()
                .map(run -> run.interval().end())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        var bare = new Explanation.Runs(
                job.id(),
                plan.id(),
                plan.version(),
                plan.quality(),
                "",
                runs,
                cost,
                runNow(work),
                cheapest,
                cheapestCost,
                whyNot,
                scarcity(cheapest),
                Duration.between(end, job.window().end()));
        return Sentences.running(aCase, job, bare);
    }

    private WhyNot whyNotMoved() {
        if (aCase.inputs().held().stream().noneMatch(run -> run.job().equals(job.id()))) {
            return WhyNot.BEGUN;
        }
        return aCase.inputs().adjustments().isPinned(job.id()) ? WhyNot.PINNED : WhyNot.HELD;
    }

    private List<Allocation> cheapest(JobInput input) {
        Problem problem = ProblemRules.problem(aCase);
        JobNeed need = problem.jobs().stream()
                .filter(each -> each.id().equals(input.job().toString()))
                .findFirst()
                .orElseThrow();
        List<SiteOffer> offers = IntStream.range(0, problem.sites().size())
                .mapToObj(site -> EnergyRules.offer(site, problem.sites().get(site)))
                .toList();
        int cells = problem.sites().size() * problem.periods();
        var alone = new JobRules(0, List.of(need), offers, problem.periodHours(), PolicyTerms.NONE);
        return OutcomeRules.allocations(
                aCase,
                job.id(),
                alone.finalBids(new Announcement(1, 0, WholeSeries.zeros(cells)))
                        .getFirst()
                        .runs());
    }

    private WhyNot whyNot(List<Allocation> cheapest, Cost cost, Cost cheapestCost) {
        BigDecimal saved = aCase.worth(runs).subtract(aCase.worth(cheapest));
        if (saved.signum() <= 0) {
            return WhyNot.TAKEN;
        }
        if (cheapest.stream().anyMatch(run -> !fitsBeside(run))) {
            return WhyNot.FULL;
        }
        boolean dirtier = cheapestCost.carbon().compareTo(cost.carbon()) > 0;
        boolean capBinds = plan.certificate().carbonPerTonne().amount().signum() > 0;
        if (dirtier && capBinds) {
            return WhyNot.CARBON;
        }
        if (LimitCheck.brokenBy(aCase, plan.allocations(), job.id(), cheapest).isPresent()) {
            return WhyNot.LIMIT;
        }
        return stays(cheapest, saved) ? WhyNot.STAYS : WhyNot.INDIVISIBLE;
    }

    /** Whether moving from where the plan before had it would save less than a move must. */
    private boolean stays(List<Allocation> cheapest, BigDecimal saved) {
        Problem problem = ProblemRules.problem(aCase);
        double leastPerMwh = aCase.inputs().limits().leastGainPerMwh(problem.sites());
        List<Allocation> before = aCase.standing().stream()
                .filter(run -> run.job().equals(job.id()))
                .toList();
        long movedJoules = cheapest.stream()
                .flatMap(run -> HalfHours.of(run.interval()).stream()
                        .filter(period -> before.stream()
                                .noneMatch(each -> each.site().equals(run.site())
                                        && each.interval().contains(period)))
                        .map(period -> run.itPower().over(period)))
                .mapToLong(Energy::joules)
                .sum();
        return !before.isEmpty() && saved.doubleValue() <= leastPerMwh * movedJoules / JOULES_PER_MEGAWATT_HOUR;
    }

    private boolean fitsBeside(Allocation run) {
        SiteInput site = aCase.inputs().sites().stream()
                .filter(each -> each.site().equals(run.site()))
                .findFirst()
                .orElseThrow();
        List<Allocation> others = plan.allocations().stream()
                .filter(each -> !each.job().equals(job.id()))
                .filter(each -> !aCase.inputs().fixed().contains(each))
                .toList();
        List<Power> planned = PlannedPower.at(run.site(), aCase.grid(), others);
        return HalfHours.of(run.interval()).stream()
                .mapToInt(period -> aCase.grid().indexOf(period.start()))
                .allMatch(period ->
                        aCase.capacity(site, period).minus(planned.get(period)).compareTo(run.itPower()) >= 0);
    }

    private EnergyPrice scarcity(List<Allocation> cheapest) {
        return plan.scarcity().stream()
                .filter(price -> cheapest.stream()
                        .anyMatch(run -> run.site().equals(price.site())
                                && run.interval().contains(price.period())))
                .map(ScarcityPrice::perItKwh)
                .max(Comparator.naturalOrder())
                .orElse(FREE);
    }

    /** At home from the release on, whatever else is there; past the plan's end its last half-hour goes on. */
    private Cost runNow(Energy work) {
        HalfHours grid = aCase.grid();
        SiteId home = aCase.sites().containsKey(job.sites().home())
                ? job.sites().home()
                : runs.getFirst().site();
        Cost sum = aCase.cost(List.of());
        long left = work.joules();
        for (int period = ProblemRules.release(grid, job); left > 0; period++) {
            Interval halfHour = grid.at(Math.min(period, grid.count() - 1));
            Energy step = new Energy(
                    Math.min(left, job.demand().itPower().over(halfHour).joules()));
            sum = sum.plus(aCase.cost(home, halfHour, new Power(step.joules() / halfHour.seconds())));
            left -= step.joules();
        }
        return sum;
    }
}
