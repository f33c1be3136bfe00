package dev.flexgate.negotiation;

import com.google.ortools.Loader;
import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Contiguous problems as a programme over the starts of every job, for CP-SAT: the referee where jobs are too many for SCIP. */
public final class StartProgram {

    private static final double COST_UNIT = 1e-4;
    private static final double CARBON_UNIT_KG = 1e-3;

    private final Problem problem;
    private final CpModel model = new CpModel();
    private final LinearExprBuilder cost = LinearExpr.newBuilder();
    private final LinearExprBuilder carbon = LinearExpr.newBuilder();
    private final LinearExprBuilder[][] drawn;
    private final Map<String, Run> planned = new HashMap<>();

    private StartProgram(Problem problem) {
        this.problem = problem;
        drawn = new LinearExprBuilder[problem.sites().size()][problem.periods()];
        for (LinearExprBuilder[] site : drawn) {
            for (int period = 0; period < site.length; period++) {
                site[period] = LinearExpr.newBuilder();
            }
        }
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
        from.assignments()
                .forEach(each -> program.planned.put(each.jobId(), each.runs().getFirst()));
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
        long length = Math.round(job.energyMwh() / job.powerMw() / problem.periodHours());
        List<Literal> ways = new ArrayList<>();
        BoolVar lost = model.newBoolVar("");
        ways.add(lost);
        model.addHint(lost, planned.containsKey(job.id()) ? 0 : 1);
        cost.addTerm(lost, Math.round(job.weights().lostWorkPerMwh() * job.energyMwh() / COST_UNIT));
        for (int site : job.allowedSites()) {
            for (int start = Math.max(0, job.release());
                    start + length <= Math.min(problem.periods(), job.deadline());
                    start++) {
                ways.add(start(job, site, start, (int) length));
            }
        }
        model.addExactlyOne(ways);
    }

    private BoolVar start(JobNeed job, int siteIndex, int start, int length) {
        SiteTerms site = problem.sites().get(siteIndex);
        BoolVar begins = model.newBoolVar("");
        Run run = planned.get(job.id());
        model.addHint(begins, run != null && run.site() == siteIndex && run.from() == start ? 1 : 0);
        double money = 0;
        double carbonKg = 0;
        double energyMwh = job.powerMw() * problem.periodHours();
        for (int period = start; period < start + length; period++) {
            double facilityMwh = energyMwh * site.pue();
            carbonKg += facilityMwh * site.carbonKgPerMwh().at(period);
            money += facilityMwh * site.pricePerMwh().at(period)
                    + energyMwh * job.weights().perMwhAt(siteIndex);
            drawn[siteIndex][period].addTerm(begins, Units.wattsUp(job.powerMw()));
        }
        cost.addTerm(begins, Math.round(money / COST_UNIT));
        carbon.addTerm(begins, Math.round(carbonKg / CARBON_UNIT_KG));
        return begins;
    }

    private void limit() {
        for (int site = 0; site < drawn.length; site++) {
            for (int period = 0; period < drawn[site].length; period++) {
                double mostMw = problem.sites().get(site).capacityMw().at(period);
                model.addLessOrEqual(drawn[site][period].build(), Math.round(mostMw * 1e6));
            }
        }
        if (problem.policy().capsCarbon()) {
            model.addLessOrEqual(carbon.build(), Math.round(problem.policy().carbonCapKg() / CARBON_UNIT_KG));
        }
        model.minimize(cost.build());
    }
}
