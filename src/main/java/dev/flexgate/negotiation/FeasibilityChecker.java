package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Checks a plan against its problem, straight from the definitions. Shares no code with the planner, so that a
 * slip in one is seen by the other. Tolerates one watt and one millionth: what rounding to watts may cost.
 */
public final class FeasibilityChecker {

    private static final double WATT_MW = 1.01e-6;
    private static final double RELATIVE = 1e-6;

    private final Problem problem;
    private final List<Violation> violations = new ArrayList<>();
    private final double[][] drawnMw;
    private final Map<String, double[]> limitUse = new HashMap<>();
    private double carbonKg;

    private FeasibilityChecker(Problem problem) {
        this.problem = problem;
        this.drawnMw = new double[problem.sites().size()][problem.periods()];
    }

    /** What {@code assignments} break; work neither assigned nor deferred is a violation too. Empty: feasible. */
    public static List<Violation> check(Problem problem, List<Assignment> assignments, List<Deferral> deferrals) {
        var checker = new FeasibilityChecker(problem);
        Map<String, Double> doneMwh = checker.assignments(assignments);
        deferrals.forEach(deferral -> doneMwh.merge(deferral.jobId(), deferral.energyMwh(), Double::sum));
        checker.work(doneMwh);
        checker.capacity();
        checker.limits();
        if (checker.carbonKg > problem.policy().carbonCapKg() * (1 + RELATIVE)) {
            checker.report(Violation.Kind.CARBON_CAP, "", checker.carbonKg + " kg");
        }
        return checker.violations;
    }

    private void report(Violation.Kind kind, String jobId, String detail) {
        violations.add(new Violation(kind, jobId, detail));
    }

    private Map<String, Double> assignments(List<Assignment> assignments) {
        Map<String, JobNeed> jobs = new HashMap<>();
        problem.jobs().forEach(job -> jobs.put(job.id(), job));
        Map<String, Double> doneMwh = new HashMap<>();
        for (Assignment assignment : assignments) {
            JobNeed job = jobs.get(assignment.jobId());
            if (job == null) {
                report(Violation.Kind.UNKNOWN_JOB, assignment.jobId(), "");
            } else if (doneMwh.put(job.id(), 0.0) != null) {
                report(Violation.Kind.JOB_TWICE, job.id(), "");
            } else {
                doneMwh.put(job.id(), job(job, assignment.runs()));
            }
        }
        return doneMwh;
    }

    /** Checks one job and returns the work that its runs do, in MWh. */
    private double job(JobNeed job, List<Run> runs) {
        double[][] jobMw = new double[problem.sites().size()][problem.periods()];
        double doneMwh = 0;
        for (Run run : runs) {
            if (run.site() < 0 || run.site() >= problem.sites().size()) {
                report(Violation.Kind.UNKNOWN_SITE, job.id(), run.toString());
                continue;
            }
            if (!job.allowedSites().contains(run.site())) {
                report(Violation.Kind.RESIDENCY, job.id(), run.toString());
            }
            if (run.from() < job.release() || run.until() > Math.min(job.deadline(), problem.periods())) {
                report(Violation.Kind.WINDOW, job.id(), run.toString());
                continue;
            }
            SiteTerms site = problem.sites().get(run.site());
            for (int period = run.from(); period < run.until(); period++) {
                double energyMwh = run.powerMw() * problem.periodHours();
                jobMw[run.site()][period] += run.powerMw();
                drawnMw[run.site()][period] += run.powerMw();
                carbonKg += energyMwh * site.pue() * site.carbonKgPerMwh().at(period);
                doneMwh += energyMwh;
                blackout(job, run, period);
                limits(job, run, period, energyMwh);
            }
        }
        shape(job, runs, jobMw);
        return doneMwh;
    }

    private void blackout(JobNeed job, Run run, int period) {
        for (PolicyTerms.Blackout closed : problem.policy().blackouts()) {
            if (closed.site() == run.site() && closed.from() <= period && period < closed.until()) {
                report(Violation.Kind.BLACKOUT, job.id(), "site " + run.site() + ", period " + period);
            }
        }
        for (Closure closed : problem.policy().closures()) {
            boolean bound = closed.jobs().isEmpty() || closed.jobs().contains(job.id());
            if (bound && closed.site() == run.site() && closed.from() <= period && period < closed.until()) {
                report(Violation.Kind.CLOSED, job.id(), closed.why() + " at site " + run.site() + ", period " + period);
            }
        }
    }

    /** Counts the run of one period towards every limit that binds the job then. */
    private void limits(JobNeed job, Run run, int period, double energyMwh) {
        for (Cap cap : problem.policy().caps()) {
            boolean counts = cap.from() <= period
                    && period < cap.until()
                    && (cap.jobs().isEmpty() || cap.jobs().contains(job.id()));
            if (counts) {
                limitUse.computeIfAbsent(cap.id(), _ -> new double[problem.periods()])[period] +=
                        counted(cap, job, run, period, energyMwh);
            }
        }
    }

    private double counted(Cap cap, JobNeed job, Run run, int period, double energyMwh) {
        SiteTerms site = problem.sites().get(run.site());
        return switch (cap.measure()) {
            case CARBON_KG -> energyMwh * site.pue() * site.carbonKgPerMwh().at(period);
            case MONEY -> energyMwh * site.pue() * site.pricePerMwh().at(period);
            case PEAK_MW -> run.powerMw();
            case MOVED_MWH -> {
                int first = Math.max(0, job.release());
                double length = Math.ceil(job.energyMwh() / (job.powerMw() * problem.periodHours()) - RELATIVE);
                boolean now = run.site() == job.homeSite() && first <= period && period < first + length;
                yield now ? 0 : energyMwh;
            }
        };
    }

    private void limits() {
        for (Cap cap : problem.policy().caps()) {
            double[] each = limitUse.getOrDefault(cap.id(), new double[1]);
            boolean power = cap.measure() == Cap.Measure.PEAK_MW;
            double used = power
                    ? Arrays.stream(each).max().orElse(0)
                    : Arrays.stream(each).sum();
            if (used > cap.most() * (1 + RELATIVE) + (power ? WATT_MW : 1e-9)) {
                Violation.Kind kind = switch (cap.measure()) {
                    case CARBON_KG -> Violation.Kind.CARBON_CAP;
                    case MONEY -> Violation.Kind.COST_CAP;
                    case PEAK_MW -> Violation.Kind.PEAK_LIMIT;
                    case MOVED_MWH -> Violation.Kind.SHIFT_BUDGET;
                };
                report(kind, "", cap.id() + ": " + used + " of " + cap.most());
            }
        }
    }

    private void shape(JobNeed job, List<Run> runs, double[][] jobMw) {
        boolean each = job.shape() instanceof Shape.Malleable limits && limits.limit() == Shape.PowerLimit.EACH_SITE;
        for (int period = 0; period < problem.periods(); period++) {
            double mostMw = 0;
            double sumMw = 0;
            for (double[] siteMw : jobMw) {
                mostMw = Math.max(mostMw, siteMw[period]);
                sumMw += siteMw[period];
            }
            if ((each ? mostMw : sumMw) > job.powerMw() + WATT_MW) {
                report(Violation.Kind.POWER, job.id(), sumMw + " MW in period " + period);
            }
        }
        switch (job.shape()) {
            case Shape.Malleable _ -> {}
            case Shape.Contiguous _ -> constant(job, runs, 0);
            case Shape.Preemptible limits -> constant(job, runs, limits.maxInterruptions());
        }
    }

    private void constant(JobNeed job, List<Run> runs, int maxInterruptions) {
        var sites = new TreeSet<Integer>();
        var powers = new TreeSet<Long>();
        var periods = new TreeSet<Integer>();
        for (Run run : runs) {
            sites.add(run.site());
            powers.add(run.watts());
            for (int period = run.from(); period < run.until(); period++) {
                if (!periods.add(period)) {
                    report(Violation.Kind.OVERLAP, job.id(), "twice in period " + period);
                }
            }
        }
        if (sites.size() > 1) {
            report(Violation.Kind.ONE_SITE, job.id(), sites.toString());
        }
        if (powers.size() > 1) {
            report(Violation.Kind.CONSTANT_POWER, job.id(), powers.toString());
        }
        long pauses = periods.stream()
                .skip(1)
                .filter(period -> !periods.contains(period - 1))
                .count();
        if (pauses > maxInterruptions) {
            boolean unbroken = job.shape() instanceof Shape.Contiguous;
            Violation.Kind kind = unbroken ? Violation.Kind.UNBROKEN : Violation.Kind.INTERRUPTIONS;
            report(kind, job.id(), pauses + " pauses");
        }
    }

    private void work(Map<String, Double> doneMwh) {
        for (JobNeed job : problem.jobs()) {
            Double done = doneMwh.get(job.id());
            if (done == null) {
                report(Violation.Kind.JOB_MISSING, job.id(), "neither assigned nor deferred");
                continue;
            }
            // A watt over the job's own length: what rounding up its power may add.
            double periods = Math.ceil(job.energyMwh() / (job.powerMw() * problem.periodHours())) + 1;
            double rounding = WATT_MW * problem.periodHours() * periods + RELATIVE * job.energyMwh();
            if (Math.abs(done - job.energyMwh()) > rounding) {
                report(Violation.Kind.WORK, job.id(), done + " MWh of " + job.energyMwh());
            }
        }
    }

    private void capacity() {
        for (int site = 0; site < drawnMw.length; site++) {
            Series capacityMw = problem.sites().get(site).capacityMw();
            for (int period = 0; period < problem.periods(); period++) {
                if (drawnMw[site][period] > capacityMw.at(period) * (1 + RELATIVE) + WATT_MW) {
                    String where = "site " + site + ", period " + period;
                    report(Violation.Kind.CAPACITY, "", where + ": " + drawnMw[site][period] + " MW");
                }
                for (SiteTerms.Ceiling ceiling : problem.sites().get(site).ceilings()) {
                    if (drawnMw[site][period] > ceiling.mostMw().at(period) * (1 + RELATIVE) + WATT_MW) {
                        boolean imported = ceiling.kind() == SiteTerms.Ceiling.Kind.IMPORT_LIMIT;
                        report(
                                imported ? Violation.Kind.IMPORT_LIMIT : Violation.Kind.PEAK_LIMIT,
                                "",
                                "site " + site + ", period " + period + ": " + drawnMw[site][period] + " MW");
                    }
                }
            }
        }
    }
}
