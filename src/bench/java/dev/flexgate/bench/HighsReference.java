package dev.flexgate.bench;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import dev.flexgate.negotiation.JobNeed;
import dev.flexgate.negotiation.Problem;
import dev.flexgate.negotiation.SiteTerms;
import java.util.Locale;

/** The linear programme of a malleable problem, from its definition, for HiGHS: what a general solver needs for the same. */
final class HighsReference {

    private final Problem problem;
    private final MPSolver solver;
    private final MPConstraint[][] room;
    private final MPConstraint cap;

    private HighsReference(Problem problem) {
        this.problem = problem;
        Loader.loadNativeLibraries();
        solver = MPSolver.createSolver("HIGHS_LINEAR_PROGRAMMING");
        if (solver == null) {
            throw new IllegalStateException("this build of OR-Tools has no HiGHS");
        }
        room = new MPConstraint[problem.sites().size()][problem.periods()];
        for (int site = 0; site < room.length; site++) {
            for (int period = 0; period < problem.periods(); period++) {
                double most = problem.sites().get(site).capacityMw().at(period) * problem.periodHours();
                room[site][period] = solver.makeConstraint(-MPSolver.infinity(), most);
            }
        }
        cap = solver.makeConstraint(-MPSolver.infinity(), problem.policy().carbonCapKg());
    }

    /** Solves and prints optimum and time, and our time as a part of it. */
    static void compare(Problem problem, double ourSeconds) {
        var reference = new HighsReference(problem);
        problem.jobs().forEach(reference::job);
        reference.solver.objective().setMinimization();
        long started = System.nanoTime();
        MPSolver.ResultStatus status = reference.solver.solve();
        double seconds = (System.nanoTime() - started) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "HiGHS            %7d jobs: %6.2f s wall (one core), %s, objective %.4f; ours took %.3f of it%n",
                problem.jobs().size(),
                seconds,
                status,
                reference.solver.objective().value(),
                ourSeconds / seconds);
        reference.solver.delete();
    }

    private void job(JobNeed job) {
        MPConstraint work = solver.makeConstraint(job.energyMwh(), job.energyMwh());
        double mostMwh = job.powerMw() * problem.periodHours();
        for (int period = job.release(); period < job.deadline(); period++) {
            MPConstraint power = solver.makeConstraint(-MPSolver.infinity(), mostMwh);
            for (int site : job.allowedSites()) {
                SiteTerms terms = problem.sites().get(site);
                MPVariable mwh = solver.makeNumVar(0, mostMwh, "");
                work.setCoefficient(mwh, 1);
                power.setCoefficient(mwh, 1);
                room[site][period].setCoefficient(mwh, 1);
                cap.setCoefficient(mwh, terms.pue() * terms.carbonKgPerMwh().at(period));
                solver.objective()
                        .setCoefficient(mwh, terms.pue() * terms.pricePerMwh().at(period));
            }
        }
    }
}
