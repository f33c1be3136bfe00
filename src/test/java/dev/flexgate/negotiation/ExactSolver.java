package dev.flexgate.negotiation;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPObjective;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPSolverParameters;
import com.google.ortools.linearsolver.MPVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The referee: the problem written straight from its definition as a mixed integer program, solved by SCIP. */
public final class ExactSolver {

    private final Problem problem;
    private final MPSolver solver;
    private final MPObjective objective;
    private final MPConstraint[][] capacityMw;
    private final MPConstraint capKg;
    private final Map<String, MPConstraint[]> limits = new HashMap<>();

    private ExactSolver(Problem problem) {
        this.problem = problem;
        Loader.loadNativeLibraries();
        solver = MPSolver.createSolver("SCIP");
        objective = solver.objective();
        objective.setMinimization();
        capacityMw = new MPConstraint[problem.sites().size()][problem.periods()];
        for (int site = 0; site < capacityMw.length; site++) {
            for (int period = 0; period < problem.periods(); period++) {
                double most = problem.sites().get(site).roomMw(period);
                capacityMw[site][period] = solver.makeConstraint(0, most);
            }
        }
        capKg = solver.makeConstraint(-MPSolver.infinity(), problem.policy().carbonCapKg());
        for (Cap cap : problem.policy().caps()) {
            boolean power = cap.measure() == Cap.Measure.PEAK_MW;
            MPConstraint[] rows = new MPConstraint[power ? problem.periods() : 1];
            Arrays.setAll(rows, _ -> solver.makeConstraint(-MPSolver.infinity(), cap.most()));
            limits.put(cap.id(), rows);
        }
    }

    /** The least objective of any plan, deferrals at the value lost. */
    public static double optimum(Problem problem) {
        var exact = new ExactSolver(problem);
        problem.jobs().forEach(exact::job);
        var parameters = new MPSolverParameters();
        parameters.setDoubleParam(MPSolverParameters.DoubleParam.RELATIVE_MIP_GAP, 1e-9);
        MPSolver.ResultStatus status = exact.solver.solve(parameters);
        if (status != MPSolver.ResultStatus.OPTIMAL) {
            throw new IllegalStateException("no optimum: " + status);
        }
        double value = exact.objective.value();
        exact.solver.delete();
        return value;
    }

    private void job(JobNeed job) {
        switch (job.shape()) {
            case Shape.Malleable shape -> malleable(job, shape.limit());
            case Shape.Preemptible shape -> constant(job, shape.maxInterruptions());
            case Shape.Contiguous _ -> constant(job, 0);
        }
    }

    private void malleable(JobNeed job, Shape.PowerLimit limit) {
        MPConstraint work = solver.makeConstraint(job.energyMwh(), job.energyMwh());
        MPVariable lost = solver.makeNumVar(0, job.energyMwh(), "");
        work.setCoefficient(lost, 1);
        objective.setCoefficient(lost, job.weights().lostWorkPerMwh());
        for (int period = first(job); period < last(job); period++) {
            MPConstraint power = solver.makeConstraint(0, job.powerMw());
            for (int site : job.allowedSites()) {
                MPVariable drawnMw = solver.makeNumVar(0, job.powerMw(), "");
                work.setCoefficient(drawnMw, problem.periodHours());
                if (limit == Shape.PowerLimit.OVERALL) {
                    power.setCoefficient(drawnMw, 1);
                }
                run(job, site, period, drawnMw, 1);
            }
        }
    }

    /** One binary a period and site that runs, one a period and site that starts after a pause, one a site. */
    private void constant(JobNeed job, int maxInterruptions) {
        double step = job.powerMw() * problem.periodHours();
        int length = (int) Math.ceil(job.energyMwh() / step - 1e-9);
        double powerMw = job.energyMwh() / length / problem.periodHours();
        MPVariable lost = solver.makeBoolVar("");
        objective.setCoefficient(lost, job.weights().lostWorkPerMwh() * job.energyMwh());
        MPConstraint one = solver.makeConstraint(1, 1);
        one.setCoefficient(lost, 1);
        for (int site : job.allowedSites()) {
            MPVariable here = solver.makeBoolVar("");
            one.setCoefficient(here, 1);
            MPConstraint count = solver.makeConstraint(0, 0);
            count.setCoefficient(here, -length);
            MPConstraint starts = solver.makeConstraint(-MPSolver.infinity(), Math.min(maxInterruptions, 1000) + 1);
            List<MPVariable> runs = new ArrayList<>();
            for (int period = first(job); period < last(job); period++) {
                MPVariable runsNow = solver.makeBoolVar("");
                MPVariable startsNow = solver.makeBoolVar("");
                count.setCoefficient(runsNow, 1);
                starts.setCoefficient(startsNow, 1);
                MPConstraint begins = solver.makeConstraint(-MPSolver.infinity(), 0);
                begins.setCoefficient(runsNow, 1);
                begins.setCoefficient(startsNow, -1);
                if (!runs.isEmpty()) {
                    begins.setCoefficient(runs.getLast(), -1);
                }
                runs.add(runsNow);
                run(job, site, period, runsNow, powerMw);
            }
        }
    }

    private void run(JobNeed job, int siteIndex, int period, MPVariable variable, double powerMw) {
        SiteTerms site = problem.sites().get(siteIndex);
        Weights weights = job.weights();
        double energyMwh = powerMw * problem.periodHours();
        double carbonKg = energyMwh * site.pue() * site.carbonKgPerMwh().at(period);
        double hoursLate = (period - job.release()) * problem.periodHours();
        double cost =
                weights.money() * energyMwh * site.pue() * site.pricePerMwh().at(period)
                        + weights.carbonPricePerKg() * carbonKg
                        + weights.perMwhAt(siteIndex) * energyMwh
                        + weights.delayPerMwhHour() * hoursLate * energyMwh;
        objective.setCoefficient(variable, cost);
        capacityMw[siteIndex][period].setCoefficient(variable, powerMw);
        capKg.setCoefficient(variable, carbonKg);
        for (Cap cap : problem.policy().caps()) {
            if (cap.binds(job.id()) && cap.from() <= period && period < cap.until()) {
                MPConstraint[] rows = Objects.requireNonNull(limits.get(cap.id()));
                double moved = runsNow(job, siteIndex, period) ? 0 : energyMwh;
                switch (cap.measure()) {
                    case CARBON_KG -> rows[0].setCoefficient(variable, carbonKg);
                    case MONEY ->
                        rows[0].setCoefficient(
                                variable,
                                energyMwh * site.pue() * site.pricePerMwh().at(period));
                    case MOVED_MWH -> rows[0].setCoefficient(variable, moved);
                    case PEAK_MW -> rows[period].setCoefficient(variable, powerMw);
                }
            }
        }
        for (Closure closure : problem.policy().closures()) {
            if (closure.binds(job.id()) && closure.covers(siteIndex, period)) {
                variable.setUb(0);
            }
        }
    }

    private boolean runsNow(JobNeed job, int site, int period) {
        int length = (int) Math.ceil(job.energyMwh() / (job.powerMw() * problem.periodHours()) - 1e-9);
        return site == job.homeSite() && first(job) <= period && period < first(job) + length;
    }

    private static int first(JobNeed job) {
        return Math.max(0, job.release());
    }

    private int last(JobNeed job) {
        return Math.min(problem.periods(), job.deadline());
    }
}
