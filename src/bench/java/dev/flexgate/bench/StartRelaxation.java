package dev.flexgate.bench;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import dev.flexgate.negotiation.Agreement;
import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.SiteTerms;
import java.util.Locale;

/** The linear relaxation of a contiguous problem over the starts of its jobs: no prices of room and cap prove more. */
final class StartRelaxation {

    private final Problem problem;
    private final MPSolver solver;
    private final MPConstraint[][] room;
    private final MPConstraint cap;

    private StartRelaxation(Problem problem) {
        this.problem = problem;
        Loader.loadNativeLibraries();
        solver = MPSolver.createSolver("HIGHS_LINEAR_PROGRAMMING");
        room = new MPConstraint[problem.sites().size()][problem.periods()];
        for (int site = 0; site < room.length; site++) {
            for (int period = 0; period < problem.periods(); period++) {
                room[site][period] = solver.makeConstraint(
                        -MPSolver.infinity(),
                        problem.sites().get(site).capacityMw().at(period));
            }
        }
        cap = solver.makeConstraint(-MPSolver.infinity(), problem.policy().carbonCapKg());
    }

    /** Solves it and prints on which side the gap of a plan is: that of the plan, or that of its bound. */
    static void compare(Problem problem, Agreement agreement) {
        var relaxation = new StartRelaxation(problem);
        problem.jobs().forEach(relaxation::job);
        relaxation.solver.objective().setMinimization();
        long started = System.nanoTime();
        MPSolver.ResultStatus status = relaxation.solver.solve();
        double value = relaxation.solver.objective().value();
        System.out.printf(
                Locale.ROOT,
                "  relaxation over starts (HiGHS, %.1f s, %s): %.4f; the plan is %.3f %% above it, its bound %.3f %% below%n",
                (System.nanoTime() - started) / 1e9,
                status,
                value,
                100 * (agreement.certificate().objective() - value) / value,
                100 * (value - agreement.certificate().lowerBound()) / value);
        relaxation.solver.delete();
    }

    private void job(JobNeed job) {
        int length = (int) Math.ceil(job.energyMwh() / job.powerMw() / problem.periodHours() - 1e-9);
        MPConstraint one = solver.makeConstraint(1, 1);
        MPVariable lost = solver.makeNumVar(0, 1, "");
        one.setCoefficient(lost, 1);
        solver.objective().setCoefficient(lost, job.weights().lostWorkPerMwh() * job.energyMwh());
        for (int site : job.allowedSites()) {
            for (int start = job.release(); start + length <= Math.min(problem.periods(), job.deadline()); start++) {
                MPVariable begins = solver.makeNumVar(0, 1, "");
                one.setCoefficient(begins, 1);
                begin(job, problem.sites().get(site), room[site], start, start + length, begins);
            }
        }
    }

    private void begin(JobNeed job, SiteTerms site, MPConstraint[] there, int from, int until, MPVariable begins) {
        double money = 0;
        double carbonKg = 0;
        double facilityMwh = job.powerMw() * problem.periodHours() * site.pue();
        for (int period = from; period < until; period++) {
            money += facilityMwh * site.pricePerMwh().at(period);
            carbonKg += facilityMwh * site.carbonKgPerMwh().at(period);
            there[period].setCoefficient(begins, job.powerMw());
        }
        solver.objective().setCoefficient(begins, money);
        if (problem.policy().capsCarbon()) {
            cap.setCoefficient(begins, carbonKg);
        }
    }
}
