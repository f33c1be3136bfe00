package dev.flexgate.negotiation;

import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Problems as a programme over the starts of every contiguous job, the periods of a preemptible and the watts of a malleable
 * one, for CP-SAT: the referee where jobs are too many for SCIP.
 */
public final class StartProgram {

    private static final double COST_UNIT = 1e-6;
    /** Of what limits count: kilograms, money or MWh. */
    private static final double LIMIT_UNIT = 1e-7;
    /** The power of work that divides is told in steps of this. */
    private static final long STEP_WATTS = 1_000;

    private static final double WATTS_PER_MEGAWATT = 1e6;

    private final Problem problem;
    private final CpModel model = new CpModel();
    private final LinearExprBuilder cost = LinearExpr.newBuilder();
    private final LinearExprBuilder carbon = LinearExpr.newBuilder();
    private final LinearExprBuilder[][] drawn;
    private final Map<String, LinearExprBuilder[]> limits = new HashMap<>();
    private final Map<String, List<Run>> planned = new HashMap<>();

    private StartProgram(Problem problem) {
        this.problem = problem;
        drawn = new LinearExprBuilder[problem.sites().size()][];
        Arrays.setAll(drawn, _ -> sums(problem.periods()));
        for (Cap cap : problem.policy().caps()) {
            limits.put(cap.id(), sums(cap.measure() == Cap.Measure.PEAK_MW ? problem.periods() : 1));
        }
    }

    private static LinearExprBuilder[] sums(int count) {
        return IntStream.range(0, count).mapToObj(_ -> LinearExpr.newBuilder()).toArray(LinearExprBuilder[]::new);
    }

    /**
     * What is known of the optimum.
     *
     * @param objective of the best plan found, infinite where none was
     * @param bound no plan costs less
     */
    public record Known(double objective, double bound) {}

    /** The least objective of any plan, deferrals at the value lost, searched for so many seconds from a plan known. */
    public static Known solve(Problem problem, Agreement from, double seconds) {
        Loader.loadNativeLibraries();
        var program = new StartProgram(problem);
        from.assignments().forEach(each -> program.planned.put(each.jobId(), each.runs()));
        problem.jobs().forEach(program::job);
        program.limit();
        var solver = new CpSolver();
        solver.getParameters().setMaxTimeInSeconds(seconds).setNumWorkers(1).setRelativeGapLimit(1e-6);
        CpSolverStatus status = solver.solve(program.model);
        if (status != CpSolverStatus.OPTIMAL && status != CpSolverStatus.FEASIBLE) {
            return new Known(Double.POSITIVE_INFINITY, solver.bestObjectiveBound() * COST_UNIT);
        }
        return new Known(solver.objectiveValue() * COST_UNIT, solver.bestObjectiveBound() * COST_UNIT);
    }

    private void job(JobNeed job) {
        switch (job.shape()) {
            case Shape.Malleable shape -> malleable(job, shape.limit());
            case Shape.Preemptible shape -> preemptible(job, shape.maxInterruptions());
            case Shape.Contiguous _ -> contiguous(job);
        }
    }

    private int length(JobNeed job) {
        return (int) Math.ceil(job.energyMwh() / (job.powerMw() * problem.periodHours()) - 1e-9);
    }

    /** Power of work that does not divide. */
    private long watts(JobNeed job) {
        return Math.round(job.energyMwh() / length(job) / problem.periodHours() * WATTS_PER_MEGAWATT);
    }

    private BoolVar lost(JobNeed job) {
        BoolVar lost = model.newBoolVar("");
        model.addHint(lost, planned.containsKey(job.id()) ? 0 : 1);
        cost.addTerm(lost, Math.round(job.weights().lostWorkPerMwh() * job.energyMwh() / COST_UNIT));
        return lost;
    }

    private void contiguous(JobNeed job) {
        int length = length(job);
        List<Literal> ways = new ArrayList<>();
        ways.add(lost(job));
        for (int site : job.allowedSites()) {
            for (int start = first(job); start + length <= last(job); start++) {
                BoolVar begins = model.newBoolVar("");
                model.addHint(
                        begins, plannedWatts(job, site, start) > 0 && plannedWatts(job, site, start - 1) == 0 ? 1 : 0);
                ways.add(begins);
                run(job, site, start, start + length, begins, watts(job));
            }
        }
        model.addExactlyOne(ways);
    }

    private void preemptible(JobNeed job, int maxInterruptions) {
        int length = length(job);
        List<Literal> ways = new ArrayList<>();
        ways.add(lost(job));
        for (int site : job.allowedSites()) {
            BoolVar here = model.newBoolVar("");
            boolean planned = IntStream.range(0, problem.periods()).anyMatch(p -> plannedWatts(job, site, p) > 0);
            model.addHint(here, planned ? 1 : 0);
            ways.add(here);
            LinearExprBuilder count = LinearExpr.newBuilder().addTerm(here, -length);
            LinearExprBuilder starts = LinearExpr.newBuilder();
            List<BoolVar> runs = new ArrayList<>();
            for (int period = first(job); period < last(job); period++) {
                BoolVar runsNow = model.newBoolVar("");
                model.addHint(runsNow, plannedWatts(job, site, period) > 0 ? 1 : 0);
                count.addTerm(runsNow, 1);
                if (maxInterruptions < length - 1) {
                    BoolVar begins = model.newBoolVar("");
                    starts.addTerm(begins, 1);
                    LinearExprBuilder first =
                            LinearExpr.newBuilder().addTerm(runsNow, 1).addTerm(begins, -1);
                    model.addLessOrEqual(
                            runs.isEmpty()
                                    ? first.build()
                                    : first.addTerm(runs.getLast(), -1).build(),
                            0);
                }
                runs.add(runsNow);
                run(job, site, period, period + 1, runsNow, watts(job));
            }
            model.addEquality(count.build(), 0);
            if (maxInterruptions < length - 1) {
                model.addLessOrEqual(starts.build(), maxInterruptions + 1L);
            }
        }
        model.addExactlyOne(ways);
    }

    /** Work is told in steps too; what of it is less than one is let go. */
    private void malleable(JobNeed job, Shape.PowerLimit limit) {
        long work = (long) Math.floor(job.energyMwh() / problem.periodHours() * WATTS_PER_MEGAWATT / STEP_WATTS + 1e-6);
        long most = (long) Math.floor(job.powerMw() * WATTS_PER_MEGAWATT / STEP_WATTS + 1e-6);
        IntVar lost = model.newIntVar(0, work, "");
        double stepMwh = STEP_WATTS / WATTS_PER_MEGAWATT * problem.periodHours();
        cost.addTerm(lost, Math.round(job.weights().lostWorkPerMwh() * stepMwh / COST_UNIT));
        LinearExprBuilder all = LinearExpr.newBuilder().addTerm(lost, 1);
        long hinted = 0;
        for (int period = first(job); period < last(job); period++) {
            LinearExprBuilder power = LinearExpr.newBuilder();
            for (int site : job.allowedSites()) {
                IntVar steps = model.newIntVar(0, most, "");
                long planned = plannedWatts(job, site, period) / STEP_WATTS;
                hinted += planned;
                model.addHint(steps, planned);
                all.addTerm(steps, 1);
                power.addTerm(steps, 1);
                run(job, site, period, period + 1, steps, STEP_WATTS);
            }
            if (limit == Shape.PowerLimit.OVERALL) {
                model.addLessOrEqual(power.build(), most);
            }
        }
        model.addHint(lost, Math.max(0, work - hinted));
        model.addEquality(all.build(), work);
    }

    private long plannedWatts(JobNeed job, int site, int period) {
        return planned.getOrDefault(job.id(), List.of()).stream()
                .filter(run -> run.site() == site && run.from() <= period && period < run.until())
                .mapToLong(Run::watts)
                .sum();
    }

    /** Counts a variable that stands for so many watts from one period until another. */
    private void run(JobNeed job, int siteIndex, int from, int until, LinearArgument variable, long watts) {
        SiteTerms site = problem.sites().get(siteIndex);
        Weights weights = job.weights();
        double energyMwh = watts / WATTS_PER_MEGAWATT * problem.periodHours();
        double sum = 0;
        double carbonKg = 0;
        Map<Cap, Double> counted = new HashMap<>();
        for (int period = from; period < until; period++) {
            double facilityMwh = energyMwh * site.pue();
            double kg = facilityMwh * site.carbonKgPerMwh().at(period);
            double money = facilityMwh * site.pricePerMwh().at(period);
            double hoursLate = (period - job.release()) * problem.periodHours();
            carbonKg += kg;
            sum += weights.money() * money
                    + weights.carbonPricePerKg() * kg
                    + weights.perMwhAt(siteIndex) * energyMwh
                    + weights.delayPerMwhHour() * hoursLate * energyMwh;
            drawn[siteIndex][period].addTerm(variable, watts);
            for (Cap cap : problem.policy().caps()) {
                if (!cap.binds(job.id()) || period < cap.from() || cap.until() <= period) {
                    continue;
                }
                double moved = runsNow(job, siteIndex, period) ? 0 : energyMwh;
                switch (cap.measure()) {
                    case CARBON_KG -> counted.merge(cap, kg, Double::sum);
                    case MONEY -> counted.merge(cap, money, Double::sum);
                    case MOVED_MWH -> counted.merge(cap, moved, Double::sum);
                    case PEAK_MW -> Objects.requireNonNull(limits.get(cap.id()))[period].addTerm(variable, watts);
                }
            }
        }
        cost.addTerm(variable, Math.round(sum / COST_UNIT));
        carbon.addTerm(variable, Math.round(carbonKg / LIMIT_UNIT));
        counted.forEach((cap, use) ->
                Objects.requireNonNull(limits.get(cap.id()))[0].addTerm(variable, Math.round(use / LIMIT_UNIT)));
        for (Closure closure : problem.policy().closures()) {
            boolean covers = IntStream.range(from, until).anyMatch(period -> closure.covers(siteIndex, period));
            if (closure.binds(job.id()) && covers) {
                model.addEquality(variable, 0);
            }
        }
    }

    private boolean runsNow(JobNeed job, int site, int period) {
        return site == job.homeSite() && first(job) <= period && period < first(job) + length(job);
    }

    private static int first(JobNeed job) {
        return Math.max(0, job.release());
    }

    private int last(JobNeed job) {
        return Math.min(problem.periods(), job.deadline());
    }

    private void limit() {
        for (int site = 0; site < drawn.length; site++) {
            for (int period = 0; period < drawn[site].length; period++) {
                double mostMw = problem.sites().get(site).roomMw(period);
                model.addLessOrEqual(drawn[site][period].build(), Math.round(mostMw * WATTS_PER_MEGAWATT));
            }
        }
        if (problem.policy().capsCarbon()) {
            model.addLessOrEqual(carbon.build(), Math.round(problem.policy().carbonCapKg() / LIMIT_UNIT));
        }
        for (Cap cap : problem.policy().caps()) {
            double unit = cap.measure() == Cap.Measure.PEAK_MW ? 1 / WATTS_PER_MEGAWATT : LIMIT_UNIT;
            for (LinearExprBuilder row : Objects.requireNonNull(limits.get(cap.id()))) {
                model.addLessOrEqual(row.build(), Math.round(cap.most() / unit));
            }
        }
        model.minimize(cost.build());
    }
}
