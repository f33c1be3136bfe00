package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Writes the agreement: from kernel units back to runs and bills, with a reason for whatever was not done. */
final class Closing {

    private final Problem problem;
    private final Offers offers;
    private final Needs needs;
    private final Draft plan;
    private final Announcement announcement;
    private final double bound;

    Closing(Problem problem, Draft plan, Announcement announcement, double bound) {
        this.problem = problem;
        this.offers = plan.offers;
        this.needs = plan.needs;
        this.plan = plan;
        this.announcement = announcement;
        this.bound = bound;
    }

    Agreement agreement(Transcript transcript, List<String> warnings) {
        var runNow = new RunNow(offers, needs);
        List<Assignment> assignments = new ArrayList<>();
        List<Deferral> deferrals = new ArrayList<>();
        var reasons = new DeferralRules(problem, offers, plan);
        Bill bill = Bill.ZERO;
        for (int job = 0; job < needs.count; job++) {
            String id = problem.jobs().get(job).id();
            if (plan.cells[job].length > 0) {
                List<Run> runs = Runs.of(offers, plan.cells[job], plan.watts[job], plan.cells[job].length);
                assignments.add(new Assignment(id, runs, plan.bill(job)));
                bill = bill.plus(plan.bill(job));
            }
            long deferred = plan.deferredWattPeriods[job];
            if (deferred > 0) {
                double energyMwh = deferred * offers.mwhPerWattPeriod;
                DeferralRules.Why why = reasons.why(job);
                deferrals.add(new Deferral(id, energyMwh, plan.worthOf(job, deferred), why.reason(), why.binding()));
            }
        }
        return new Agreement(
                assignments,
                deferrals,
                Certificate.of(bill, plan.lostValue(), bound),
                prices(),
                IntStream.range(0, needs.count).mapToObj(runNow::bill).reduce(Bill.ZERO, Bill::plus),
                new ExplanationRules(plan, announcement, levied()).explain(problem.jobs(), transcript.finalBids()),
                transcript,
                warnings);
    }

    /** The jobs as they were asked for the policy's limits at the closing. */
    private Needs levied() {
        return needs.under(problem.jobs(), problem.policy(), offers, announcement.limitPrices());
    }

    private List<Prices.Limit> limits() {
        var rows = new CapRows(problem.jobs(), needs, problem.policy(), offers);
        double[] asked = announcement.limitPrices();
        double[] shadow = asked.length == 0 ? new double[rows.caps().size()] : rows.shadowPrices(asked);
        double[] use = rows.use(plan);
        List<Prices.Limit> limits = new ArrayList<>();
        for (int cap = 0; cap < shadow.length; cap++) {
            double used = 0;
            for (int row = rows.firstRow(cap); row < rows.untilRow(cap); row++) {
                used = Math.max(used, use[row]);
            }
            Cap limit = rows.caps().get(cap);
            double inUnit = limit.measure() == Cap.Measure.PEAK_MW ? used / offers.periodHours : used;
            limits.add(new Prices.Limit(limit.id(), shadow[cap], inUnit));
        }
        return limits;
    }

    private Prices prices() {
        List<Series> scarcity = new ArrayList<>();
        for (int site = 0; site < offers.sites; site++) {
            double[] perMwh = new double[offers.periods];
            for (int period = 0; period < offers.periods; period++) {
                perMwh[period] = announcement.scarcityPerMwh(site * offers.periods + period);
            }
            scarcity.add(Series.of(perMwh));
        }
        return new Prices(announcement.carbonPricePerKg(), scarcity, limits());
    }
}
