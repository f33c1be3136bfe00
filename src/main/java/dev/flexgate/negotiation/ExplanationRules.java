package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says of each job why it runs where it runs: against running now, and against what it would have liked best. */
final class ExplanationRules {

    /** Differences below this, relative to the costs compared, are rounding. */
    private static final double RELATIVE = 1e-6;

    private final Offers offers;
    private final Needs needs;
    private final Draft plan;
    private final Announcement closing;
    /** The jobs as they were asked for the policy's limits. */
    private final Needs levied;

    private final RunNow runNow;
    private final Responder unlimited;

    ExplanationRules(Draft plan, Announcement closing, Needs levied) {
        this.levied = levied;
        this.offers = plan.offers;
        this.needs = plan.needs;
        this.plan = plan;
        this.closing = closing;
        runNow = new RunNow(offers, needs);
        unlimited = new Responder(offers, needs);
    }

    /** One explanation a job; a job whose final bid is missing shows no regret. */
    List<Explanation> explain(List<JobNeed> jobs, List<FinalBid> finalBids) {
        Map<String, Double> bidValue = new HashMap<>();
        finalBids.forEach(bid -> bidValue.put(bid.jobId(), bid.value()));
        List<Explanation> explanations = new ArrayList<>(jobs.size());
        for (int job = 0; job < jobs.size(); job++) {
            double paid = valueAtClosing(job);
            double regret =
                    Math.max(0, paid - bidValue.getOrDefault(jobs.get(job).id(), paid));
            explanations.add(explain(job, jobs.get(job), regret));
        }
        return explanations;
    }

    private Explanation explain(int job, JobNeed need, double regret) {
        unlimited.respond(job, offers.capacityWatts);
        Bill cheapest = needs.bill(job, unlimited.cell, unlimited.watts, unlimited.count, offers);
        int last = need.release();
        for (int cell : plan.cells[job]) {
            last = Math.max(last, offers.periodOf(cell) + 1);
        }
        return new Explanation(
                need.id(),
                runNow.bill(job),
                Runs.of(offers, unlimited.cell, unlimited.watts, unlimited.count),
                cheapest,
                whyNot(job, cheapest),
                dearest(),
                need.deadline() - last,
                regret);
    }

    /** What the job pays in the plan at the closing prices, work deferred included at its worth. */
    private double valueAtClosing(int job) {
        double value = plan.objective(job) + closing.carbonPricePerKg() * plan.carbonKg(job);
        for (int index = 0; index < plan.cells[job].length; index++) {
            value += plan.watts[job][index] * offers.mwhPerWattPeriod * closing.scarcityPerMwh(plan.cells[job][index]);
        }
        return value + levy(job, plan.cells[job], plan.watts[job], plan.cells[job].length);
    }

    private double levy(int job, int[] cells, long[] watts, int count) {
        double levy = 0;
        for (int index = 0; index < count; index++) {
            levy += watts[index] * offers.mwhPerWattPeriod * levied.levyPerMwh(job, cells[index], offers);
        }
        return levy;
    }

    private Explanation.WhyNot whyNot(int job, Bill cheapest) {
        Bill chosen = plan.bill(job);
        boolean isDone = plan.deferredWattPeriods[job] == 0;
        if (isDone && chosen.objective() <= cheapest.objective() + RELATIVE * Math.abs(cheapest.objective())) {
            return Explanation.WhyNot.TAKEN;
        }
        double scarcity = 0;
        for (int index = 0; index < unlimited.count; index++) {
            double energyMwh = unlimited.watts[index] * offers.mwhPerWattPeriod;
            scarcity += energyMwh * closing.scarcityPerMwh(unlimited.cell[index]);
        }
        double carbon = closing.carbonPricePerKg() * (cheapest.carbonKg() - chosen.carbonKg());
        double limit = levy(job, unlimited.cell, unlimited.watts, unlimited.count)
                - levy(job, plan.cells[job], plan.watts[job], plan.cells[job].length);
        double least = RELATIVE * Math.abs(cheapest.objective());
        if (limit > Math.max(least, Math.max(scarcity, carbon))) {
            return Explanation.WhyNot.LIMIT;
        }
        if (Math.max(scarcity, carbon) <= least) {
            return Explanation.WhyNot.INDIVISIBLE;
        }
        return scarcity >= carbon ? Explanation.WhyNot.FULL : Explanation.WhyNot.CARBON;
    }

    /** Where the alternative just found meets the highest scarcity price. */
    private Explanation.Scarcity dearest() {
        int cell = unlimited.count == 0 ? 0 : unlimited.cell[0];
        for (int index = 1; index < unlimited.count; index++) {
            cell = closing.scarcityPerMwh(unlimited.cell[index]) > closing.scarcityPerMwh(cell)
                    ? unlimited.cell[index]
                    : cell;
        }
        double perMwh = unlimited.count == 0 ? 0 : closing.scarcityPerMwh(cell);
        return new Explanation.Scarcity(offers.siteOf(cell), offers.periodOf(cell), perMwh);
    }
}
